namespace QSeq.Evaluation;

/// <summary>
/// Whether two series of forecasts differ in accuracy: the test of Diebold and Mariano ("Comparing predictive accuracy", 1995) with
/// the correction of Harvey, Leybourne and Newbold ("Testing the equality of prediction mean squared errors", 1997). The variance of
/// the mean difference of the losses has the autocovariances of horizon - 1 lags.
/// </summary>
/// <param name="Statistic">Below 0 where the first forecasts have the smaller losses; infinite where all differences are the same.</param>
/// <param name="PValue">Two-sided, of Student's t with <paramref name="Count"/> - 1 degrees of freedom; 0 to 1.</param>
/// <param name="Count">Forecasts compared.</param>
/// <param name="IsWeighted">
/// Whether the autocovariances have the weights of Bartlett, as their plain sum was not above 0.
/// </param>
public sealed record DieboldMariano(double Statistic, double PValue, int Count, bool IsWeighted)
{
    /// <summary>Compares errors.</summary>
    /// <param name="first">Errors of one method, in time order, finite.</param>
    /// <param name="second">Errors of the other, for the same times.</param>
    /// <param name="horizon">Steps ahead, 1 or more and fewer than errors.</param>
    /// <param name="power">The loss is the size of an error to this power: 1 or 2.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">Lengths differ, values are not finite, or a number is out of its range.</exception>
    public static DieboldMariano Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int horizon, int power = 1)
    {
        OptionCheck.Require(power is 1 or 2, $"the power is {power}, expected 1 or 2");
        return OfLosses(Losses(first), Losses(second), horizon);

        double[] Losses(ReadOnlySpan<double> errors)
        {
            double[] losses = new double[errors.Length];
            for (int n = 0; n < losses.Length; n++) losses[n] = power == 1 ? Math.Abs(errors[n]) : errors[n] * errors[n];
            return losses;
        }
    }

    /// <summary>Compares losses.</summary>
    /// <param name="first">Losses of one method, in time order, finite.</param>
    /// <param name="second">Losses of the other, for the same times.</param>
    /// <param name="horizon">One more than how many forecasts before it a forecast overlaps with; 1 or more and fewer than losses.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">Lengths differ, values are not finite, or a number is out of its range.</exception>
    public static DieboldMariano OfLosses(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int horizon)
    {
        OptionCheck.Require(first.Length == second.Length, $"{first.Length} losses are compared with {second.Length}, expected as many");
        int count = first.Length;
        OptionCheck.Require(
            horizon >= 1 && horizon < count, $"{count} losses of horizon {horizon} were given, expected a horizon of 1 or more and more losses than that");
        double[] difference = new double[count];
        double mean = 0;
        for (int n = 0; n < count; n++) mean += difference[n] = first[n] - second[n];
        OptionCheck.Require(double.IsFinite(mean), $"losses have the sum {mean}, expected finite ones");
        mean /= count;
        for (int n = 0; n < count; n++) difference[n] -= mean;

        double plain = 0, weighted = 0;
        for (int lag = 0; lag < horizon; lag++)
        {
            double sum = 0;
            for (int n = lag; n < count; n++) sum += difference[n] * difference[n - lag];
            sum *= lag == 0 ? 1.0 : 2.0;
            plain += sum;
            weighted += sum * (1 - ((double)lag / horizon));
        }

        bool isWeighted = !(plain > 0) && horizon > 1;
        double deviation = Math.Sqrt(Math.Max(0, isWeighted ? weighted : plain)) / count;
        double h = horizon, correction = Math.Sqrt((count + 1 - (2 * h) + (h / count * (h - 1))) / count);
        double statistic = mean == 0 ? 0 : mean / deviation * correction;
        return new DieboldMariano(statistic, StudentT.TwoSided(statistic, count - 1), count, isWeighted);
    }

    /// <summary>
    /// p-values of several tests that hold together (Holm, "A simple sequentially rejective multiple test procedure", 1979).
    /// </summary>
    /// <param name="values">The p-values of each test, 0 to 1.</param>
    /// <returns>The adjusted ones in the same order, none below its own, at most 1.</returns>
    public static double[] Holm(ReadOnlySpan<double> values)
    {
        double[] given = values.ToArray(), adjusted = new double[given.Length];
        int[] order = [.. Enumerable.Range(0, given.Length).OrderBy(n => given[n])];
        double least = 0;
        for (int n = 0; n < order.Length; n++)
        {
            least = Math.Max(least, Math.Min(1, given[order[n]] * (order.Length - n)));
            adjusted[order[n]] = least;
        }

        return adjusted;
    }
}
