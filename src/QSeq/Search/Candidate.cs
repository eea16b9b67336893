using QSeq.Data;
using QSeq.Estimators;

namespace QSeq.Search;

/// <summary>A candidate with its forecasts of the validation part.</summary>
internal sealed class Candidate
{
    public Candidate(string name, double[] forecasts, ReadOnlySpan<double> truth, int horizon)
    {
        (Name, Forecasts) = (name, forecasts);
        (Losses, Mae) = LossesOf(forecasts, truth, horizon);
    }

    public string Name { get; }

    /// <summary>The classical method; null for a network.</summary>
    public SeriesMethod? Method { get; init; }

    public bool IsBaseline { get; init; }

    /// <summary>The recipe, trained for the epochs of its last rung from the first seed; null for a method.</summary>
    public Forecasting.ForecastRecipe? Recipe { get; init; }

    /// <summary>Errors of all its seeds.</summary>
    public double[] Seeds { get; init; } = [];

    /// <summary>[origins][steps].</summary>
    public double[] Forecasts { get; }

    /// <summary>The mean absolute error from each origin, over what was measured.</summary>
    public double[] Losses { get; }

    /// <summary>The mean absolute error over all values that were measured.</summary>
    public double Mae { get; }

    /// <summary>The errors of forecasts against a truth that is NaN where nothing was measured.</summary>
    public static (double[] Losses, double Mae) LossesOf(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> truth, int horizon)
    {
        double[] losses = new double[truth.Length / horizon];
        (double all, long count) = (0, 0);
        for (int n = 0; n < losses.Length; n++)
        {
            (double sum, int measured) = (0, 0);
            for (int place = n * horizon; place < (n + 1) * horizon; place++)
            {
                if (double.IsNaN(truth[place])) continue;
                sum += Math.Abs(truth[place] - forecasts[place]);
                measured++;
            }

            losses[n] = measured == 0 ? 0 : sum / measured;
            (all, count) = (all + sum, count + measured);
        }

        return (losses, all / count);
    }

    /// <summary>The truth of the steps ahead of origins, NaN where nothing was measured.</summary>
    public static double[] TruthOf(SeriesTable table, string column, ReadOnlySpan<int> origins, int horizon)
    {
        int place = table.ColumnIndex(column);
        ReadOnlySpan<double> values = table.Column(place);
        double[] truth = new double[origins.Length * horizon];
        for (int n = 0; n < truth.Length; n++)
        {
            int row = origins[n / horizon] + (n % horizon);
            truth[n] = table.IsMeasured(place, row) ? values[row] : double.NaN;
        }

        return truth;
    }
}
