namespace QSeq.Quantum;

/// <summary>
/// The circuit that turns features into a quantum state |phi(x)&gt; (QK-LSTM, arXiv 2411.13225): H on every wire, then reps
/// times RY(theta_q) and RZ(phi_q) on every wire q and the entangler. With a qubit for each feature, theta_q = phi_q = s_q x_q.
/// With fewer qubits feature k is added to angle k mod 2n: the first n are theta, the others phi.
/// </summary>
public sealed record FeatureMapOptions
{
    /// <summary>The most features of a sample, which fold onto the qubits where there are fewer of these.</summary>
    public const int MaxFeatures = 1 << 16;

    /// <summary>The most qubits of one repeat, where the CNOTs cancel and the kernel is a product over qubits.</summary>
    public const int MaxQubits = 4096;

    /// <summary>The most qubits of several repeats: a state has 2^qubits amplitudes for every sample.</summary>
    public const int MaxEntangledQubits = 12;

    /// <summary>Qubits, at most one a feature; null for one a feature.</summary>
    public int? Qubits { get; init; }

    /// <summary>How often the features are uploaded, 1 to 64. One repeat costs O(qubits), more cost O(2^qubits).</summary>
    public int Reps { get; init; } = 1;

    /// <summary>Which wires the CNOTs join; with one repeat they cancel and it does not matter.</summary>
    public Entangler Entangler { get; init; } = Entangler.Chain;

    internal FeatureMapOptions MapFields(FieldMap f) => this with
    {
        Qubits = f.Whole("qubits", Qubits),
        Reps = f.Whole("reps", Reps),
        Entangler = f.Choice("entangler", Entangler),
    };

    private int Most => Reps == 1 ? MaxQubits : MaxEntangledQubits;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        if (Reps is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(Reps), Reps, $"reps {Reps} is out of range; a feature map has 1 to 64 repeats.");
        if (!Enum.IsDefined(Entangler)) throw new ArgumentOutOfRangeException(nameof(Entangler), Entangler, "There is no such entangler.");
        if (Qubits is { } qubits && Problem(qubits) is { } problem) throw new ArgumentOutOfRangeException(nameof(Qubits), qubits, problem);
    }

    /// <summary>How many qubits there are for so many features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer features than qubits, or more qubits than can be simulated.</exception>
    internal int QubitsFor(int inputs)
    {
        Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        string? problem = Qubits switch
        {
            _ when inputs > MaxFeatures => $"{inputs} features are more than {MaxFeatures}; choose some of them, or a projection of them.",
            null => Problem(inputs),
            { } qubits when qubits > inputs => $"{inputs} features are fewer than {qubits} qubits; choose {inputs} qubits or fewer.",
            _ => null,
        };
        return problem is null ? Qubits ?? inputs : throw new ArgumentOutOfRangeException(nameof(inputs), inputs, problem);
    }

    private string? Problem(int qubits)
    {
        if (qubits >= 1 && qubits <= Most) return null;
        string which = Qubits is null ? $"{qubits} features, a qubit for each," : $"{qubits} qubits";
        return Reps > 1 && qubits is > 0 and <= MaxQubits
            ? $"{which} are out of range: {Reps} repeats need the whole state vector; choose 1 to {MaxEntangledQubits} qubits, fewer features behind a projection, or one repeat."
            : $"{which} are out of range; choose 1 to {Most} qubits.";
    }
}
