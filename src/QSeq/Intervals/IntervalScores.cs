namespace QSeq.Intervals;

/// <summary>How intervals of one level did.</summary>
/// <param name="Level">The part of the values that should lie inside, between 0 and 1.</param>
/// <param name="Count">Values compared.</param>
/// <param name="Coverage">The part of the values that did lie inside, 0 to 1; NaN of no values, as all that follows.</param>
/// <param name="MeanWidth">The mean width, in the units of the values.</param>
/// <param name="Score">
/// The mean interval score, in the units of the values: the width, and 2 / (1 - level) times how far the value lies outside
/// (Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation", 2007, equation 43). Smaller is better;
/// narrow intervals and right coverage both make it small.
/// </param>
public sealed record IntervalScores(double Level, long Count, double Coverage, double MeanWidth, double Score)
{
    /// <summary>
    /// The mean pinball loss (Koenker and Bassett, 1978) of the two ends, the lower as quantile (1 - level) / 2 and the upper as
    /// quantile (1 + level) / 2. It is (1 - level) / 4 of <see cref="Score"/>.
    /// </summary>
    public double Pinball => (1 - Level) / 4 * Score;

    /// <summary>
    /// The mean scaled interval score of the M4 competition (Makridakis, Spiliotis and Assimakopoulos, 2020): the interval score in
    /// units of what seasonal naive errs on the training part. The competition has the mean of it over series.
    /// </summary>
    /// <param name="scale">The unit, of <see cref="ScaleOf"/>.</param>
    /// <returns>The score; NaN or infinite where the scale is 0.</returns>
    public double Msis(double scale) => Score / scale;

    /// <summary>The mean absolute difference of values that are a season apart: what MSIS and MASE are scaled by.</summary>
    /// <param name="training">The values before the first forecast.</param>
    /// <param name="season">Steps a season, 1 or more; 1 is for series without one.</param>
    /// <returns>The scale; NaN where there are no more values than a season has.</returns>
    /// <exception cref="ArgumentException">The season is below 1.</exception>
    public static double ScaleOf(ReadOnlySpan<double> training, int season)
    {
        OptionCheck.Require(season >= 1, $"a season of {season} steps was given, expected 1 or more");
        double sum = 0;
        for (int t = season; t < training.Length; t++) sum += Math.Abs(training[t] - training[t - season]);
        return training.Length > season ? sum / (training.Length - season) : double.NaN;
    }
}
