using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Mitigation;

/// <summary>Runs every circuit several times and gives the mean: the variance of shots falls with the repetitions, a bias stays.</summary>
public sealed class RepeatedMeasurement : MitigatedBackend
{
    private readonly int _repetitions;

    /// <summary>Stands on a backend.</summary>
    /// <param name="inner">The backend beneath.</param>
    /// <param name="repetitions">How often every circuit runs, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 repetitions.</exception>
    public RepeatedMeasurement(ICircuitBackend inner, int repetitions)
        : base(inner)
    {
        if (repetitions < 1) throw new ArgumentOutOfRangeException(nameof(repetitions), repetitions, $"{repetitions} repetitions were asked for, expected 1 or more.");
        _repetitions = repetitions;
    }

    /// <inheritdoc/>
    public override string Name => $"{Inner.Name}, mean of {_repetitions}";

    /// <inheritdoc/>
    protected override int OwnFactor => _repetitions;

    /// <inheritdoc/>
    public override IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        IReadOnlyList<Outcome> runs = Inner.Run([.. circuits.SelectMany(circuit => Enumerable.Repeat(circuit, _repetitions))], cancellationToken);
        return [.. runs.Chunk(_repetitions).Select(Mean)];
    }

    private static Outcome Mean(Outcome[] runs)
    {
        double[] mean = new double[runs[0].Probabilities.Length];
        foreach (Outcome run in runs)
            for (int pattern = 0; pattern < mean.Length; pattern++) mean[pattern] += run.Probabilities[pattern] / runs.Length;
        return new Outcome(mean, runs[0].Shots is null ? null : runs.Sum(run => run.Shots));
    }
}
