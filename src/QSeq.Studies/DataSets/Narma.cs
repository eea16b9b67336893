namespace QSeq.Studies.DataSets;

/// <summary>A nonlinear autoregressive moving average; the defaults are NARMA-10.</summary>
public sealed record NarmaOptions
{
    /// <summary>How many values of each column; at least 2. 1000 by default.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>The order n, 2 to 20: how many values back the sum reaches, and the older of the two inputs; 10 by default.</summary>
    public int Order { get; init; } = 10;

    /// <summary>Values before the first one that are left out, at least 0: 200 by default, after which the start is forgotten.</summary>
    public int Washout { get; init; } = 200;

    /// <summary>The upper end of the inputs, which are uniform from 0, above 0 and at most 1; 0.5 by default.</summary>
    public double LargestInput { get; init; } = 0.5;

    /// <summary>The seed of the inputs; 0 by default.</summary>
    public ulong Seed { get; init; }
}

/// <summary>
/// NARMA-n (Atiya and Parlos, IEEE Transactions on Neural Networks 11, 2000): y(t+1) = 0.3 y(t) + 0.05 y(t) (y(t) + ... +
/// y(t-n+1)) + 1.5 u(t-n+1) u(t) + 0.1 with u uniform and independent, u and y 0 before the first time. A run of large inputs can
/// make y grow without end. Inputs under which a value, washout included, comes above 10 are drawn anew as a whole, up to 100
/// times, and the source says which draw it is. Only additions and multiplications, so the same bits on every machine.
/// </summary>
public static class Narma
{
    private const double Diverged = 10;
    private const int MostDraws = 100;
    private const int LongestSeries = 100_000_000;

    /// <summary>Computes the columns <c>u</c> (the input) and <c>y</c> (the output), whose values have no unit.</summary>
    /// <param name="options">Order, inputs and what is kept; null for NARMA-10.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="InvalidDataException">The output diverges in each of 100 draws of the inputs.</exception>
    public static SeriesTable Generate(NarmaOptions? options = null)
    {
        NarmaOptions o = options ?? new NarmaOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Order is >= 2 and <= 20, $"order is {o.Order}, expected 2 to 20");
        OptionCheck.Require(o.Washout >= 0, $"washout is {o.Washout}, expected 0 values or more");
        OptionCheck.Require(
            (long)o.Points + o.Washout <= LongestSeries,
            $"{o.Points} points after {o.Washout} are more than {LongestSeries}; choose fewer points");
        OptionCheck.Require(o.LargestInput is > 0 and <= 1, $"largest input is {o.LargestInput}, expected a number above 0, at most 1");
        for (int draw = 1; draw <= MostDraws; draw++)
        {
            if (Draw(o, draw) is not { } columns) continue;
            int oldest = o.Order - 1;
            string equation = Invariant($"y(t+1) = 0.3 y(t) + 0.05 y(t) (y(t) + ... + y(t-{oldest})) + 1.5 u(t-{oldest}) u(t) + 0.1");
            string inputs = Invariant($"u uniform from 0 to {o.LargestInput}, seed {o.Seed}, draw {draw}");
            string source = Invariant($"generated: NARMA-{o.Order} {equation}, {inputs}, {o.Points} points from t = {o.Washout}");
            return new SeriesTable(source, ["u", "y"], columns);
        }

        string found = $"NARMA-{o.Order} with seed {o.Seed} diverges in each of {MostDraws} draws of {(long)o.Points + o.Washout} inputs";
        throw new InvalidDataException(
            Invariant($"{found} up to {o.LargestInput}; choose fewer points, a lower order or a smaller largest input"));
    }

    // Null where it diverges.
    private static double[][]? Draw(NarmaOptions o, int draw)
    {
        var random = new RandomSource(o.Seed, $"narma/inputs/{draw}");
        double[] u = new double[o.Points], y = new double[o.Points];
        double[] inputs = new double[o.Order], outputs = new double[o.Order]; // of the times before, one in place of the other
        double output = 0;
        for (int t = 0; t < o.Washout + o.Points; t++)
        {
            double input = random.NextUniform(0, o.LargestInput);
            int place = t % o.Order;
            (inputs[place], outputs[place]) = (input, output);
            if (t >= o.Washout) (u[t - o.Washout], y[t - o.Washout]) = (input, output);
            double sum = 0, oldest = inputs[(t + 1) % o.Order]; // u(t-n+1)
            for (int i = 0; i < o.Order; i++) sum += outputs[(place + o.Order - i) % o.Order];
            output = (0.3 * output) + (0.05 * output * sum) + (1.5 * oldest * input) + 0.1;
            if (!(output <= Diverged)) return null;
        }

        return [u, y];
    }
}
