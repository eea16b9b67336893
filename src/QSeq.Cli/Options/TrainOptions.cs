using QSeq.Networks;

namespace QSeq.Cli.Options;

/// <summary>
/// How a forecasting model is trained, and how its data is cut and scaled; <c>rolling</c> where it is for forecasts from many rows, which say
/// themselves which rows are seen, so that there is neither a split nor a stride of windows, and a season is of more than windows. Without a
/// <c>batch</c> of the verb's own, batch and early stopping follow a rule.
/// </summary>
internal sealed class TrainOptions(int? batch = null, bool rolling = false) : OptionGroup
{
    private const int UsualWindow = 12;
    private const int BareBatch = 16; // of cells alone, as in the papers
    private const int LinearBatch = 64, LinearPatience = 10; // beside a linear forecast: docs/forecasting.md
    private const double RollingValidation = 0.15; // of the rows that a fit sees
    private const int LongestSeason = 1 << 20;

    private readonly Option<int?> _window = Opt.OptionalInt("--window", "Time steps the model looks back over. [default: found from the data, see --normalise; with --linear off or --sequence, or without a validation part, 12]", 1);
    private readonly Option<int> _stride = Opt.Int("--stride", "Time steps from the start of a window to that of the next.", 1, 1);
    private readonly Option<int> _horizon = Opt.Int("--horizon", "Time steps ahead that it answers with.", 1);
    private readonly Option<bool> _sequence =
        Opt.Flag("--sequence", "Train on an answer after every step of the window, not only the last.");
    private readonly Option<string> _loss = Opt.Choice("--loss", "What is made small.", "mse", "mse", "mae");
    private readonly Option<string> _split = Opt.Text(
        "--split", "TRAIN,VALIDATION", "Fractions of the windows, in time order; the rest is for testing.", "0.7,0.15");
    private readonly Option<string> _scaler = Opt.Choice(
        "--scaler", "How values are scaled; fitted on the training part alone.", "minmax", "minmax", "standard", "none");
    private readonly Option<string> _normalise = Opt.Choice(
        "--normalise",
        "What each window is set to a common level by: its last value, mean and deviation, the season before, or nothing; auto takes what is best for a linear forecast of the validation part, with --linear off nothing.",
        "auto", "auto", "last", "mean", "season", "none");
    private readonly Option<int?> _season = Opt.OptionalInt(
        "--season",
        rolling ? "Steps of a season, of the methods, of MASE and of --normalise season; 1 for none. [default: found from the rows before the first origin]"
            : "Steps of a season for --normalise season. [default: found from the training part]",
        rolling ? 1 : 2);
    private readonly Option<string> _linear = Opt.Choice(
        "--linear", "A linear forecast beside the cells, at which training begins; the cells add to it what validation shows to be better.", "on", "on", "off");
    private readonly Option<int> _rank = Opt.Int("--rank", "Rank of the linear forecast's matrix, window to horizon; 0 for any.", 0, 0);
    private readonly Option<bool> _attention = Opt.Flag("--attention", "The head reads, beside the last hidden state, a mean of the states of all steps, with weights that are trained.");
    private readonly Option<bool> _decoder = Opt.Flag("--decoder", "The cells run on for the steps of the horizon, and the head answers at each, in place of all at once.");
    private readonly Option<int> _members = Opt.Int(
        "--members", "Networks that are trained side by side, each from a seed of its own: --seed, the next, and so on; the model answers with the median of their answers.", 1, 1);
    private readonly FitOptions _fit = new(
        "Windows a step.",
        epochs: 30,
        batch is { } own ? $"{own}" : $"{LinearBatch}; with --linear off{(rolling ? "" : " or --sequence")} {BareBatch}",
        batch is null ? $"{LinearPatience}; with --linear off{(rolling ? "" : " or --sequence, or without a validation part,")} never" : "never");

    public override Option[] All => rolling ? [_window, _horizon, _normalise, _season, _linear, _rank, _attention, _decoder, _members, _loss, _scaler, .. _fit.All]
        : [_window, _stride, _horizon, _normalise, _season, _linear, _rank, _attention, _decoder, _members, _sequence, _loss, _split, _scaler, .. _fit.All];

    /// <summary>What is asked for: a model that reads some columns and forecasts others, which may be open still.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">Which model.</param>
    /// <param name="inputs">Columns read.</param>
    /// <param name="targets">Columns forecast.</param>
    /// <param name="several">Models of a list; null for the one of --model.</param>
    /// <param name="one">Which of the list.</param>
    public ForecastRecipe Recipe(
        ParseResult parsed, ModelOptions model, IReadOnlyList<string> inputs, IReadOnlyList<string> targets, string[]? several = null, string? one = null)
    {
        int horizon = parsed.GetValue(_horizon);
        bool sequence = parsed.GetValue(_sequence);
        CheckTogether(parsed);
        ResidualOptions? residual = Residual(parsed, sequence);
        SplitFractions split = rolling ? new SplitFractions(1 - RollingValidation, RollingValidation) : ParseSplit(parsed.GetValue(_split)!);
        bool rule = batch is null && residual is { Linear: true };
        int outputs = targets.Count * Math.Clamp(horizon, 1, int.MaxValue / targets.Count);
        SequenceModelConfig network = model.Config(parsed, inputs.Count, outputs, sequence, several, one);
        if (network.Bidirectional && parsed.GetValue(_decoder))
            throw new UsageException("--decoder does not go with --bidirectional: cells that run on go forward; leave one of them out");
        return new ForecastRecipe
        {
            Model = one ?? model.NameOf(parsed),
            Network = network with { Residual = residual, Members = parsed.GetValue(_members), Attention = parsed.GetValue(_attention), RunOn = parsed.GetValue(_decoder) ? horizon : 0 },
            Windows = new WindowOptions
            {
                Window = parsed.GetValue(_window) ?? Math.Max(UsualWindow, Math.Max(horizon, Math.Min(parsed.GetValue(_season) ?? 0, LongestSeason) + 1)),
                Stride = rolling ? 1 : parsed.GetValue(_stride),
                Horizon = horizon,
                Sequence = sequence,
                Inputs = inputs,
                Targets = targets,
            },
            Split = split,
            Scaling = new ScalingOptions { Kind = Enum.Parse<ScalerKind>(parsed.GetValue(_scaler)!, ignoreCase: true) },
            Training = _fit.Training(
                parsed, parsed.GetValue(_loss) == "mae" ? Objective.Mae : Objective.Mse, rule ? LinearBatch : batch ?? BareBatch, rule && split.Validation > 0 ? LinearPatience : null),
        };
    }

    /// <summary>The recipe trained on the median and both ends of each of its levels.</summary>
    public ForecastRecipe WithQuantiles(ParseResult parsed, ForecastRecipe recipe)
    {
        parsed.Only(false, [_loss], "--quantiles", "a forecast alone", ", or leave out --quantiles");
        if (recipe.Levels.IsEmpty) throw new UsageException("--quantiles trains the ends of --levels, and there are none; give some, and a validation part with --split");
        var quantiles = new SortedSet<double> { 0.5 };
        foreach (double level in recipe.Levels) quantiles.UnionWith([Math.Round((1 - level) / 2, 12), Math.Round((1 + level) / 2, 12)]);
        return recipe with { Training = recipe.Training with { Objective = Objective.Pinball([.. quantiles]) } };
    }

    /// <summary>The recipe with window and normalisation found from the data, where they are not given.</summary>
    /// <param name="context">Told what was found.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="table">The data.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="of">Whose window it is, for the note.</param>
    /// <param name="silent">Without a note.</param>
    public ForecastRecipe Choose(CliContext context, ParseResult parsed, SeriesTable table, ForecastRecipe recipe, string of = "", bool silent = false)
    {
        bool window = !parsed.IsGiven(_window), normalisation = parsed.GetValue(_normalise) == "auto" && recipe.Network.Residual is not null;
        bool season = parsed.GetValue(_normalise) == "season" && !parsed.IsGiven(_season);
        if (recipe.Network.Residual is null || !(window || normalisation || season)) return recipe;
        RecipeChoice choice = RecipeChoice.Of(table, recipe, window, normalisation, context.Token);
        if (!recipe.Windows.Targets.Intersect(recipe.Windows.Inputs).Any() && recipe.Windows.Inputs.Count > 0)
        {
            if (!silent) context.Note($"note: no target is among the inputs, so there is no linear forecast beside the cells; the window is {recipe.Windows.Window}");
            return recipe;
        }

        ForecastRecipe chosen = season ? recipe with { Network = recipe.Network with { Residual = recipe.Network.Residual with { Season = Math.Max(1, choice.Season) } } } : choice.Recipe;
        if (season && window) chosen = RecipeChoice.Of(table, chosen, window, false, context.Token).Recipe;
        if (season && choice.Season <= 1) throw new UsageException("--normalise season was asked for, but no season is clear in the training part; give its steps with --season, or choose another --normalise");
        bool given = parsed.IsGiven(_season) && parsed.GetValue(_normalise) == "season";
        int steps = given ? parsed.GetValue(_season)!.Value : choice.Season;
        string found = $"{(steps > 1 ? $"a season of {steps} steps" : "no season")}{(given ? ", as given" : "")}";
        if (!silent) context.Note($"found: {of}{found}; window {chosen.Windows.Window}, {Level(chosen.Network.Residual!)}{(choice.Tried > 1 ? $", best of {choice.Tried} linear forecasts of the validation part" : "")}");
        return chosen;
    }

    private static string Level(ResidualOptions residual) => residual.Normalisation switch
    {
        Normalisation.LastValue => "less its last value",
        Normalisation.MeanDeviation => "less its mean, by its deviation",
        Normalisation.SeasonalDifference => "less the season before",
        _ => "as it is",
    };

    private void CheckTogether(ParseResult parsed)
    {
        if (parsed.GetValue(_attention) && parsed.GetValue(_decoder))
            throw new UsageException("--attention does not go with --decoder: one weighs the states of the window, the other runs on behind it; leave one of them out");
        if (parsed.GetValue(_normalise) == "season" && parsed.GetValue(_season) is { } season && parsed.GetValue(_window) is { } window && season >= window)
        {
            string shorter = window > 2 ? Invariant($", --season {window - 1} or less") : "";
            throw new UsageException(Invariant($"--season {season} does not fit in --window {window}; choose --window {season + 1L} or more{shorter}, or another --normalise"));
        }
    }

    private ResidualOptions? Residual(ParseResult parsed, bool sequence)
    {
        string level = parsed.GetValue(_normalise)!;
        bool linear = parsed.GetValue(_linear) == "on";
        if (!rolling) parsed.Only(level == "season", [_season], $"--normalise {level}", "season", " or add --normalise season");
        if (sequence)
        {
            parsed.Only(false, [_normalise, _linear, _rank, _attention, _decoder], "--sequence", "one answer a window", ", or leave out --sequence");
            return null;
        }

        if (!linear) parsed.Only(false, [_rank], "--linear off", "--linear on", ", or leave out --linear");
        if (!linear && level is ("none" or "auto")) return null;
        return new ResidualOptions
        {
            Normalisation = level switch { "last" => Normalisation.LastValue, "mean" => Normalisation.MeanDeviation, "season" => Normalisation.SeasonalDifference, _ => Normalisation.None },
            Season = parsed.GetValue(_season) ?? 1,
            Linear = linear,
            Rank = parsed.GetValue(_rank),
        };
    }

    /// <summary>The season that was given.</summary>
    public int? Season(ParseResult parsed) => parsed.GetValue(_season);

    /// <summary>How weights are fitted, with another rule where nothing is given.</summary>
    public TrainingOptions Training(ParseResult parsed, Objective objective, int batch) => _fit.Training(parsed, objective, batch);

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
