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

/// <summary>Scores of values that come one by one: none is kept, however many there are.</summary>
internal sealed class ScoreSum
{
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
        return new Scores((int)Math.Min(_count, int.MaxValue), r2, _square / _count, _absolute / _count);
    }
}
