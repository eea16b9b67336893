using System.Text.Json;

namespace QSeq.Tests.Golden;

/// <summary>
/// Reads the golden vectors: from the directory named by the environment variable QSEQ_GOLDEN if it is set, otherwise
/// the copies beside the test assembly.
/// </summary>
internal static class GoldenFile
{
    public static string Folder => Environment.GetEnvironmentVariable("QSEQ_GOLDEN") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "Golden");

    public static GoldenCase Case(string file, int index) => Load(file)[index];

    /// <summary>Name of the file and number of the case, for theories.</summary>
    public static TheoryData<string, int> Cases(params string[] files)
    {
        var data = new TheoryData<string, int>();
        foreach (string file in files)
            for (int n = 0; n < Load(file).Length; n++) data.Add(file, n);
        return data;
    }

    private static GoldenCase[] Load(string file)
    {
        lock (Loaded)
        {
            if (Loaded.TryGetValue(file, out GoldenCase[]? cases)) return cases;
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file + ".json")));
            cases = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new GoldenCase(element.Clone()))];
            Loaded.Add(file, cases);
            return cases;
        }
    }

    private static readonly Dictionary<string, GoldenCase[]> Loaded = [];
}

/// <summary>One case of a golden file: numbers, flags and tensors by name.</summary>
internal sealed class GoldenCase(JsonElement element)
{
    public int Int(string name) => element.GetProperty(name).GetInt32();

    public bool Flag(string name) => element.GetProperty(name).GetBoolean();

    public double Number(string name) => element.GetProperty(name).GetDouble();

    public bool Has(string name) => element.TryGetProperty(name, out _);

    public GoldenCase Group(string name) => new(element.GetProperty(name));

    public IEnumerable<string> Names => element.EnumerateObject().Select(property => property.Name);

    public Tensor Tensor(string name)
    {
        JsonElement tensor = element.GetProperty(name);
        return new Tensor(
            [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())],
            [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetDouble())]);
    }
}

/// <summary>Numbers in row-major order.</summary>
internal sealed record Tensor(int[] Shape, double[] Data)
{
    public float[] Floats => [.. Data.Select(value => (float)value)];

    /// <summary>The part at an index of the first axis.</summary>
    public double[] Row(int index)
    {
        int size = Data.Length / Shape[0];
        return Data[(index * size)..((index + 1) * size)];
    }
}
