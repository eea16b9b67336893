namespace QSeq.Studies.DataSets;

/// <summary>A driven transmon; the defaults are of usual size.</summary>
public sealed record TransmonOptions
{
    /// <summary>How many values; at least 2. 1000 by default.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Nanoseconds from a value to the next, above 0 and at most 10; 1 by default.</summary>
    public double Interval { get; init; } = 1;

    /// <summary>Energy levels kept, 2 (a qubit) to 6; 4 by default.</summary>
    public int Levels { get; init; } = 4;

    /// <summary>
    /// The frequency of Rabi oscillations of the two lowest levels on resonance, 0 to 1 GHz; 0.05 by default, a period of 20 ns.
    /// </summary>
    public double Rabi { get; init; } = 0.05;

    /// <summary>Frequency of the transmon less that of the drive, within ±1 GHz; 0 (resonance) by default.</summary>
    public double Detuning { get; init; }

    /// <summary>How much the second transition is above the first, within ±1 GHz; -0.2 by default, for a transmon is below.</summary>
    public double Anharmonicity { get; init; } = -0.2;

    /// <summary>
    /// The relaxation time T1 of the first excited level in nanoseconds, 1 or more; 2000 by default. Infinity is no relaxation.
    /// </summary>
    public double Relaxation { get; init; } = 2000;
}

/// <summary>
/// The population of the first excited level of a transmon (Koch and others, Physical Review A 76, 2007) that starts in its ground
/// state, as an anharmonic oscillator of a few levels under a constant drive, in the frame that turns with the drive and without what
/// turns fast there: H / h = detuning n + anharmonicity/2 n (n - 1) + rabi/2 (a + a'), with relaxation a at the rate 1/T1
/// (Lindblad's equation). Own integration: steps of at most 1/4 ns by Taylor's series of the density matrix, summed until its terms
/// are below 1e-17; the error is that of rounding. Only additions, multiplications, divisions and square roots, so the same bits on
/// every machine.
/// </summary>
public static class Transmon
{
    private const double LongestStep = 0.25;
    private const double MostSteps = 1e7;

    /// <summary>Computes the column <c>population</c>, 0 to 1.</summary>
    /// <param name="options">Transmon and drive; null for the defaults.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or takes more than 1e7 steps.</exception>
    public static SeriesTable Generate(TransmonOptions? options = null)
    {
        TransmonOptions o = options ?? new TransmonOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Interval is > 0 and <= 10, $"interval is {o.Interval}, expected above 0, at most 10 ns");
        OptionCheck.Require(o.Levels is >= 2 and <= 6, $"levels is {o.Levels}, expected 2 to 6");
        OptionCheck.Require(o.Rabi is >= 0 and <= 1, $"rabi is {o.Rabi}, expected 0 to 1 GHz");
        OptionCheck.Require(Math.Abs(o.Detuning) <= 1, $"detuning is {o.Detuning}, expected within ±1 GHz");
        OptionCheck.Require(Math.Abs(o.Anharmonicity) <= 1, $"anharmonicity is {o.Anharmonicity}, expected within ±1 GHz");
        OptionCheck.Require(o.Relaxation >= 1, $"relaxation is {o.Relaxation}, expected 1 ns or more");
        int steps = Math.Max(1, (int)Math.Ceiling(o.Interval / LongestStep));
        OptionCheck.Require(
            (double)o.Points * steps <= MostSteps,
            $"{o.Points} points every {o.Interval} ns take more than {MostSteps} steps; choose fewer points");

        var motion = new TransmonMotion(o);
        double[] values = new double[o.Points];
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = motion.Population(1);
            for (int s = 0; s < steps; s++) motion.Step(o.Interval / steps);
        }

        string levels = Invariant($"{o.Levels} levels from its ground state, population of the first excited one");
        string energies = Invariant($"Rabi frequency {o.Rabi} GHz, detuning {o.Detuning} GHz, anharmonicity {o.Anharmonicity} GHz");
        string points = Invariant($"T1 {o.Relaxation} ns, {o.Points} points every {o.Interval} ns");
        return new SeriesTable($"generated: transmon of {levels}, {energies}, {points}", ["population"], [values]);
    }
}
