namespace QSeq.Data;

/// <summary>How values are scaled; what it needs to know is fitted on the training rows alone.</summary>
public sealed record ScalingOptions
{
    /// <summary>What is fitted.</summary>
    public ScalerKind Kind { get; init; } = ScalerKind.MinMax;

    /// <summary>Where min-max scaling puts the smallest training value; -1, as in the papers. Other kinds do not use it.</summary>
    public double Low { get; init; } = -1;

    /// <summary>Where min-max scaling puts the largest training value; above <see cref="Low"/>; 1.</summary>
    public double High { get; init; } = 1;

    internal ScalingOptions MapFields(FieldMap f) => new() { Kind = f.Choice("kind", Kind), Low = f.Number("low", Low), High = f.Number("high", High) };
}
