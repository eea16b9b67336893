namespace QSeq.Evaluation;

/// <summary>Scores of all values of samples together and of each place of a sample. What was filled in is counted and left out.</summary>
/// <param name="places">Values of a sample.</param>
internal sealed class ScoreSums(int places)
{
    private readonly ScoreSum _all = new();
    private readonly ScoreSum[] _each = [.. Enumerable.Range(0, places).Select(_ => new ScoreSum())];
    private int _leftOut;

    /// <summary>Takes a value.</summary>
    public void Add(int place, double prediction, double truth, bool isMeasured)
    {
        if (!isMeasured)
        {
            _leftOut++;
            return;
        }

        _all.Add(prediction, truth);
        if (places > 1) _each[place % places].Add(prediction, truth);
    }

    /// <summary>The scores.</summary>
    public Scores Scores() => _all.Scores() with { LeftOut = _leftOut, Each = places > 1 ? [.. _each.Select(sum => sum.Scores())] : [] };
}

/// <summary>
/// Scores of values that come one by one: none is kept, however many there are. Where squares of the largest value would overflow
/// or vanish, all sums are of values times a power of two; otherwise nothing is scaled.
/// </summary>
internal sealed class ScoreSum
{
    private const int Step = 674; // of powers of two: 2^-1074 and 2^1023 are squared safely a step higher and lower
    private const double Large = 2.5822498780869086e120, Small = 1 / Large; // 2^400

    private int _level = -1; // of the largest value so far: below Small, between, above Large
    private double _unit = Math.ScaleB(1, Step); // of the level
    private long _count;
    private double _first;
    private bool _varies;
    private double _mean;
    private double _spread; // sum of squared deviations from the mean, carried along as Welford (1962) does
    private double _square;
    private double _absolute;

    public void Add(double prediction, double truth)
    {
        if (_count++ == 0) _first = truth;
        _varies |= truth != _first; // of equal values the mean need not be one of them, to the last bit
        Raise(Math.Abs(prediction));
        Raise(Math.Abs(truth));
        prediction *= _unit;
        truth *= _unit;
        double deviation = truth - _mean, error = prediction - truth;
        _mean += deviation / _count;
        _spread += deviation * (truth - _mean);
        _square += error * error;
        _absolute += Math.Abs(error);
    }

    public Scores Scores()
    {
        if (_count == 0) return new Scores(0, double.NaN, double.NaN, double.NaN); // every true value was filled in
        double r2 = _varies && _spread > 0 ? 1 - (_square / _spread) : double.NaN;
        double mse = Math.ScaleB(_square / _count, 2 * Step * _level), mae = Math.ScaleB(_absolute / _count, Step * _level);
        var scores = new Scores((int)Math.Min(_count, int.MaxValue), r2, mse, mae) { Variance = Math.ScaleB(_spread / _count, 2 * Step * _level) };
        return _level == 0 ? scores : scores with { Rmse = Math.ScaleB(Math.Sqrt(_square / _count), Step * _level) };
    }

    // To the level of a value, and what was summed with it; what is then too small to keep would not have changed the sums.
    private void Raise(double value)
    {
        while ((_level < 0 && value > Small) || (_level < 1 && value > Large))
        {
            _level++;
            _unit = Math.ScaleB(1, -Step * _level);
            _mean = Math.ScaleB(_mean, -Step);
            _absolute = Math.ScaleB(_absolute, -Step);
            _spread = Math.ScaleB(_spread, -2 * Step);
            _square = Math.ScaleB(_square, -2 * Step);
        }
    }
}
