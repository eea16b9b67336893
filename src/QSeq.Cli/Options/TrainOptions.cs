namespace QSeq.Cli.Options;

/// <summary>How a forecasting model is trained, and how its data is cut and scaled.</summary>
internal sealed class TrainOptions(int batch = 16) : OptionGroup
{
    private readonly Option<int> _window = Opt.Int("--window", "Time steps the model looks back over.", 12);
    private readonly Option<int> _stride = Opt.Int("--stride", "Time steps from the start of a window to that of the next.", 1, 1);
    private readonly Option<int> _horizon = Opt.Int("--horizon", "Time steps ahead that it answers with.", 1);
    private readonly Option<bool> _sequence =
        Opt.Flag("--sequence", "Train on an answer after every step of the window, not only the last.");
    private readonly Option<string> _loss = Opt.Choice("--loss", "What is made small.", "mse", "mse", "mae");
    private readonly Option<string> _split = Opt.Text(
        "--split", "TRAIN,VALIDATION", "Fractions of the windows, in time order; the rest is for testing.", "0.7,0.15");
    private readonly Option<string> _scaler = Opt.Choice(
        "--scaler", "How values are scaled; fitted on the training part alone.", "minmax", "minmax", "standard", "none");
    private readonly FitOptions _fit = new("Windows a step.", epochs: 30, batch);

    public override Option[] All => [_window, _stride, _horizon, _sequence, _loss, _split, _scaler, .. _fit.All];

    /// <summary>What is asked for: a model that reads some columns and forecasts others, which may be open still.</summary>
    public ForecastRecipe Recipe(ParseResult parsed, ModelOptions model, IReadOnlyList<string> inputs, IReadOnlyList<string> targets)
    {
        int horizon = parsed.GetValue(_horizon);
        bool sequence = parsed.GetValue(_sequence);
        int outputs = targets.Count * Math.Clamp(horizon, 1, int.MaxValue / targets.Count);
        return new ForecastRecipe
        {
            Model = model.NameOf(parsed),
            Network = model.Config(parsed, inputs.Count, outputs, sequence),
            Windows = new WindowOptions
            {
                Window = parsed.GetValue(_window),
                Stride = parsed.GetValue(_stride),
                Horizon = horizon,
                Sequence = sequence,
                Inputs = inputs,
                Targets = targets,
            },
            Split = ParseSplit(parsed.GetValue(_split)!),
            Scaling = new ScalingOptions { Kind = Enum.Parse<ScalerKind>(parsed.GetValue(_scaler)!, ignoreCase: true) },
            Training = _fit.Training(parsed, parsed.GetValue(_loss) == "mae" ? Objective.Mae : Objective.Mse),
        };
    }

    /// <summary>Checks what needs no data, so that a slip on the command line is not found after reading gigabytes.</summary>
    public static void Check(ForecastRecipe recipe)
    {
        if (recipe.Windows.Horizon > SequenceModelConfig.MaxOutputs)
            throw new UsageException($"--horizon is {recipe.Windows.Horizon}, expected {SequenceModelConfig.MaxOutputs} or less");
        CheckStopping(recipe.Split, recipe.Training);
        recipe.Validate();
    }

    public static void CheckStopping(SplitFractions? split, TrainingOptions training)
    {
        if (split?.Validation == 0 && training.EarlyStopping is not null)
            throw new UsageException("Early stopping needs validation data; give some with --split, or leave --patience out");
    }

    /// <summary>Reads fractions such as <c>0.7,0.15</c>.</summary>
    public static SplitFractions ParseSplit(string text)
    {
        static bool IsNumber(string part, out double value) =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        string[] parts = text.Split(',');
        return parts.Length is 1 or 2
            && IsNumber(parts[0], out double train)
            && IsNumber(parts.Length == 2 ? parts[1] : "0", out double validation)
                ? new SplitFractions(train, validation)
                : throw new UsageException($"--split is '{text}', expected the fractions for training and validation, such as 0.7,0.15");
    }
}
