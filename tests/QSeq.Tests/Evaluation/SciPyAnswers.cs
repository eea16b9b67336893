using System.Globalization;

namespace QSeq.Tests.Evaluation;

/// <summary>What SciPy 1.10.1 says of some values: ranks.txt, written by ranks.py.</summary>
internal static class SciPyAnswers
{
    private static readonly Lazy<(string Kind, double[] Answers, double[] Values)[]> Lines = new(() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluation", "ranks.txt")).Select(Read)]);

    public static (string Kind, double[] Answers, double[] Values)[] Of(string kind) => [.. Lines.Value.Where(line => line.Kind == kind)];

    private static (string Kind, double[] Answers, double[] Values) Read(string line)
    {
        string[] halves = line.Split('|');
        string[] front = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (front[0], Numbers(front.Skip(1)), Numbers(halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static double[] Numbers(IEnumerable<string> words) => [.. words.Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
