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

    /// <summary>Qubits n.</summary>
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

    /// <summary>The picture of 16 samples.</summary>
    /// <param name="turns">[4 qubits][16], of <see cref="FeatureAngles.Turns"/>.</param>
    /// <param name="picture">[PictureRows][16], overwritten.</param>
    /// <param name="spare">[SpareRows][16]</param>
    public abstract void Picture(ReadOnlySpan<float> turns, Span<float> picture, Span<float> spare);

    /// <summary>The gradient of the angles from that of the picture.</summary>
    /// <param name="turns">[4 qubits][16]</param>
    /// <param name="picture">[PictureRows][16], as <see cref="Picture"/> left it.</param>
    /// <param name="dPicture">[PictureRows][16]; used up.</param>
    /// <param name="dAngles">[2 qubits][16]: all theta, then all phi; overwritten.</param>
    /// <param name="spare">[SpareRows][16]</param>
    public abstract void PictureBackward(
        ReadOnlySpan<float> turns, ReadOnlySpan<float> picture, Span<float> dPicture, Span<float> dAngles, Span<float> spare);

    /// <summary>k of 16 samples with every reference.</summary>
    /// <param name="references">[y.Count][PictureRows]</param>
    /// <param name="picture">[PictureRows][16]</param>
    /// <param name="y">[references][lanes], overwritten at these samples.</param>
    /// <param name="lane">The first of the samples in y.</param>
    /// <param name="overlaps">[references * OverlapRows][16], overwritten.</param>
    public abstract void Compare(ReadOnlySpan<float> references, ReadOnlySpan<float> picture, Rows y, int lane, Span<float> overlaps);

    /// <summary>The gradient of the picture, and of the overlaps or at once of the references.</summary>
    /// <param name="references">[dy.Count][PictureRows]</param>
    /// <param name="picture">[PictureRows][16]</param>
    /// <param name="dy">[references][lanes]</param>
    /// <param name="lane">The first of the samples in dy.</param>
    /// <param name="overlaps">[references * OverlapRows][16], of <see cref="Compare"/>.</param>
    /// <param name="dOverlaps">[references * OverlapRows][16], overwritten.</param>
    /// <param name="dPicture">[PictureRows][16], overwritten.</param>
    /// <param name="spare">[SpareRows][16]</param>
    /// <param name="gradient">[references][GradientSize], added to; empty where it is not wanted.</param>
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

    /// <summary>What of the references' gradient is cheaper for all blocks of samples at once.</summary>
    /// <param name="pictures">[blocks][PictureRows][16]</param>
    /// <param name="dOverlaps">[blocks][references * OverlapRows][16]</param>
    /// <param name="count">References.</param>
    /// <param name="gradient">[references][GradientSize], added to.</param>
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
