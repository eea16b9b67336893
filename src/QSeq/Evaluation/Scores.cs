namespace QSeq.Evaluation;

/// <summary>How far answers lie from the truth.</summary>
/// <param name="Count">Values compared; at most 2,147,483,647, even of more.</param>
/// <param name="R2">1 - MSE / variance of the truth; NaN where the truth is constant.</param>
/// <param name="Mse">Mean squared error; infinite or 0 where its square root is too large or small to be squared.</param>
/// <param name="Mae">Mean absolute error.</param>
public sealed record Scores(int Count, double R2, double Mse, double Mae)
{
    private readonly double? _rmse; // where the square of it is out of range

    /// <summary>
    /// The same for each target at each step ahead, target j of step h at h * targets + j; none where there is only one, or
    /// where they were not kept.
    /// </summary>
    public ImmutableArray<Scores> Each { get; init; } = [];

    /// <summary>Mean squared deviation of the truth from its mean, which R2 is measured by; infinite or 0 where it is out of range.</summary>
    public double Variance { get; init; }

    /// <summary>Values that were filled into gaps, and so not compared.</summary>
    public int LeftOut { get; init; }

    /// <inheritdoc/>
    public bool Equals(Scores? other) => other is not null
        && (Count, LeftOut) == (other.Count, other.LeftOut) && R2.Equals(other.R2) && Mse.Equals(other.Mse) && Mae.Equals(other.Mae) && Rmse.Equals(other.Rmse) && Each.SequenceEqual(other.Each);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, LeftOut, R2, Mse, Mae);

    /// <summary>Root of the mean squared error; finite where that is infinite, and not 0 where that is 0 for being too small.</summary>
    public double Rmse
    {
        get => _rmse ?? Math.Sqrt(Mse);
        init => _rmse = value;
    }

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
