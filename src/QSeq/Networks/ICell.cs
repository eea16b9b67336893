namespace QSeq.Networks;

/// <summary>
/// A recurrent cell behind its gate map, elementwise on blocks of [hidden] rows. At every step the gate map (a
/// <see cref="Layers.Layer"/> of v = [h; x]) hands over <see cref="Gates"/> blocks of pre-activations; the cell makes the
/// next hidden state h of them, and of a memory of its own if it has one. <see cref="Recurrent{TCell}"/> runs it over time.
/// <para>
/// A gate that enters apart (in a GRU, what the reset gate scales) is a block of its own, so a cell never looks behind the
/// gate map. Every cell is written twice: on lanes in single precision, and for one sample in double precision, which the
/// kernels are tested against and which runs on hardware.
/// </para>
/// </summary>
public interface ICell
{
    /// <summary>Blocks of pre-activations, such as 4 for an LSTM's i, f, g, o.</summary>
    static abstract int Gates { get; }

    /// <summary>Blocks of memory beside h, such as 1 for an LSTM's c; 0 or more. Both start at 0.</summary>
    static abstract int Memory { get; }

    /// <summary>Blocks that <see cref="Forward"/> leaves for <see cref="Backward"/> beside the activations, 0 or more.</summary>
    static abstract int Tape { get; }

    /// <summary>One step.</summary>
    /// <param name="gates">[Gates * hidden][lanes]: pre-activations in, what the cell likes to keep of them out.</param>
    /// <param name="h">[hidden][lanes], the hidden state before.</param>
    /// <param name="memory">[Memory * hidden][lanes], the memory before.</param>
    /// <param name="nextH">[hidden][lanes], receives the hidden state after.</param>
    /// <param name="nextMemory">[Memory * hidden][lanes], receives the memory after.</param>
    /// <param name="tape">[Tape * hidden][lanes], overwritten.</param>
    static abstract void Forward(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape);

    /// <summary>One step back.</summary>
    /// <param name="gates">[Gates * hidden][lanes]: as <see cref="Forward"/> left them in, gradients of the pre-activations out.</param>
    /// <param name="h">[hidden][lanes], the hidden state before the step.</param>
    /// <param name="memory">[Memory * hidden][lanes], the memory before it.</param>
    /// <param name="tape">[Tape * hidden][lanes], as <see cref="Forward"/> left it.</param>
    /// <param name="dh">[hidden][lanes], the gradient of the hidden state after the step.</param>
    /// <param name="dhBefore">[hidden][lanes]: what of the gradient of the hidden state before does not go through the gate map is added to it.</param>
    /// <param name="dMemory">[Memory * hidden][lanes]: the gradient of the memory after the step in, before it out.</param>
    static abstract void Backward(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory);

    /// <summary><see cref="Forward"/> for one sample in double precision.</summary>
    /// <param name="gates">[Gates * hidden]</param>
    /// <param name="h">[hidden]</param>
    /// <param name="memory">[Memory * hidden]</param>
    /// <param name="nextH">[hidden], overwritten.</param>
    /// <param name="nextMemory">[Memory * hidden], overwritten.</param>
    /// <param name="tape">[Tape * hidden], overwritten.</param>
    static abstract void Reference(
        Span<double> gates, ReadOnlySpan<double> h, ReadOnlySpan<double> memory, Span<double> nextH, Span<double> nextMemory, Span<double> tape);

    /// <summary><see cref="Backward"/> for one sample in double precision.</summary>
    /// <param name="gates">[Gates * hidden]</param>
    /// <param name="h">[hidden]</param>
    /// <param name="memory">[Memory * hidden]</param>
    /// <param name="tape">[Tape * hidden]</param>
    /// <param name="dh">[hidden]</param>
    /// <param name="dhBefore">[hidden], added to.</param>
    /// <param name="dMemory">[Memory * hidden], overwritten.</param>
    static abstract void ReferenceBackward(
        Span<double> gates,
        ReadOnlySpan<double> h,
        ReadOnlySpan<double> memory,
        ReadOnlySpan<double> tape,
        ReadOnlySpan<double> dh,
        Span<double> dhBefore,
        Span<double> dMemory);
}
