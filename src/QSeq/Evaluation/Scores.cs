namespace QSeq.Evaluation;

/// <summary>How far answers lie from the truth.</summary>
/// <param name="Count">Values compared.</param>
/// <param name="R2">1 - MSE / variance of the truth; NaN where the truth is constant.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
public sealed record Scores(int Count, double R2, double Mse, double Mae)
{
    /// <summary>Root of the mean squared error.</summary>
    public double Rmse => Math.Sqrt(Mse);

    /// <summary>Compares answers with the truth, in double precision.</summary>
    /// <param name="predictions">The answers.</param>
    /// <param name="truth">The truth, as many values.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no values, or not as many of both.</exception>
    public static Scores Compare(ReadOnlySpan<double> predictions, ReadOnlySpan<double> truth)
    {
        if (predictions.Length != truth.Length || truth.Length == 0)
            throw new ArgumentException($"{predictions.Length} predictions cannot be compared with {truth.Length} true values.", nameof(predictions));

        double mean = 0, square = 0, absolute = 0, spread = 0;
        foreach (double value in truth) mean += value;
        mean /= truth.Length;
        for (int n = 0; n < truth.Length; n++)
        {
            double error = predictions[n] - truth[n], deviation = truth[n] - mean;
            square += error * error;
            absolute += Math.Abs(error);
            spread += deviation * deviation;
        }

        bool varies = truth.ContainsAnyExcept(truth[0]) && spread > 0; // of equal values the mean need not be one of them, to the last bit
        return new Scores(truth.Length, varies ? 1 - (square / spread) : double.NaN, square / truth.Length, absolute / truth.Length);
    }
}
