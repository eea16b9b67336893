using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// All that a forecasting model comes from but the values of the data: reading, windows, split, scaling, network and training.
/// One recipe and one table give one model, bit for bit.
/// </summary>
/// <example><code>ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm") with { Windows = new() { Window = 24, Horizon = 6 } };</code></example>
public sealed record ForecastRecipe
{
    /// <summary>The model's name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>The network. Its inputs, outputs and output mode follow from <see cref="Windows"/> when it is trained.</summary>
    public required SequenceModelConfig Network { get; init; }

    /// <summary>How samples are cut; columns that are left open become those of the table.</summary>
    public WindowOptions Windows { get; init; } = new();

    /// <summary>Which of them are for training, validation and testing; 70 %, 15 % and the rest.</summary>
    public SplitFractions Split { get; init; } = new(0.7, 0.15);

    /// <summary>How values are scaled.</summary>
    public ScalingOptions Scaling { get; init; } = new();

    /// <summary>How the network is trained; its seed is that of the initial weights as well.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Whether the reference vectors of a quantum kernel are chosen from the training part, instead of drawn.</summary>
    public bool ReferencesFromData { get; init; }

    /// <summary>What of the calendar the model reads, known in the future; null (default) for nothing.</summary>
    public CalendarOptions? Calendar { get; init; }

    /// <summary>Whether the model reads, beside each input that is not known in the future, 1 where it was measured and 0 where it was filled in. False by default.</summary>
    public bool Mask { get; init; }

    /// <summary>
    /// Levels of the intervals that the model keeps the widths of, such as 0.8 and 0.95: between 0 and 1, rising. They are measured on
    /// the validation part. None by default.
    /// </summary>
    public ImmutableArray<double> Levels { get; init; } = [];

    /// <summary>How the file of the data is read; null for data from memory.</summary>
    public CsvReadOptions? Reading { get; init; }

    /// <summary>The columns that are used, inputs first, those that the model makes itself among them.</summary>
    public IReadOnlyList<string> Columns => [.. Windows.Inputs.Union(Windows.Targets)];

    /// <summary>The columns that the data has to hold, inputs first.</summary>
    public IReadOnlyList<string> DataColumns => [.. Derived.OfData(Windows).Union(Windows.Targets)];

    /// <summary>The inputs that the model makes itself.</summary>
    internal DerivedInputs Derived => new(Calendar, Mask);

    /// <summary>The columns that are used, with those that the model makes of the calendar and of gaps.</summary>
    /// <param name="table">The data.</param>
    /// <returns>The table that models are trained on and whose digest they keep.</returns>
    /// <exception cref="ArgumentException">A column is missing, or cannot be made.</exception>
    public SeriesTable Prepare(SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ForecastRecipe named = For(table);
        return Derived.Add(table, named.Windows, 0).Select(named.Columns);
    }

    /// <summary>SHA-256 of the recipe as compact JSON: the identity of what it makes. Threads are no part of it.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Digest() => Sha256.HexOf(ToUtf8());

    /// <summary>The recipe as compact JSON.</summary>
    /// <returns>The text, the same for equal recipes on every system.</returns>
    public string ToJson() => System.Text.Encoding.UTF8.GetString(ToUtf8());

    /// <summary>The recipe of a model of the catalogue, with its preset sizes and the defaults of everything else.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="catalogue">Where it is looked up; null for QSeq's own models.</param>
    /// <returns>The recipe, to be changed with <c>with</c>.</returns>
    /// <exception cref="ArgumentException">There is no model of that name.</exception>
    public static ForecastRecipe Of(string model, ModelCatalogue? catalogue = null)
    {
        ModelEntry entry = (catalogue ?? ModelCatalogue.Default).Find(model);
        return new ForecastRecipe { Model = entry.Name, Network = entry.Preset };
    }

    /// <summary>Checks all that can be checked without data.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or two do not go together.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentNullException.ThrowIfNull(Network);
        ArgumentNullException.ThrowIfNull(Windows);
        ArgumentNullException.ThrowIfNull(Split);
        ArgumentNullException.ThrowIfNull(Scaling);
        ArgumentNullException.ThrowIfNull(Training);
        Windows.Validate();
        Split.Validate();
        Training.Validate();
        OptionCheck.Require(
            (long)Math.Max(1, Windows.Targets.Count) * Windows.Horizon <= SequenceModelConfig.MaxOutputs,
            $"targets times horizon are {Math.Max(1, Windows.Targets.Count)} times {Windows.Horizon}, expected {SequenceModelConfig.MaxOutputs} or less");
        OptionCheck.Require(
            Split.Validation > 0 || Training.EarlyStopping is null,
            $"early stopping needs validation data, but the validation fraction is {Split.Validation}");
        OptionCheck.Require(!Levels.IsDefault, $"the levels of intervals are no array, expected some or none");
        ForecastCalibration.CheckLevels(Levels);
        OptionCheck.Require(
            Levels.IsEmpty || Split.Validation > 0,
            $"intervals are measured on validation data, but the validation fraction is {Split.Validation}");
        SequenceModel.TableOf(Sized(this).Network);
    }

    /// <summary>The recipe with every column named, as a table has them, and the network sized to them.</summary>
    /// <param name="table">The data.</param>
    /// <returns>What a model of this data is made by.</returns>
    /// <exception cref="ArgumentException">A column is missing, an option is out of range, or inputs of the calendar say nothing.</exception>
    public ForecastRecipe For(SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Calendar is not null) CalendarColumns.Check(Calendar, table);
        ForecastRecipe named = Sized(this with { Windows = Derived.Named(Complete(table)) });
        named.Validate();
        return named;
    }

    // Inputs of its own are not in the data.
    private WindowOptions Complete(SeriesTable table)
    {
        if (Windows.Inputs.Count == 0) return WindowSet.Complete(Windows, table);
        WindowOptions completed = WindowSet.Complete(Windows, table);
        foreach (string name in DataColumns.Concat(completed.Targets)) table.ColumnIndex(name);
        return completed;
    }

    internal ForecastRecipe MapFields(FieldMap f, ModelCatalogue catalogue) => new()
    {
        Model = f.Text("name", Model),
        Network = f.Record("model", Network, (network, inner) => network.MapFields(inner, catalogue)),
        Windows = f.Record("windows", Windows, (windows, inner) => windows.MapFields(inner)),
        Split = f.Record("split", Split, (split, inner) => split.MapFields(inner)),
        Scaling = f.Record("scaling", Scaling, (scaling, inner) => scaling.MapFields(inner)),
        Training = f.Record("training", Training, (training, inner) => training.MapFields(inner, catalogue)),
        ReferencesFromData = f.Flag("referencesFromData", ReferencesFromData ? true : null) ?? false,
        Calendar = f.Optional("calendar", Calendar, new CalendarOptions(), (calendar, inner) => calendar.MapFields(inner)),
        Mask = f.Flag("mask", Mask ? true : null) ?? false,
        Levels = f.OptionalNumbers("levels", Levels),
        Reading = f.Optional("reading", Reading, new CsvReadOptions(), (reading, inner) => reading.MapFields(inner)),
    };

    /// <summary>What members that a text lacks are taken from; name and network have to be there.</summary>
    internal static ForecastRecipe Blank { get; } = new() { Model = "", Network = new SequenceModelConfig { Gates = null! } };

    private byte[] ToUtf8() => FieldWriter.ToUtf8(this, (recipe, fields) => recipe.MapFields(fields, ModelCatalogue.Default));

    private static ForecastRecipe Sized(ForecastRecipe recipe) => recipe with
    {
        Network = recipe.Network with
        {
            Inputs = Math.Max(1, recipe.Windows.Inputs.Count),
            Outputs = Math.Max(1, recipe.Windows.Targets.Count) * recipe.Windows.Horizon * Math.Max(1, recipe.Training.Objective?.OutputsPerTarget ?? 1),
            Output = recipe.Windows.Sequence ? OutputMode.Sequence : OutputMode.Last,
            Residual = recipe.Network.Residual is { } residual ? residual with { Shape = RidgeStart.ShapeOf(recipe.Windows, recipe.Derived) } : null,
        },
    };
}
