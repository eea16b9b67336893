using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Cli.Options;

/// <summary>How a model is trained, and how its data is cut and scaled.</summary>
/// <param name="batch">Windows a step where the user does not say.</param>
internal sealed class TrainOptions(int batch = 16)
{
    private readonly Option<int> _window = Opt.Int("--window", "Time steps the model looks back over.", 12);
    private readonly Option<int> _stride = Opt.Int("--stride", "Time steps from the start of a window to that of the next.", 1, 1);
    private readonly Option<int> _horizon = Opt.Int("--horizon", "Time steps ahead that it answers with.", 1);
    private readonly Option<bool> _sequence = Opt.Flag("--sequence", "Train on an answer after every step of the window, not only the last.");
    private readonly Option<string> _loss = Opt.Choice("--loss", "What is made small.", "mse", "mse", "mae");
    private readonly Option<string> _split = Opt.Text("--split", "TRAIN,VALIDATION", "Fractions of the windows, in time order; the rest is for testing.", "0.7,0.15");
    private readonly Option<string> _scaler = Opt.Choice("--scaler", "How values are scaled; fitted on the training part alone.", "minmax", "minmax", "standard", "none");
    private readonly FitOptions _fit = new("Windows a step.", epochs: 30, batch);

    /// <summary>Declares the options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_window, _stride, _horizon, _sequence, _loss, _split, _scaler]) command.Add(option);
        _fit.AddTo(command);
    }

    /// <summary>The seed.</summary>
    public ulong SeedOf(ParseResult parsed) => _fit.SeedOf(parsed);

    /// <summary>The fractions as they are written, for the record.</summary>
    public string SplitOf(ParseResult parsed) => parsed.GetValue(_split)!;

    /// <summary>How windows are cut.</summary>
    public WindowOptions Windows(ParseResult parsed, IReadOnlyList<string> inputs, params IReadOnlyList<string> targets) => new()
    {
        Window = parsed.GetValue(_window),
        Stride = parsed.GetValue(_stride),
        Horizon = parsed.GetValue(_horizon),
        Sequence = parsed.GetValue(_sequence),
        Inputs = inputs,
        Targets = targets,
    };

    /// <summary>How values are scaled.</summary>
    public ScalerKind Scaler(ParseResult parsed) => parsed.GetValue(_scaler) switch
    {
        "standard" => ScalerKind.Standard,
        "none" => ScalerKind.None,
        _ => ScalerKind.MinMax,
    };

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Training(ParseResult parsed) => _fit.Training(parsed, parsed.GetValue(_loss) == "mae" ? Loss.Mae : Loss.Mse);

    /// <summary>Checks what needs no data, so that a slip on the command line is not found after reading gigabytes.</summary>
    /// <param name="recipe">What is to be made; the columns may be open still.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    /// <exception cref="UsageException">Two do not go together.</exception>
    public static void Check(ForecastRecipe recipe)
    {
        if (recipe.Windows.Horizon > SequenceModelConfig.MaxOutputs)
            throw new UsageException(Invariant($"--horizon is {recipe.Windows.Horizon}, expected {SequenceModelConfig.MaxOutputs} or less"));
        if (recipe.Split.Validation == 0 && recipe.Training.EarlyStopping is not null)
            throw new UsageException("Early stopping needs validation data; give some with --split, or leave --patience out");
        recipe.Validate();
    }

    /// <summary>Reads fractions such as <c>0.7,0.15</c>.</summary>
    /// <exception cref="UsageException">They are not two numbers.</exception>
    public static SplitFractions ParseSplit(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length is 1 or 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double train)
            && double.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.Float, CultureInfo.InvariantCulture, out double validation)
                ? new SplitFractions(train, validation)
                : throw new UsageException($"--split is '{text}', expected the fractions for training and validation, such as 0.7,0.15");
    }
}
