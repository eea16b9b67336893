using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QSeq.Studies.Reports;

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
    /// <returns>The table.</returns>
    public TextTable CountTable()
    {
        static string Sum(double all, double quantum) => FormattableString.Invariant(quantum == 0 ? $"{all}" : (FormattableString)$"{all - quantum} + {quantum} = {all}");
        return new(
            "Table I, parameters: classical + quantum = total",
            ["data", "model", TextColumn.Number("ours"), TextColumn.Number("printed"), new TextColumn("decoded as", Wraps: true)],
            [
                .. Counted.SelectMany(study => Counts(study).Select((count, n) => (ImmutableArray<TextCell>)
                [
                    n == 0 ? study.Name : "",
                    count.Entry.Label,
                    Sum(count.All, count.Quantum),
                    count.Entry.PrintedValue("parameters") is { } all ? Sum(all, count.Entry.PrintedValue("quantum_parameters") ?? 0) : "-",
                    count.Entry.Decoding,
                ])),
            ]);
    }

    /// <summary>The results as JSON.</summary>
    /// <returns>The text, indented.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) Write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static IEnumerable<(StudyEntry Entry, double All, double Quantum)> Counts(Study study)
    {
        foreach (StudyCase one in study.Cases.DistinctBy(one => one.Entry.Label))
        {
            double Fact(string metric) => one.Facts.First(fact => fact.Metric == metric).Values[0];
            yield return (one.Entry, Fact("parameters"), Fact("quantum_parameters"));
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("system", FormattableString.Invariant($"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores"));
        json.WriteBoolean("complete", Complete);
        json.WriteNumber("threads", Threads);
        json.WriteArray("seeds", Enumerable.Range(0, Seeds), json.WriteNumberValue);
        json.WriteNumber("seconds", Seconds);
        json.WriteArray("tableI", Counted.SelectMany(study => Counts(study).Select(count => (study, count))), pair =>
        {
            StudyEntry entry = pair.count.Entry;
            double? printed = entry.PrintedValue("parameters"), quantum = entry.PrintedValue("quantum_parameters");
            json.WriteStartObject();
            json.WriteString("experiment", pair.study.Name);
            json.WriteString("label", entry.Label);
            json.WriteNumber("classical", pair.count.All - pair.count.Quantum);
            json.WriteNumber("quantum", pair.count.Quantum);
            json.WriteFigure("printedClassical", printed - quantum);
            json.WriteFigure("printedQuantum", quantum);
            json.WriteString("decoding", entry.Decoding);
            json.WriteEndObject();
        });
        json.WriteString("verdictRule", Verdict.Rule);
        json.WriteArray("experiments", Done.Where(result => result.Study is CurveStudy or WindowStudy), result => SeriesJson.Write(json, result));
        json.WritePropertyName("tagging");
        if (Done.FirstOrDefault(result => result.Study is TagStudy) is { } tagging) TagJson.Write(json, tagging);
        else json.WriteNullValue();
        json.WritePropertyName("hardware");
        if (Done.FirstOrDefault(result => result.Study is DeviceStudy) is { } hardware) DeviceJson.Write(json, hardware);
        else json.WriteNullValue();
        json.WriteEndObject();
    }
}
