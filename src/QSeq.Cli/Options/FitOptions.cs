namespace QSeq.Cli.Options;

/// <summary>How weights are fitted, whatever they are fitted to: epochs, steps, optimiser and when to stop.</summary>
/// <param name="samples">What a step is made of, for the help.</param>
/// <param name="epochs">Epochs where the user does not say.</param>
/// <param name="batch">Samples a step where the user does not say.</param>
internal sealed class FitOptions(string samples, int epochs, int batch) : OptionGroup
{
    private readonly Option<int> _epochs = Opt.Int("--epochs", "Passes over the training part.", epochs);
    private readonly Option<int> _batch = Opt.Int("--batch", samples, batch);
    private readonly Option<double> _rate = Opt.Number("--lr", "Learning rate.", 0.01);
    private readonly Option<string> _optimizer =
        Opt.Choice("--optimizer", "The optimiser.", "adam", "adam", "adamw", "rmsprop", "sgd");
    private readonly Option<double> _momentum = Opt.Number("--momentum", "Momentum of --optimizer sgd.", 0.9);
    private readonly Option<double> _decay = Opt.Number("--weight-decay", "Decoupled weight decay of --optimizer adamw.", 0.01);
    private readonly Option<string> _schedule =
        Opt.Choice("--schedule", "How the learning rate falls.", "constant", "constant", "cosine", "step", "plateau");
    private readonly Option<double?> _clip = Opt.OptionalNumber("--clip", "Longest gradient allowed; not clipped when left out.");
    private readonly Option<int?> _patience =
        Opt.OptionalInt("--patience", "Stop after so many epochs without a better validation loss; never when left out.", 1);
    private readonly Option<ulong> _seed = Opt.Seed();
    private readonly Option<int> _threads = Opt.Threads();

    public override Option[] All =>
        [_epochs, _batch, _rate, _optimizer, _momentum, _decay, _schedule, _clip, _patience, _seed, _threads];

    public TrainingOptions Training(ParseResult parsed, Objective objective) => new()
    {
        Epochs = parsed.GetValue(_epochs),
        BatchSize = parsed.GetValue(_batch),
        Optimizer = Optimizer(parsed),
        Schedule = parsed.GetValue(_schedule) switch
        {
            "cosine" => new CosineSchedule(),
            "step" => new StepSchedule(),
            "plateau" => new PlateauSchedule(),
            _ => new ConstantSchedule(),
        },
        Objective = objective,
        ClipNorm = parsed.GetValue(_clip),
        EarlyStopping = parsed.GetValue(_patience) is { } patience ? new EarlyStopping { Patience = patience } : null,
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
    };

    private OptimizerConfig Optimizer(ParseResult parsed)
    {
        double rate = parsed.GetValue(_rate);
        string name = parsed.GetValue(_optimizer)!;
        foreach ((Option option, string only) in ((Option, string)[])[(_momentum, "sgd"), (_decay, "adamw")])
        {
            if (parsed.IsGiven(option) && name != only)
                throw new UsageException($"{option.Name} does not apply to --optimizer {name}, only to {only}; leave it out or choose another optimiser");
        }

        return name switch
        {
            "adamw" => new AdamConfig { LearningRate = rate, WeightDecay = parsed.GetValue(_decay) },
            "rmsprop" => new RmsPropConfig { LearningRate = rate },
            "sgd" => new SgdConfig { LearningRate = rate, Momentum = parsed.GetValue(_momentum) },
            _ => new AdamConfig { LearningRate = rate },
        };
    }
}
