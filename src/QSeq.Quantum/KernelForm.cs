namespace QSeq.Quantum;

/// <summary>
/// A way to compute k(x, r) = |&lt;phi(x)|phi(r)&gt;|^2. Samples become pictures, 16 side by side in lanes; references become
/// the same picture, one after another; pictures and references are compared. Backward goes the same way in reverse.
/// </summary>
internal abstract class KernelForm(int qubits)
{
    /// <summary>The product over qubits for one repeat, state vectors for more.</summary>
    public static KernelForm Create(int qubits, int reps, Entangler entangler) =>
        reps == 1 ? new ProductForm(qubits) : new StateForm(qubits, reps, entangler);

    public int Qubits { get; } = qubits;

    /// <summary>What <see cref="FeatureAngles.Turns"/> multiplies theta by.</summary>
    public abstract float ThetaFactor { get; }

    /// <summary>Numbers that describe a sample.</summary>
    public abstract int PictureRows { get; }

    /// <summary>Rows that <see cref="Compare"/> leaves for <see cref="CompareBackward"/>, for every reference.</summary>
    public abstract int OverlapRows { get; }

    /// <summary>Rows of working space of any method.</summary>
    public abstract int SpareRows { get; }

    /// <summary>Floats of a reference's gradient.</summary>
    public abstract int GradientSize { get; }

    /// <summary>The picture [PictureRows][16] of 16 samples from turns [4 qubits][16] of <see cref="FeatureAngles.Turns"/>.</summary>
    public abstract void Picture(ReadOnlySpan<float> turns, Span<float> picture, Span<float> spare);

    /// <summary>The gradient of the angles, [2 qubits][16], all theta, then all phi, from that of the picture, which is used up.</summary>
    public abstract void PictureBackward(
        ReadOnlySpan<float> turns, ReadOnlySpan<float> picture, Span<float> dPicture, Span<float> dAngles, Span<float> spare);

    /// <summary>
    /// k of 16 samples with every reference, [y.Count][PictureRows], into y [references][lanes] from <paramref name="lane"/>
    /// on, and overlaps [references * OverlapRows][16].
    /// </summary>
    public abstract void Compare(ReadOnlySpan<float> references, ReadOnlySpan<float> picture, Rows y, int lane, Span<float> overlaps);

    /// <summary>
    /// The gradient of the picture, and of the overlaps or at once of the references: shapes as in <see cref="Compare"/>, the
    /// gradient [references][GradientSize] is added to and empty where it is not wanted.
    /// </summary>
    public abstract void CompareBackward(
        ReadOnlySpan<float> references,
        ReadOnlySpan<float> picture,
        Rows dy,
        int lane,
        ReadOnlySpan<float> overlaps,
        Span<float> dOverlaps,
        Span<float> dPicture,
        Span<float> spare,
        Span<float> gradient);

    /// <summary>
    /// What of the references' gradient, [count][GradientSize], is cheaper for all blocks of samples at once: from pictures
    /// [blocks][PictureRows][16] and dOverlaps [blocks][count * OverlapRows][16].
    /// </summary>
    public virtual void AddReferences(ReadOnlySpan<float> pictures, ReadOnlySpan<float> dOverlaps, int count, Span<float> gradient)
    {
    }

    /// <summary>Takes the gradient of a reference, [GradientSize], to a lane of a picture's gradient.</summary>
    public abstract void Gather(ReadOnlySpan<float> gradient, Span<float> dPicture, int lane);

    /// <summary>Takes a lane of a picture to a reference, [PictureRows].</summary>
    public static void Store(ReadOnlySpan<float> picture, int lane, Span<float> reference)
    {
        for (int row = 0; row < reference.Length; row++) reference[row] = picture[(row * Lanes.Width) + lane];
    }

    /// <summary>Takes a reference, [PictureRows], to a lane of a picture.</summary>
    public static void Load(ReadOnlySpan<float> reference, Span<float> picture, int lane)
    {
        for (int row = 0; row < reference.Length; row++) picture[(row * Lanes.Width) + lane] = reference[row];
    }
}
