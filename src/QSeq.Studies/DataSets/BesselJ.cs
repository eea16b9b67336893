namespace QSeq.Studies.DataSets;

/// <summary>The Bessel function of the QKAN-LSTM paper; the defaults are the paper's.</summary>
public sealed record BesselOptions
{
    /// <summary>The order n of J_n, 0 to 1000; 2 as in the paper.</summary>
    public int Order { get; init; } = 2;

    /// <summary>The first argument; 2 as decoded from the paper, where 1000 points from 2 give its test variance.</summary>
    public double Start { get; init; } = 2;

    /// <summary>The last argument, included; above <see cref="Start"/>, both within ±100,000. 100 as in the paper.</summary>
    public double End { get; init; } = 100;

    /// <summary>How many values, equally spaced; at least 2. 1000 as decoded from the paper.</summary>
    public int Points { get; init; } = 1000;
}

/// <summary>
/// Bessel functions of the first kind and integer order by Miller's backward recurrence (Abramowitz and Stegun 9.12):
/// J_{k-1}(x) = (2k/x) J_k(x) - J_{k+1}(x) from far above both order and argument down to 0, then scaled by
/// 1 = J_0 + 2 (J_2 + J_4 + ...). Only additions, multiplications and divisions, so the same bits on every machine;
/// within 1e-14 of MathNet.Numerics.
/// </summary>
public static class BesselJ
{
    private const double LargestArgument = 100_000;
    private const int LargestOrder = 1000;
    private const double Large = 1e150;

    /// <summary>Computes the column <c>j2</c> (for order 2), whose values have no unit.</summary>
    /// <param name="options">Order and arguments; null for the paper's.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static SeriesTable Generate(BesselOptions? options = null)
    {
        BesselOptions o = options ?? new BesselOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Order is >= 0 and <= LargestOrder, $"order is {o.Order}, expected 0 to {LargestOrder}");
        OptionCheck.Require(
            o.Start >= -LargestArgument && o.End > o.Start && o.End <= LargestArgument,
            $"arguments from {o.Start} to {o.End} were asked for, expected an end above the start and both within ±{LargestArgument}");

        double[] values = new double[o.Points];
        double step = (o.End - o.Start) / (o.Points - 1);
        for (int k = 0; k < values.Length; k++)
            values[k] = At(o.Order, k == values.Length - 1 ? o.End : o.Start + (k * step));
        string source = Invariant($"generated: Bessel function J{o.Order}(x), {o.Points} points for x in [{o.Start}, {o.End}]");
        return new SeriesTable(source, [$"j{o.Order}"], [values]);
    }

    /// <summary>J_order(x) for order at or above 0.</summary>
    internal static double At(int order, double x)
    {
        if (x == 0) return order == 0 ? 1 : 0;
        if (x < 0) return order % 2 == 0 ? At(order, -x) : -At(order, -x); // J_n(-x) = (-1)^n J_n(x)

        // The wanted solution has grown by more than 1e16 from a start this far above the turning point.
        double top = Math.Max(order, x);
        int start = 2 * (int)((top + (12 * PortableMath.CubeRoot(top)) + 20) / 2);
        double above = 0, here = 1e-300, sum = 0, wanted = 0; // J_{k+1}, J_k up to a factor
        for (int k = start; k > 0; k--)
        {
            double below = ((2 * k / x) * here) - above;
            (above, here) = (here, below);
            if (k - 1 == order) wanted = here;
            if ((k - 1) % 2 == 0) sum += k - 1 == 0 ? here : 2 * here;
            if (Math.Abs(here) <= Large) continue;
            above /= Large;
            here /= Large;
            sum /= Large;
            wanted /= Large;
        }

        return wanted / sum;
    }
}
