using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// A differentiable map over a block of sequences, x [steps][Inputs][lanes] to y [answers][Outputs][lanes], with an answer
/// at every step or one for all of them. Sequences begin at step 0; a mask says where those end that are shorter than their
/// block. What is on the tape for <see cref="Backward"/> is laid out anew for every number of steps.
/// </summary>
/// <param name="inputs">Features in, at least 1.</param>
/// <param name="outputs">Features out, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
public abstract class SequenceLayer(int inputs, int outputs) : DifferentiableMap(inputs, outputs)
{
    /// <summary>Steps that come out where some go in: as many, unless the layer says otherwise.</summary>
    /// <param name="steps">Steps in, at least 1.</param>
    /// <returns>Steps out.</returns>
    public virtual int Answers(int steps) => steps;

    /// <summary>Rows that <see cref="Forward"/> leaves for <see cref="Backward"/>; never fewer for more steps.</summary>
    /// <param name="steps">Steps in.</param>
    /// <returns>Rows.</returns>
    public abstract int TapeRows(int steps);

    /// <summary>Rows of working space; what is in them need not outlive a call. Never fewer for more steps.</summary>
    /// <param name="steps">Steps in.</param>
    /// <returns>Rows.</returns>
    public abstract int ScratchRows(int steps);

    /// <summary>y = f(x).</summary>
    /// <param name="folded">What <see cref="DifferentiableMap.Fold"/> wrote.</param>
    /// <param name="x">[steps][Inputs][lanes]; its size says how many steps.</param>
    /// <param name="mask">
    /// [steps][lanes], 1 where a sample has a step and 0 behind its end; no rows where all samples are as long as the block.
    /// What comes out behind a sample's end means nothing.
    /// </param>
    /// <param name="y">[answers][Outputs][lanes], overwritten.</param>
    /// <param name="tape">[TapeRows(steps)][lanes], overwritten.</param>
    /// <param name="scratch">[ScratchRows(steps)][lanes]</param>
    /// <exception cref="ArgumentException">There is a mask, and the layer answers once.</exception>
    public abstract void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch);

    /// <summary>dx = (df/dx)^T dy, and adds to the gradient of the folded constants.</summary>
    /// <param name="folded">What <see cref="DifferentiableMap.Fold"/> wrote.</param>
    /// <param name="x">As given to <see cref="Forward"/>.</param>
    /// <param name="mask">As given to <see cref="Forward"/>.</param>
    /// <param name="dy">[answers][Outputs][lanes], 0 behind a sample's end.</param>
    /// <param name="dx">[steps][Inputs][lanes], overwritten.</param>
    /// <param name="tape">As <see cref="Forward"/> left it.</param>
    /// <param name="scratch">[ScratchRows(steps)][lanes]</param>
    /// <param name="gradient">[GradientSize], added to.</param>
    public abstract void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient);

    /// <summary>y = f(x) for one sequence in double precision, written for being right: the kernels are tested against it.</summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="x">[steps][Inputs]</param>
    /// <returns>[answers][Outputs]</returns>
    public abstract double[][] Reference(ReadOnlySpan<double> parameters, double[][] x);
}
