namespace QSeq.Studies.DataSets;

/// <summary>An atom in a cavity; the defaults show collapse and revival.</summary>
public sealed record JaynesCummingsOptions
{
    /// <summary>How many values; at least 2. 1000 by default.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Time units from a value to the next, above 0 and at most 10; 0.05 by default.</summary>
    public double Interval { get; init; } = 0.05;

    /// <summary>The coupling g of atom and field, above 0 and at most 100, in radians a time unit; 1 by default.</summary>
    public double Coupling { get; init; } = 1;

    /// <summary>The mean number of photons of the coherent field, 0 to 500; 10 by default.</summary>
    public double MeanPhotons { get; init; } = 10;
}

/// <summary>
/// The inversion of a two-level atom that starts excited in a resonant cavity with a coherent field, by the model of Jaynes and
/// Cummings (Proceedings of the IEEE 51, 1963), in closed form: W(t) = sum over n of P(n) cos(2 g t sqrt(n + 1)) with P(n) of
/// Poisson (Eberly, Narozhny and Sanchez-Mondragon, Physical Review Letters 44, 1980). The Rabi oscillations collapse after
/// about 1/g and revive about every 2 pi sqrt(mean photons)/g. Not damped. Terms are summed until what is left is below 1e-17.
/// The same bits on every machine: exponential and cosine are our own.
/// </summary>
public static class JaynesCummings
{
    private const double Negligible = 1e-17;
    private const double LongestTime = 1e6; // couplings: beyond it the angle itself is rounded by more than 1e-8

    /// <summary>Computes the column <c>inversion</c>, -1 (ground state) to 1 (excited).</summary>
    /// <param name="options">Atom and field; null for the defaults.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the last time is too late.</exception>
    public static SeriesTable Generate(JaynesCummingsOptions? options = null)
    {
        JaynesCummingsOptions o = options ?? new JaynesCummingsOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Interval is > 0 and <= 10, $"interval is {o.Interval}, expected a time above 0, at most 10");
        OptionCheck.Require(o.Coupling is > 0 and <= 100, $"coupling is {o.Coupling}, expected a number above 0, at most 100");
        OptionCheck.Require(o.MeanPhotons is >= 0 and <= 500, $"mean photons is {o.MeanPhotons}, expected 0 to 500");
        OptionCheck.Require(
            (o.Points - 1) * o.Interval * o.Coupling <= LongestTime,
            $"{o.Points} points every {o.Interval} end later than {LongestTime} / coupling; choose fewer points or a smaller interval");

        double[] weights = Poisson(o.MeanPhotons);
        double[] values = new double[o.Points];
        for (int t = 0; t < values.Length; t++)
        {
            double sum = 0, angle = 2 * o.Coupling * (t * o.Interval);
            for (int n = 0; n < weights.Length; n++) sum += weights[n] * PortableMath.SinCos(angle * Math.Sqrt(n + 1)).Cos;
            values[t] = sum;
        }

        string field = Invariant($"coherent field of {o.MeanPhotons} photons on average, coupling {o.Coupling}");
        string points = Invariant($"{o.Points} points every {o.Interval}");
        string source = $"generated: Jaynes-Cummings inversion on resonance, atom excited at 0, {field}, {points}";
        return new SeriesTable(source, ["inversion"], [values]);
    }

    /// <summary>Probabilities of 0, 1, 2, ... photons, up to where the rest is negligible.</summary>
    private static double[] Poisson(double mean)
    {
        List<double> all = [PortableMath.Exp(-mean)];
        while (all.Count <= mean || all[^1] > Negligible) all.Add(all[^1] * mean / all.Count);
        return [.. all];
    }
}
