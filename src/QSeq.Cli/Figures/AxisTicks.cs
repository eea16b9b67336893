namespace QSeq.Cli.Figures;

/// <summary>Round numbers on an axis of numbers.</summary>
/// <param name="Step">Between two of them, above 0: 1, 2 or 5 times a power of ten.</param>
/// <param name="Values">Those within the range, ascending.</param>
internal sealed record AxisTicks(double Step, ImmutableArray<double> Values)
{
    private const double Slack = 1e-9, Tiny = 1e-290; // of doubles that are no numbers of data
    private const double Largest = 1e6, Smallest = 1e-4; // numbers that are written out

    /// <summary>Whether they are powers of ten, so that their step says nothing of their digits.</summary>
    public bool IsOfPowers { get; private init; }

    /// <summary>Ticks of a range that is not empty; at most one more than <paramref name="most"/>.</summary>
    public static AxisTicks Of(double low, double high, int most)
    {
        (low, high) = Widen(low, high);
        double rough = (high / most) - (low / most), power = Math.Pow(10, Math.Floor(Math.Log10(rough))), times = rough / power;
        double step = (times <= 1 + Slack ? 1 : times <= 2 + Slack ? 2 : times <= 5 + Slack ? 5 : 10) * power;
        var values = new List<double>();
        for (double n = Math.Ceiling(low / step); n * step <= high && values.Count <= most; n++) values.Add(n * step);
        return new AxisTicks(step, [.. values]);
    }

    /// <summary>Powers of ten of a range above 0, thinned to about <paramref name="most"/>; 2 and 5 times them where there are few.</summary>
    public static AxisTicks Powers(double low, double high, int most)
    {
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high)), every = Math.Max(1, (last - first) / most);
        double[] times = last - first <= 2 ? [1, 2, 5] : [1];
        IEnumerable<double> all = Enumerable.Range(first, last - first + 1)
            .Where(n => (n - first) % every == 0)
            .SelectMany(n => times.Select(time => time * Math.Pow(10, n)));
        return new AxisTicks(every, [.. all.Where(value => value >= low && value <= high)]) { IsOfPowers = true };
    }

    /// <summary>A range that has a width: around a single value, or 0 to 1 where nothing is finite.</summary>
    public static (double Low, double High) Widen(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high)) return (0, 1);
        double around = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low > Math.Max(around * 1e-12, Tiny)) return (low, high);
        double more = around <= Tiny ? 1 : around / 10;
        return (low - more, high + more);
    }

    /// <summary>The range of values, what is not finite left out.</summary>
    public static (double Low, double High) Range(IEnumerable<double> values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return Widen(low, high);
    }

    /// <summary>A tick in words: as many digits as tell it from the next.</summary>
    public string Label(double value)
    {
        if (IsOfPowers) return Number(value);
        if (Math.Abs(value) < Step * 1e-6) return "0";
        double largest = Values.Max(Math.Abs);
        if (largest >= Largest || largest < Smallest) return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        int digits = Math.Clamp(-(int)Math.Floor(Math.Log10(Step) + 1e-9), 0, 10);
        return value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Any number in few digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
