namespace QSeq.Data;

/// <summary>How samples are cut from series: a window of past values is the input, the values after it the target.</summary>
public sealed record WindowOptions
{
    /// <summary>How many time steps a model sees; at least 1. 4 as for the papers' SHM and Bessel experiments.</summary>
    public int Window { get; init; } = 4;

    /// <summary>How many steps after the window are targets; at least 1. 1, the next value, as in the papers.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>The input columns, in order; empty (default) takes every column of the table.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The target columns, in order; empty (default) takes the inputs.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// The inputs that are known in the future, such as prices and the calendar; none by default. A step of the window reads
    /// them <see cref="Horizon"/> rows later, so that the last step sees them at the last target. They are no targets, and the
    /// window must be as long as the horizon, or some of the targets' rows would not be seen.
    /// </summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>
    /// The most values that were filled in one after the other, in any input, for a window to be used; at least 0. Null
    /// (default) is half the window. Windows without any measured target are left out too.
    /// </summary>
    public int? MaxGap { get; init; }

    /// <summary>Whether every step of the window has a target, the value one step later, instead of the last alone. Needs horizon 1.</summary>
    public bool Sequence { get; init; }

    /// <summary>How many rows lie between the starts of neighbouring windows; at least 1. 1 uses every window.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// How many windows to leave out at the end of the series; at least 0. 0 uses every window. 1 is what the common loop
    /// <c>range(len - window - 1)</c> does, and what gives the test variances behind the papers' SHM and Bessel figures.
    /// </summary>
    public int OmitLast { get; init; }

    internal WindowOptions MapFields(FieldMap f) => new()
    {
        Window = f.Whole("window", Window),
        Horizon = f.Whole("horizon", Horizon),
        Inputs = f.Texts("inputs", Inputs),
        Targets = f.Texts("targets", Targets),
        Known = f.OptionalTexts("known", Known.Count == 0 ? null : Known) ?? [],
        MaxGap = f.Whole("maxGap", MaxGap),
        Sequence = f.Flag("sequence", Sequence),
        Stride = f.Whole("stride", Stride),
        OmitLast = f.Whole("omitLast", OmitLast),
    };

    internal void Validate()
    {
        OptionCheck.Require(Window >= 1, $"window is {Window}, expected 1 or more");
        OptionCheck.Require(Horizon >= 1, $"horizon is {Horizon}, expected 1 or more");
        OptionCheck.Require(Stride >= 1, $"stride is {Stride}, expected 1 or more");
        OptionCheck.Require(OmitLast >= 0, $"{OmitLast} windows are to be left out at the end, expected 0 or more");
        OptionCheck.Require(MaxGap is null or >= 0, $"the longest gap is {MaxGap}, expected 0 or more");
        OptionCheck.Require(Known.Count == 0 || Window >= Horizon, $"window is {Window}, expected {Horizon} or more: inputs known in the future are read horizon steps ahead");
        OptionCheck.Require(!Sequence || Horizon == 1, $"horizon is {Horizon} with a target at every step, expected 1");
        CheckDifferent(Inputs, "input");
        CheckDifferent(Targets, "target");
    }

    private static void CheckDifferent(IReadOnlyList<string>? names, string what)
    {
        if (names?.GroupBy(name => name).FirstOrDefault(group => group.Skip(1).Any())?.Key is { } twice) // a name that is null is told elsewhere
            throw new ArgumentException($"{what} column '{twice}' is named twice; name it once");
    }
}

/// <summary>Which parts of the windows (in time order) or sentences are for training and validation; the rest is for testing.</summary>
/// <param name="Train">The fraction for training, above 0 and at most 1.</param>
/// <param name="Validation">The fraction after it for choosing the best epoch, 0 (none) to 1 less <paramref name="Train"/>.</param>
public sealed record SplitFractions(double Train, double Validation)
{
    /// <summary>What is left for testing; a rounding error of it is 0.</summary>
    internal double Test => 1 - Train - Validation is var rest and > 1e-12 ? rest : 0;

    internal SplitFractions MapFields(FieldMap f) => new(f.Number("train", Train), f.Number("validation", Validation));

    /// <summary>How many of <paramref name="count"/> windows or sentences are for training and validation.</summary>
    internal (int Train, int Validation) Parts(int count)
    {
        int train = Part(count, Train);
        return (train, Math.Min(Part(count, Validation), count - train));
    }

    internal void Validate()
    {
        OptionCheck.Require(Train is > 0 and <= 1, $"train fraction is {Train}, expected above 0 and at most 1");
        OptionCheck.Require(
            Validation is >= 0 and < 1 && Train + Validation <= 1 + 1e-12,
            $"validation fraction is {Validation}, expected 0 to {Math.Round(1 - Train, 12)}");
    }

    /// <summary>floor(count * fraction), where a product a rounding error short of a whole number counts as that number.</summary>
    private static int Part(int count, double fraction) => Math.Min(count, (int)Math.Floor((count * fraction) + 1e-9));
}
