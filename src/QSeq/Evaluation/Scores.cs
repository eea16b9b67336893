namespace QSeq.Evaluation;

/// <summary>How far answers lie from the truth.</summary>
/// <param name="Count">Values compared; at most 2,147,483,647, even of more.</param>
/// <param name="R2">1 - MSE / variance of the truth; NaN where the truth is constant.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
public sealed record Scores(int Count, double R2, double Mse, double Mae)
{
    /// <summary>Root of the mean squared error.</summary>
    public double Rmse => Math.Sqrt(Mse);

    /// <summary>The scores by name, as a trained model keeps them.</summary>
    /// <param name="part">The part of the data, such as <c>test</c>.</param>
    /// <returns>MAE, MSE and R2, such as <c>test.mae</c>.</returns>
    public IReadOnlyDictionary<string, double> ByName(string part) =>
        new Dictionary<string, double> { [part + ".mae"] = Mae, [part + ".mse"] = Mse, [part + ".r2"] = R2 };

    /// <summary>Compares answers with the truth, in double precision.</summary>
    /// <param name="predictions">The answers.</param>
    /// <param name="truth">The truth, as many values.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no values, or not as many of both.</exception>
    public static Scores Compare(ReadOnlySpan<double> predictions, ReadOnlySpan<double> truth)
    {
        if (predictions.Length != truth.Length || truth.Length == 0)
            throw new ArgumentException($"{predictions.Length} predictions cannot be compared with {truth.Length} true values.", nameof(predictions));

        var sum = new ScoreSum();
        for (int n = 0; n < truth.Length; n++) sum.Add(predictions[n], truth[n]);
        return sum.Scores();
    }
}
