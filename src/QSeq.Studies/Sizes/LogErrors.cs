namespace QSeq.Studies.Sizes;

/// <summary>Logarithms of errors by seed, in which ratios are differences.</summary>
internal static class LogErrors
{
    private const double Least = 1e-9; // far below what single precision leaves of an error

    /// <summary>Of each seed; of a run that diverged the error is above every number.</summary>
    public static double[] Of(StudyTable table, string model, string data, string condition = "") =>
        [.. table.BySeed(model, "nrmse", data, condition).Select(error => error < double.PositiveInfinity ? PortableMath.Log(Math.Max(error, Least)) : double.PositiveInfinity)];

    /// <summary>The median over seeds of one error over another; 1 where both diverged, 0 or infinite where one did.</summary>
    public static double Ratio(double[] one, double[] other) => Spread.Of(one.Zip(other, (a, b) => a == b ? 0 : a - b)).Median switch
    {
        double.PositiveInfinity => double.PositiveInfinity,
        double.NegativeInfinity => 0,
        double.NaN => 1, // as many seeds of one diverged as of the other
        double median => PortableMath.Exp(median),
    };
}
