using System.Text;
using QSeq.Data;

namespace QSeq.Forecasting;

/// <summary>What a model of many series knows of the data it was trained on. Files say what their readers need to find it again and to know it by.</summary>
public sealed record PanelOrigin
{
    /// <summary>One line telling which data it was.</summary>
    public required string Source { get; init; }

    /// <summary>The file, from the folder of the model; null for data that came from no file.</summary>
    public string? Path { get; init; }

    /// <summary>What a data base was asked for the data; null for other data, and for the only table of a file.</summary>
    public string? Query { get; init; }

    /// <summary>The names of the series it learnt from, in order.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Values of these series together.</summary>
    public long Values { get; init; }

    /// <summary>The step that all of them have; null where there is none, or they differ.</summary>
    public SeriesStep? Step { get; init; }

    /// <summary>The digest of names and values of these series; null where a file does not say.</summary>
    public string? Digest { get; init; }

    internal static PanelOrigin Of(string source, IReadOnlyList<GlobalSeries> series)
    {
        SeriesStep? step = series[0].Data.Table.Step;
        var hash = new Sha256();
        foreach (GlobalSeries one in series) hash.Append(Encoding.UTF8.GetBytes($"{one.Name}\n{one.Data.Table.Digest()}\n"));
        return new PanelOrigin
        {
            Source = source,
            Series = [.. series.Select(one => one.Name)],
            Values = series.Sum(one => (long)one.Data.Table.Length),
            Step = step is not null && series.All(one => one.Data.Table.Step is { } other && other.Equivalent(step)) ? step : null,
            Digest = hash.FinishHex(),
        };
    }

    internal PanelOrigin MapFields(FieldMap f) => new()
    {
        Source = f.Text("source", Source),
        Path = f.OptionalText("path", Path),
        Query = f.OptionalText("query", Query),
        Series = f.Texts("series", Series),
        Values = (long)f.Count("values", (ulong)Values),
        Step = f.Optional("step", Step, SeriesStep.BusinessDays, (step, inner) => step.MapFields(inner)),
        Digest = f.OptionalText("digest", Digest),
    };
}
