using QSeq.Core;

namespace QSeq.Layers;

/// <summary>
/// A differentiable map over a block of samples, x [Inputs][lanes] to y [Outputs][lanes].
/// <para>
/// One training step calls <see cref="Fold"/> once (what depends on parameters alone), <see cref="Forward"/> and
/// <see cref="Backward"/> for every block and time step, <see cref="Accumulate"/> once for all time steps of a block,
/// and <see cref="Unfold"/> once, which turns the gradient of the folded constants into that of the parameters.
/// A layer has no state of its own: everything it works on is handed in.
/// </para>
/// </summary>
public abstract class Layer
{
    /// <summary>Sets the sizes.</summary>
    /// <param name="inputs">Features in, at least 1.</param>
    /// <param name="outputs">Features out, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    protected Layer(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Features in.</summary>
    public int Inputs { get; }

    /// <summary>Features out.</summary>
    public int Outputs { get; }

    /// <summary>Floats that <see cref="Fold"/> writes.</summary>
    public abstract int FoldedSize { get; }

    /// <summary>Floats of gradient that <see cref="Backward"/> and <see cref="Accumulate"/> add to.</summary>
    public abstract int GradientSize { get; }

    /// <summary>Rows that <see cref="Forward"/> leaves for the <see cref="Backward"/> of the same time step.</summary>
    public virtual int TapeRows => 0;

    /// <summary>Rows of working space; what is in them need not outlive a call.</summary>
    public virtual int ScratchRows => 0;

    /// <summary>Computes what depends on the parameters alone.</summary>
    /// <param name="parameters">The model's flat buffer.</param>
    /// <param name="folded">Receives <see cref="FoldedSize"/> floats.</param>
    public abstract void Fold(ReadOnlySpan<float> parameters, Span<float> folded);

    /// <summary>y = f(x).</summary>
    /// <param name="folded">What <see cref="Fold"/> wrote.</param>
    /// <param name="x">[Inputs][lanes]</param>
    /// <param name="y">[Outputs][lanes], overwritten.</param>
    /// <param name="tape">[TapeRows][lanes], overwritten.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch);

    /// <summary>dx = (df/dx)^T dy, and adds to the gradient of the folded constants.</summary>
    /// <param name="folded">What <see cref="Fold"/> wrote.</param>
    /// <param name="x">[Inputs][lanes], as given to <see cref="Forward"/>.</param>
    /// <param name="dy">[Outputs][lanes]</param>
    /// <param name="dx">[Inputs][lanes], overwritten.</param>
    /// <param name="tape">[TapeRows][lanes], as <see cref="Forward"/> left it.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    /// <param name="gradient">[GradientSize], added to.</param>
    public abstract void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient);

    /// <summary>
    /// The part of the gradient that is cheaper for many time steps at once than step by step (products of matrices);
    /// nothing for layers whose <see cref="Backward"/> already did it all.
    /// </summary>
    /// <param name="x">[steps * Inputs][lanes]</param>
    /// <param name="dy">[steps * Outputs][lanes]</param>
    /// <param name="gradient">[GradientSize], added to.</param>
    public virtual void Accumulate(Rows x, Rows dy, Span<float> gradient)
    {
    }

    /// <summary>Adds the gradient of the parameters.</summary>
    /// <param name="parameters">The model's flat buffer.</param>
    /// <param name="folded">What <see cref="Fold"/> wrote.</param>
    /// <param name="foldedGradient">The gradient of the folded constants, [GradientSize].</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    public abstract void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient);

    /// <summary>
    /// y = f(x) for one sample in double precision, written for being right and not for being fast: circuits as state
    /// vectors, matrices as sums. The kernels are tested against it.
    /// </summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="x">[Inputs]</param>
    /// <param name="y">[Outputs], overwritten.</param>
    public abstract void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y);
}
