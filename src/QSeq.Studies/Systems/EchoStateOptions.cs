namespace QSeq.Studies.Systems;

/// <summary>An echo state network before it is fitted. What has several values is chosen on the validation part.</summary>
internal sealed record EchoStateOptions
{
    /// <summary>Units of the reservoir, at least 1.</summary>
    public required int Units { get; init; }

    /// <summary>Connections into each unit from others drawn at random, or from all where there are fewer.</summary>
    public int Connections { get; init; } = 10;

    /// <summary>Largest absolute eigenvalues of the reservoir.</summary>
    public ImmutableArray<double> SpectralRadii { get; init; } = [0.3, 0.9];

    /// <summary>The part of a unit's state that is new at each step, above 0 and at most 1.</summary>
    public ImmutableArray<double> Leaks { get; init; } = [0.3, 1];

    /// <summary>Ends of the range of the weights of inputs and bias.</summary>
    public ImmutableArray<double> InputScales { get; init; } = [0.2, 1];

    /// <summary>Strengths of ridge, in parts of the mean square of what the readout reads.</summary>
    public ImmutableArray<double> Ridges { get; init; } = [1e-10, 1e-8, 1e-6, 1e-4, 1e-2];

    /// <summary>First rows whose states are not learnt from.</summary>
    public int Washout { get; init; } = 50;

    /// <summary>All that is tried of radius, leak and scale.</summary>
    public IEnumerable<(double Radius, double Leak, double Scale)> Forms =>
        from radius in SpectralRadii from leak in Leaks from scale in InputScales select (radius, leak, scale);

    /// <summary>All of it as text.</summary>
    public string Describe()
    {
        static string List(ImmutableArray<double> values) => string.Join(' ', values.Select(value => Invariant($"{value:R}")));
        return Invariant($"{Units} {Connections} {Washout}\n{List(SpectralRadii)}\n{List(Leaks)}\n{List(InputScales)}\n{List(Ridges)}");
    }
}
