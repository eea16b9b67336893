namespace QSeq.Quantum.Simulators;

/// <summary>Makes outcomes of a simulator's probabilities: exact ones, or so many shots of each circuit, drawn in order.</summary>
/// <exception cref="ArgumentOutOfRangeException">Shots are below 1.</exception>
internal sealed class OutcomeMaker(int? shots, ulong seed)
{
    private readonly ShotSampler? _sampler = shots is null ? null : new ShotSampler(seed);

    public int? Shots { get; } = Checked(shots);

    public static int? Checked(int? shots) => shots is null or > 0
        ? shots
        : throw new ArgumentOutOfRangeException(nameof(shots), shots, $"{shots} shots are out of range; choose 1 or more, or null for exact probabilities.");

    public string Name(string what, NoiseModel noise) =>
        $"{what}{(noise.IsNone ? "" : " with noise")}, {(Shots is { } count ? $"{count} shots" : "exact")}";

    public Outcome[] Make(int circuits, Func<int, double[]> probabilities, CancellationToken cancellationToken)
    {
        var outcomes = new Outcome[circuits];
        for (int n = 0; n < outcomes.Length; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] p = probabilities(n);
            outcomes[n] = _sampler?.Draw(p, Shots!.Value) ?? new Outcome(p);
        }

        return outcomes;
    }
}
