namespace QSeq.Cli.Options;

/// <summary>How weights are fitted: epochs, steps of <paramref name="samples"/> each (for the help), optimiser and when to stop.</summary>
internal sealed class FitOptions(string samples, int epochs, string batch, string patience) : OptionGroup
{
    private readonly Option<int> _epochs = Opt.Int("--epochs", "Passes over the training part.", epochs);
    private readonly Option<int?> _batch = Opt.OptionalInt("--batch", $"{samples} [default: {batch}]");
    private readonly Option<bool> _inOrder = Opt.Flag("--in-order", "Every epoch takes them in the order of the data, not in a random one.");
    private readonly Option<double> _rate = Opt.Number("--lr", "Learning rate.", 0.01);
    private readonly Option<string> _optimizer =
        Opt.Choice("--optimizer", "The optimiser.", "adam", "adam", "adamw", "rmsprop", "sgd");
    private readonly Option<double> _momentum = Opt.Number("--momentum", "Momentum of --optimizer sgd.", 0.9);
    private readonly Option<double> _decay = Opt.Number("--weight-decay", "Decoupled weight decay of --optimizer adamw.", 0.01);
    private readonly Option<string> _schedule =
        Opt.Choice("--schedule", "How the learning rate falls.", "constant", "constant", "cosine", "step", "plateau");
    private readonly Option<double?> _clip = Opt.OptionalNumber("--clip", "Longest gradient allowed; not clipped when left out.");
    private readonly Option<int?> _patience =
        Opt.OptionalInt("--patience", $"Stop after so many epochs without a better validation loss; 0 for never. [default: {patience}]", 0);
    private readonly Option<ulong> _seed = Opt.Seed();
    private readonly Option<int> _threads = Opt.Threads();

    public override Option[] All =>
        [_epochs, _batch, _inOrder, _rate, _optimizer, _momentum, _decay, _schedule, _clip, _patience, _seed, _threads];

    /// <summary>What is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="batch">Samples a step where none are given.</param>
    /// <param name="patience">When to stop where that is not given; null for never.</param>
    public TrainingOptions Training(ParseResult parsed, Objective objective, int batch, int? patience = null) => new()
    {
        Epochs = parsed.GetValue(_epochs),
        BatchSize = parsed.GetValue(_batch) ?? batch,
        Shuffle = !parsed.GetValue(_inOrder),
        Optimizer = Optimizer(parsed),
        Schedule = parsed.GetValue(_schedule) switch
        {
            "cosine" => Schedule.Cosine(),
            "step" => Schedule.Step(),
            "plateau" => Schedule.Plateau(),
            _ => Schedule.Constant,
        },
        Objective = objective,
        ClipNorm = parsed.GetValue(_clip),
        EarlyStopping = (parsed.GetValue(_patience) ?? patience) is > 0 and var epochs ? new EarlyStopping { Patience = epochs } : null,
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
    };

    private OptimizerConfig Optimizer(ParseResult parsed)
    {
        double rate = parsed.GetValue(_rate);
        string name = parsed.GetValue(_optimizer)!;
        parsed.Only(name == "sgd", [_momentum], $"--optimizer {name}", "sgd", " or choose another optimiser");
        parsed.Only(name == "adamw", [_decay], $"--optimizer {name}", "adamw", " or choose another optimiser");
        return name switch
        {
            "adamw" => OptimizerConfig.Adam(rate, parsed.GetValue(_decay)),
            "rmsprop" => OptimizerConfig.RmsProp(rate),
            "sgd" => OptimizerConfig.Sgd(rate, parsed.GetValue(_momentum)),
            _ => OptimizerConfig.Adam(rate),
        };
    }
}
