namespace QSeq.Networks;

/// <summary>How the values of a window are set to a common level before a network reads them; its answers are set back.</summary>
public enum Normalisation
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>The last value of the window is subtracted, as in NLinear (arXiv 2205.13504).</summary>
    LastValue,

    /// <summary>The mean of the window is subtracted, then divided by its standard deviation, then a trained affine map: reversible instance normalisation (Kim et al. 2022).</summary>
    MeanDeviation,

    /// <summary>The value one season before is subtracted; of a forecast, that of the last season of the window.</summary>
    SeasonalDifference,
}

/// <summary>
/// What a forecasting network has around its cells: the window's normalisation, with its inverse for the answers, and a linear
/// path from window to horizon to which the cells add. With a linear path the head starts at 0, so that the network begins as
/// the linear forecast, for which a ridge solution on the training windows is taken.
/// </summary>
public sealed record ResidualOptions
{
    /// <summary>How windows are normalised; not at all by default.</summary>
    public Normalisation Normalisation { get; init; }

    /// <summary>Steps of a season for <see cref="Normalisation.SeasonalDifference"/>, 1 to the window less 1.</summary>
    public int Season { get; init; } = 1;

    /// <summary>Whether there is a linear path, from each target's own past and from inputs known in the future. True by default.</summary>
    public bool Linear { get; init; } = true;

    /// <summary>The rank of the linear path's matrices, window to horizon: at least 1, or 0 (default) for any.</summary>
    public int Rank { get; init; }

    /// <summary>The sizes that follow from the windows; null before they are known.</summary>
    internal ResidualShape? Shape { get; init; }

    internal ResidualOptions MapFields(FieldMap f) => new()
    {
        Normalisation = f.Choice("normalisation", Normalisation),
        Season = f.Whole("season", Season),
        Linear = f.Flag("linear", Linear),
        Rank = f.Whole("rank", Rank),
        Shape = f.Optional("shape", Shape, new ResidualShape(1, 1, [], [], []), (shape, inner) => shape.MapFields(inner)),
    };

    internal void Validate()
    {
        OptionCheck.Require(OptionCheck.IsKnown(Normalisation), $"There is no such normalisation.");
        OptionCheck.Require(Rank >= 0, $"the rank of the linear path is {Rank}, expected 1 or more, or 0 for any");
        OptionCheck.Require(Season >= 1, $"season is {Season}, expected 1 or more");
        if (Normalisation == Normalisation.SeasonalDifference && Shape is { } shape)
            OptionCheck.Require(Season < shape.Steps, $"a season of {Season} steps does not fit in a window of {shape.Steps}; choose a longer window or another normalisation");
        Shape?.Validate();
    }
}

/// <summary>The sizes of a <see cref="ResidualOptions"/> and which inputs are what.</summary>
/// <param name="Steps">Steps of a window.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Targets">For each target the input that it is; -1 for none.</param>
/// <param name="Scaled">The inputs that are normalised.</param>
/// <param name="Known">The inputs that are known in the future: the last <paramref name="Horizon"/> steps of the window are those of the targets.</param>
internal sealed record ResidualShape(int Steps, int Horizon, ImmutableArray<int> Targets, ImmutableArray<int> Scaled, ImmutableArray<int> Known)
{
    public bool Equals(ResidualShape? other) => other is not null && (Steps, Horizon) == (other.Steps, other.Horizon)
        && Targets.SequenceEqual(other.Targets) && Scaled.SequenceEqual(other.Scaled) && Known.SequenceEqual(other.Known);

    public override int GetHashCode() => HashCode.Combine(Steps, Horizon, Targets.Length, Scaled.Length, Known.Length);

    internal ResidualShape MapFields(FieldMap f) => new(
        f.Whole("steps", Steps), f.Whole("horizon", Horizon), f.Wholes("targets", Targets), f.Wholes("scaled", Scaled), f.Wholes("known", Known));

    internal void Validate()
    {
        OptionCheck.Require(Steps >= 1 && Horizon >= 1 && Targets.Length >= 1, $"{Steps} steps, {Horizon} ahead, and {Targets.Length} targets, expected 1 or more of each");
        OptionCheck.Require(Targets.All(place => place >= -1) && Scaled.All(place => place >= 0) && Known.All(place => place >= 0), $"an input of a target, normalised or known has a place below 0");
        OptionCheck.Require(Known.Length == 0 || Steps >= Horizon, $"window is {Steps}, expected {Horizon} or more: inputs known in the future are read horizon steps ahead");
    }
}
