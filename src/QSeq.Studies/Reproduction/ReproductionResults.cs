using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QSeq.Studies.Reproduction;

/// <summary>Everything that a reproduction of papers found: what results.json keeps.</summary>
public sealed record ReproductionResults
{
    /// <summary>The version of QSeq.</summary>
    public required string Version { get; init; }

    /// <summary>Threads that shared the runs; nothing but times depends on them.</summary>
    public required int Threads { get; init; }

    /// <summary>Seeds, from 0 up; those of the tagging study are told there.</summary>
    public required int Seeds { get; init; }

    /// <summary>The forecasting studies asked for, whose parameters are counted before the first run.</summary>
    public required ImmutableArray<Study> Counted { get; init; }

    /// <summary>Whether every study asked for is in here.</summary>
    public bool Complete { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The studies done.</summary>
    public ImmutableArray<StudyResult> Done { get; init; } = [];

    /// <summary>The paper's Table I: parameters, ours beside the printed ones, and how they were decoded.</summary>
    public TextTable CountTable()
    {
        static string Sum(double all, double quantum) => Invariant(quantum == 0 ? $"{all}" : (FormattableString)$"{all - quantum} + {quantum} = {all}");
        return TextTable.Of(
            "Table I, parameters: classical + quantum = total",
            Counts,
            ("data", count => count.Entry == count.Study.Cases[0].Entry ? count.Study.Name : ""),
            ("model", count => count.Entry.Label),
            (">ours", count => Sum(count.All, count.Quantum)),
            (">printed", count => count.Entry.PrintedValue("parameters") is { } all ? Sum(all, count.Entry.PrintedValue("quantum_parameters") ?? 0) : "-"),
            (new TextColumn("decoded as", Wraps: true), count => count.Entry.Decoding));
    }

    /// <summary>The results as JSON.</summary>
    /// <returns>The text, indented.</returns>
    public string ToJson()
    {
        StudyResult? tagging = Done.FirstOrDefault(result => result.Study is TagStudy), hardware = Done.FirstOrDefault(result => result.Study is DeviceStudy);
        var root = new JsonObject
        {
            ["version"] = Version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = Invariant($"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores"),
            ["complete"] = Complete,
            ["threads"] = Threads,
            ["seeds"] = FigureJson.Array(Enumerable.Range(0, Seeds), seed => JsonValue.Create(seed)),
            ["seconds"] = Seconds,
            ["tableI"] = FigureJson.Array(Counts, count => new JsonObject
            {
                ["experiment"] = count.Study.Name,
                ["label"] = count.Entry.Label,
                ["classical"] = count.All - count.Quantum,
                ["quantum"] = count.Quantum,
                ["printedClassical"] = FigureJson.Figure(count.Entry.PrintedValue("parameters") - count.Entry.PrintedValue("quantum_parameters")),
                ["printedQuantum"] = FigureJson.Figure(count.Entry.PrintedValue("quantum_parameters")),
                ["decoding"] = count.Entry.Decoding,
            }),
            ["verdictRule"] = Verdict.Rule,
            ["experiments"] = FigureJson.Array(Done.Where(result => result.Study is CurveStudy or WindowStudy), ResultsJson.OfSeries),
            ["tagging"] = tagging is null ? null : ResultsJson.OfTagging(tagging),
            ["hardware"] = hardware is null ? null : ResultsJson.OfDevice(hardware),
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) root.WriteTo(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private IEnumerable<(Study Study, StudyEntry Entry, double All, double Quantum)> Counts =>
        Counted.SelectMany(study => study.Cases.DistinctBy(one => one.Entry.Label).Select(one => (study, one.Entry, one.Fact("parameters"), one.Fact("quantum_parameters"))));
}
