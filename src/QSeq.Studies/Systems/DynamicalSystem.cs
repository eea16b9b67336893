using QSeq.Studies.DataSets;

namespace QSeq.Studies.Systems;

/// <summary>A system whose series is forecast.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Table">Its series; all columns are inputs.</param>
/// <param name="Target">The column that is forecast.</param>
/// <param name="Clock">The unit of its valid time, such as "Lyapunov times"; null where it is driven and cannot go on by itself.</param>
/// <param name="Step">From a row to the next, in that unit.</param>
internal sealed record DynamicalSystem(string Name, SeriesTable Table, string Target, string? Clock, double Step)
{
    /// <summary>
    /// The largest Lyapunov exponent of the equations of Lorenz a time unit (Viswanath 1998 has 0.9056; LyapunovTests computes it).
    /// </summary>
    public const double LorenzExponent = 0.9056;

    /// <summary>
    /// The same of Mackey and Glass with a delay of 17: our own computation, 0.00511 over 200,000 time units, by two solutions side by
    /// side (Benettin and others 1980). LyapunovTests does it.
    /// </summary>
    public const double MackeyGlassExponent = 0.0051;

    private const int Points = 1200;
    private const int MackeyGlassStride = 6;

    /// <summary>Whether it goes on by itself, so that forecasts can be fed back.</summary>
    public bool IsAutonomous => Clock is not null;

    /// <summary>The systems of the study.</summary>
    public static ImmutableArray<DynamicalSystem> All()
    {
        const string lyapunov = "Lyapunov times";
        var glass = new MackeyGlassOptions { Points = Points, Stride = MackeyGlassStride };
        var lorenz = new LorenzOptions { Points = Points };
        var pulses = new DelayedControlOptions();
        var atom = new JaynesCummingsOptions { Points = Points };
        var transmon = new TransmonOptions { Points = Points };
        double rabi = atom.Coupling * Math.Sqrt(atom.MeanPhotons + 1) / Math.PI; // periods a time unit, with the mean number of photons
        return
        [
            new("Mackey-Glass", MackeyGlass.Generate(glass), "x", lyapunov, glass.Stride * MackeyGlassExponent),
            new("Lorenz", Lorenz.Generate(lorenz), "x", lyapunov, lorenz.Interval * LorenzExponent),
            new("NARMA-5", Narma.Generate(new() { Points = Points, Order = 5 }), "y", null, 0),
            new("NARMA-10", Narma.Generate(new() { Points = Points }), "y", null, 0),
            new("delayed control", DelayedControl.Generate(pulses), "signal", "delays", pulses.Interval / pulses.Delay),
            new("Jaynes-Cummings", JaynesCummings.Generate(atom), "inversion", "Rabi periods", atom.Interval * rabi),
            new("transmon", Transmon.Generate(transmon), "population", "Rabi periods", transmon.Interval * transmon.Rabi),
        ];
    }
}
