using System.Text.Json;
using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Forecasting;

/// <summary>
/// Forecasting models of format 1, which kept no recipe: it is put together from the configuration, from what was said of the
/// data and its notes, and from what was said of the training.
/// </summary>
internal static class FormatOneForecaster
{
    /// <summary>No scaling of no column, for reading.</summary>
    public static Scaler NoScaler { get; } = new(ScalerKind.None, ["-"], [0], [1]);

    public static TrainedForecaster Read(ModelContent content, ModelCatalogue catalogue)
    {
        FieldReader f = content.Manifest;
        if (!f.Has("data") && !f.Has("tagging")) throw new JsonException("it has neither data nor tagging");
        if (!f.Has("data")) throw new WrongModelKindException(content.File, "tagger", TrainedForecaster.Kind);
        SequenceModelConfig config = f.Need("config", ForecastRecipe.Blank.Network, (network, inner) => network.MapFields(inner, catalogue));
        FieldReader data = f.Record("data"), training = f.Record("training");
        IReadOnlyDictionary<string, string> notes = data.TextsByName("notes", ImmutableDictionary<string, string>.Empty);
        string[] split = notes.GetValueOrDefault("split", "1").Split(',');
        var recipe = new ForecastRecipe
        {
            Model = f.Text("name"),
            Network = config,
            Windows = new WindowOptions
            {
                Window = data.Whole("window"),
                Horizon = data.Whole("horizon"),
                Inputs = data.Texts("inputs"),
                Targets = data.Texts("targets"),
                Sequence = data.Flag("sequence"),
                Stride = Math.Max(1, Number(notes, "stride") ?? 1),
                OmitLast = Number(notes, "omit-last") ?? 0,
            },
            Split = new SplitFractions(Fraction(split[0]), split.Length > 1 ? Fraction(split[1]) : 0),
            Training = FormatOneTraining.Options(training),
            Reading = new CsvReadOptions { Gaps = notes.TryGetValue("gaps", out string? gaps) && Enum.TryParse(gaps, ignoreCase: true, out GapPolicy policy) ? policy : GapPolicy.Error },
        };
        Scaler scaler = ReadScaler(data.Record("scaler"), recipe);
        data.Text("source");
        data.Close();
        recipe = recipe with { Scaling = new ScalingOptions { Kind = scaler.Kind } };
        recipe.Validate();
        string[] times = notes.GetValueOrDefault("times", "").Split("..");
        string[] test = notes.GetValueOrDefault("test-from", "").Split(' ', 4);
        var origin = new SeriesOrigin
        {
            Source = data.Text("source"),
            Rows = Number(notes, "rows"),
            First = Time(times[0]),
            Last = Time(times.ElementAtOrDefault(1)),
            TestRow = FormatOneTraining.Whole(test.ElementAtOrDefault(1)) is > 0 and int row ? row - 1 : null,
            TestTime = Time(test.ElementAtOrDefault(3)),
        };
        return new TrainedForecaster(recipe, content.Build(config), scaler, origin, FormatOneTraining.History(f, training));
    }

    private static Scaler ReadScaler(FieldReader f, ForecastRecipe recipe)
    {
        ScalerKind kind = f.Text("kind") switch { "min-max" => ScalerKind.MinMax, "standard" => ScalerKind.Standard, _ => ScalerKind.None };
        ImmutableArray<string> columns = [.. f.Texts("columns")];
        ImmutableArray<double> offset = [.. f.Numbers("offset")], scale = [.. f.Numbers("scale")];
        f.Close();
        if (columns.Length > 0) return new Scaler(kind, columns, offset, scale);
        columns = [.. recipe.Columns]; // none at all where nothing was scaled
        return new Scaler(ScalerKind.None, columns, [.. columns.Select(_ => 0.0)], [.. columns.Select(_ => 1.0)]);
    }

    private static int? Number(IReadOnlyDictionary<string, string> notes, string name) =>
        FormatOneTraining.Whole(notes.GetValueOrDefault(name));

    private static double Fraction(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new JsonException($"its split is '{text}', expected a fraction");

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;
}
