namespace QSeq.Layers;

/// <summary>
/// A differentiable map over a block of samples, x [Inputs][lanes] to y [Outputs][lanes].
/// <para>
/// One training step calls <see cref="DifferentiableMap.Fold"/> once (what depends on parameters alone),
/// <see cref="Forward"/> and <see cref="Backward"/> for every block and time step, <see cref="Accumulate"/> once for all
/// time steps of a block, and <see cref="DifferentiableMap.Unfold"/> once, which turns the gradient of the folded constants
/// into that of the parameters.
/// </para>
/// </summary>
/// <param name="inputs">Features in, at least 1.</param>
/// <param name="outputs">Features out, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
public abstract class Layer(int inputs, int outputs) : DifferentiableMap(inputs, outputs)
{
    /// <summary>Rows that <see cref="Forward"/> leaves for the <see cref="Backward"/> of the same time step.</summary>
    public int TapeRows => Tape.Length;

    /// <summary>Rows of working space; what is in them need not outlive a call.</summary>
    public int ScratchRows => Scratch.Length;

    /// <summary>What the tape of a time step holds, in rows.</summary>
    protected BufferLayout Tape { get; } = new();

    /// <summary>What the working space is used for, in rows.</summary>
    protected BufferLayout Scratch { get; } = new();

    /// <summary>y = f(x).</summary>
    /// <param name="folded">What <see cref="DifferentiableMap.Fold"/> wrote.</param>
    /// <param name="x">[Inputs][lanes]</param>
    /// <param name="y">[Outputs][lanes], overwritten.</param>
    /// <param name="tape">[TapeRows][lanes], overwritten.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch);

    /// <summary>dx = (df/dx)^T dy, and adds to the gradient of the folded constants what does not wait for <see cref="Accumulate"/>.</summary>
    /// <param name="folded">What <see cref="DifferentiableMap.Fold"/> wrote.</param>
    /// <param name="x">[Inputs][lanes], as given to <see cref="Forward"/>.</param>
    /// <param name="dy">[Outputs][lanes]</param>
    /// <param name="dx">[Inputs][lanes], overwritten.</param>
    /// <param name="tape">[TapeRows][lanes], as <see cref="Forward"/> left it; may be written to for <see cref="Accumulate"/>.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    /// <param name="gradient">[GradientSize], added to.</param>
    public abstract void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient);

    /// <summary>
    /// The part of the gradient that is cheaper for many time steps at once than step by step (products of matrices);
    /// nothing for layers whose <see cref="Backward"/> already did it all.
    /// </summary>
    /// <param name="x">[steps][Inputs][lanes], as given to <see cref="Forward"/>.</param>
    /// <param name="dy">[steps][Outputs][lanes], as given to <see cref="Backward"/>.</param>
    /// <param name="tape">[steps][TapeRows][lanes], as <see cref="Backward"/> left it.</param>
    /// <param name="gradient">[GradientSize], added to.</param>
    public virtual void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient)
    {
    }

    /// <summary>
    /// y = f(x) for one sample in double precision, written for being right and not for being fast: circuits as state
    /// vectors, matrices as sums. The kernels are tested against it.
    /// </summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="x">[Inputs]</param>
    /// <param name="y">[Outputs], overwritten.</param>
    public abstract void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y);
}
