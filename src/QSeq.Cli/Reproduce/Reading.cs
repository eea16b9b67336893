using System.Globalization;

namespace QSeq.Cli.Reproduce;

/// <summary>What the figures say, in a few plain sentences made from them.</summary>
internal static class Reading
{
    private const string Small = "LSTM (small)";
    private static readonly string[] Qkan = ["QKAN-LSTM", "HQKAN-LSTM"];

    /// <summary>For R2 by epoch.</summary>
    public static string OfCurves(int epochs, ModelResult[] models, BaselineResult[] baselines)
    {
        double Final(ModelResult model) => model.Marks[^1].R2.Median;
        ModelResult[] sound = [.. models.Where(model => !double.IsNaN(Final(model)))];
        if (sound.Length == 0) return "Every model diverged.";
        ModelResult best = sound.MaxBy(Final)!;
        string text = Text($"Best network after {epochs} epochs by median R2: {best.Label} with {Final(best):F4} and {best.Parameters} parameters.");

        if (sound.FirstOrDefault(model => model.Label == Small) is { } small)
        {
            foreach (ModelResult model in sound.Where(model => Qkan.Contains(model.Label)))
                text += Text($" {model.Label} ({model.Parameters}) {(Final(model) > Final(small) ? "beats" : "does not beat")} the LSTM of {small.Parameters} parameters: {Final(model):F4} against {Final(small):F4}.");
        }

        BaselineResult linear = baselines.MaxBy(b => b.R2 ?? double.NegativeInfinity)!;
        return text + Text($" The {linear.Label} baseline with {linear.Parameters[0]} parameters reaches {linear.R2:F4}, {(linear.R2 > Final(best) ? "above every network" : "below the best network")}.");
    }

    /// <summary>For errors by window.</summary>
    public static string OfWindows(ModelResult[] models, BaselineResult[] baselines)
    {
        int count = models[0].Windows.Length;
        var rows = models.Select(m => (m.Label, Mae: m.Windows.Select(w => w.Mae.Median).ToArray(), Mse: m.Windows.Select(w => w.Mse.Median).ToArray()))
            .Concat(baselines.Select(b => (b.Label, Mae: b.Windows.Select(w => w.Mae).ToArray(), Mse: b.Windows.Select(w => w.Mse).ToArray()))).ToArray();
        string text = $"Lowest MAE by window: {Lowest([.. rows.Select(r => (r.Label, r.Mae))], count)}; lowest MSE: {Lowest([.. rows.Select(r => (r.Label, r.Mse))], count)}.";

        double[]? small = rows.FirstOrDefault(r => r.Label == Small).Mae;
        foreach ((string label, double[] mae, _) in rows.Where(r => Qkan.Contains(r.Label)))
            if (small is not null) text += Text($" {label} has a lower MAE than the small LSTM in {Enumerable.Range(0, count).Count(n => mae[n] < small[n])} of {count} windows.");
        double[] naive = rows.First(r => r.Label == "naive").Mae;
        string[] losers = [.. rows.Where(r => r.Label != "naive" && Enumerable.Range(0, count).Any(n => !(r.Mae[n] < naive[n]))).Select(r => r.Label)];
        return text + (losers.Length == 0 ? " All have a lower MAE than the naive baseline at every window." : $" Without a lower MAE than the naive baseline at some window: {string.Join(", ", losers)}.");
    }

    /// <summary>Who is lowest at how many windows, the most frequent first.</summary>
    private static string Lowest((string Label, double[] Values)[] rows, int count)
    {
        IEnumerable<string> winners = Enumerable.Range(0, count).Select(n => rows.Where(r => !double.IsNaN(r.Values[n])).MinBy(r => r.Values[n]).Label ?? "none");
        return string.Join(", ", winners.CountBy(label => label).OrderByDescending(g => g.Value).Select(g => Text($"{g.Key} in {g.Value} of {count}")));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
