namespace QSeq.Data;

/// <summary>
/// The season of a series: a day of steps within a day, a week of days, a year of weeks, months or quarters, if the series is like
/// itself at that lag once its trend is taken away; else the lag at which it is so most.
/// </summary>
public static class SeasonFinder
{
    private const int LongestLag = 1024;
    private const double Clear = 0.3; // the least autocorrelation that counts as a season
    private const double ClearOfUsual = 0.15; // of changes, where the time axis names the season
    private const double ByChance = 3; // over the root of the number of values: what noise reaches
    private const double Rounding = 1e-20;
    private const double AsGood = 0.9; // of the best: a shorter lag is taken

    /// <summary>Finds the season.</summary>
    /// <param name="values">The series, such as its training part.</param>
    /// <param name="step">The step of its time axis; null where it has none.</param>
    /// <returns>Steps of a season, 2 or more; 1 where none is clear.</returns>
    public static int Find(ReadOnlySpan<double> values, SeriesStep? step = null)
    {
        if (values.Length < 6) return 1;
        double size = 0;
        foreach (double value in values) size += value * value;
        var level = new Autocorrelation(Detrended(values), size);
        var change = new Autocorrelation(Differences(values), size); // in which slow movements do not hide a season
        int longest = Math.Min(LongestLag, (values.Length - 1) / 3);
        if (step?.Season is { } usual && usual <= (values.Length - 1) / 3 && (level.IsNear(usual, Clear) || change.IsNear(usual, ClearOfUsual))) return usual;
        return change.Best(longest) is var best and > 1 ? best : level.Best(longest);
    }

    private static double[] Differences(ReadOnlySpan<double> values)
    {
        double[] changes = new double[values.Length - 1];
        for (int t = 0; t < changes.Length; t++) changes[t] = values[t + 1] - values[t];
        return changes;
    }

    // Less a straight line.
    private static double[] Detrended(ReadOnlySpan<double> values)
    {
        int count = values.Length;
        double mean = 0, middle = (count - 1) / 2.0, along = 0, square = 0;
        foreach (double value in values) mean += value / count;
        for (int t = 0; t < count; t++)
        {
            along += (t - middle) * (values[t] - mean);
            square += (t - middle) * (t - middle);
        }

        double slope = square > 0 ? along / square : 0;
        double[] rest = new double[count];
        for (int t = 0; t < count; t++) rest[t] = values[t] - mean - (slope * (t - middle));
        return rest;
    }

    private readonly struct Autocorrelation
    {
        private readonly double[] _values;
        private readonly double _square;

        // What is rounding beside the size of the series, the sum of its squares, has no autocorrelation.
        public Autocorrelation(double[] values, double size)
        {
            double mean = 0;
            foreach (double value in values) mean += value / values.Length;
            _values = [.. values.Select(value => value - mean)];
            foreach (double value in _values) _square += value * value;
            if (!(_square > Rounding * size) || !double.IsFinite(_square)) _square = 0;
        }

        public bool IsSeason(int lag, double least) => _square > 0 && At(lag) >= least && IsPeak(lag);

        /// <summary>Whether there is a peak at a lag or, where another season shifts it, close by.</summary>
        public bool IsNear(int lag, double least)
        {
            int near = Math.Max(1, lag / 20);
            for (int other = Math.Max(2, lag - near); other <= lag + near; other++)
                if (At(lag) >= least && IsSeason(other, least)) return true;
            return false;
        }

        /// <summary>The lag of the highest peak that is clear, or a shorter one that is nearly as high; 1 for none.</summary>
        public int Best(int longest)
        {
            int best = 1;
            double clear = Math.Max(Clear, ByChance / Math.Sqrt(_values.Length)), most = clear;
            for (int lag = 2; lag <= longest; lag++)
                if (IsSeason(lag, clear) && At(lag) is var found && found > most) (best, most) = (lag, found);
            for (int lag = 2; lag < best; lag++)
                if (IsSeason(lag, AsGood * most)) return lag;
            return best;
        }

        private bool IsPeak(int lag) => At(lag) is var own && own >= At(lag - 1) && own >= At(lag + 1);

        private double At(int lag)
        {
            double sum = 0;
            for (int t = lag; t < _values.Length; t++) sum += _values[t] * _values[t - lag];
            return sum / _square * _values.Length / (_values.Length - lag);
        }
    }
}
