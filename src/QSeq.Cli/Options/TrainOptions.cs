using System.CommandLine;
using System.Globalization;
using QSeq.Data;
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
    private readonly Option<int> _epochs = Opt.Int("--epochs", "Passes over the training part.", 30);
    private readonly Option<int> _batch = Opt.Int("--batch", "Windows a step.", batch);
    private readonly Option<double> _rate = Opt.Number("--lr", "Learning rate.", 0.01);
    private readonly Option<string> _optimizer = Opt.Choice("--optimizer", "The optimiser.", "adam", "adam", "adamw", "rmsprop", "sgd");
    private readonly Option<double> _momentum = Opt.Number("--momentum", "Momentum of --optimizer sgd.", 0.9);
    private readonly Option<double> _decay = Opt.Number("--weight-decay", "Decoupled weight decay of --optimizer adamw.", 0.01);
    private readonly Option<string> _schedule = Opt.Choice("--schedule", "How the learning rate falls.", "constant", "constant", "cosine", "step", "plateau");
    private readonly Option<string> _loss = Opt.Choice("--loss", "What is made small.", "mse", "mse", "mae");
    private readonly Option<double?> _clip = Opt.OptionalNumber("--clip", "Longest gradient allowed; not clipped when left out.");
    private readonly Option<int?> _patience = Opt.OptionalInt("--patience", "Stop after so many epochs without a better validation loss; never when left out.", 1);
    private readonly Option<string> _split = Opt.Text("--split", "TRAIN,VALIDATION", "Fractions of the windows, in time order; the rest is for testing.", "0.7,0.15");
    private readonly Option<string> _scaler = Opt.Choice("--scaler", "How values are scaled; fitted on the training part alone.", "minmax", "minmax", "standard", "none");
    private readonly Option<ulong> _seed = Opt.Seed();
    private readonly Option<int> _threads = Opt.Threads();

    /// <summary>Declares the options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_window, _stride, _horizon, _sequence, _epochs, _batch, _rate, _optimizer, _momentum, _decay, _schedule, _loss, _clip, _patience, _split, _scaler, _seed, _threads])
            command.Add(option);
    }

    /// <summary>The seed.</summary>
    public ulong SeedOf(ParseResult parsed) => parsed.GetValue(_seed);

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
    public TrainingOptions Training(ParseResult parsed) => new()
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
        Loss = parsed.GetValue(_loss) == "mae" ? Loss.Mae : Loss.Mse,
        ClipNorm = parsed.GetValue(_clip),
        EarlyStopping = parsed.GetValue(_patience) is { } patience ? new EarlyStopping { Patience = patience } : null,
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
    };

    /// <summary>Checks what needs no data, so that a slip on the command line is not found after reading gigabytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="windows">How windows are cut; the columns may be open still.</param>
    /// <param name="split">How windows are parted.</param>
    /// <param name="training">How the model is trained.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    /// <exception cref="UsageException">Two do not go together.</exception>
    public static void Check(SequenceModelConfig model, WindowOptions windows, SplitFractions split, TrainingOptions training)
    {
        windows.Validate();
        if (windows.Horizon > SequenceModelConfig.MostOutputs)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--horizon is {windows.Horizon}, expected {SequenceModelConfig.MostOutputs} or less"));
        split.Validate();
        training.Validate();
        ModelParts.Declare(model);
        if (split.Validation <= 0 && training.EarlyStopping is not null)
            throw new UsageException("Early stopping needs validation data; give some with --split, or leave --patience out");
    }

    /// <summary>Reads fractions such as <c>0.7,0.15</c>.</summary>
    /// <exception cref="UsageException">They are not two numbers.</exception>
    public static SplitFractions ParseSplit(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length is 1 or 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double train)
            && double.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.Float, CultureInfo.InvariantCulture, out double validation))
            return new SplitFractions(train, validation);
        throw new UsageException($"--split is '{text}', expected the fractions for training and validation, such as 0.7,0.15");
    }

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
