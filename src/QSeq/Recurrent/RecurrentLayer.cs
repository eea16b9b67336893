using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Recurrent;

/// <summary>
/// One layer of a stack of cells over time: a cell that reads forward and, in a bidirectional model, one that reads
/// backward (Schuster and Paliwal 1997). Its output at a step is [h forward; h backward], [<see cref="Width"/>][lanes].
/// </summary>
internal sealed class RecurrentLayer
{
    private readonly Layer _forwardGates;
    private readonly int _hidden;
    private readonly Unroller _forward;
    private readonly Unroller? _backward; // its step s is the sequence's step steps-1-s
    private readonly AlignedBuffer _dx; // [steps][inputs][lanes] of the cell that reads backward

    /// <param name="gates">The gate maps: one, or two for both directions.</param>
    /// <param name="hidden">Hidden size of a cell.</param>
    /// <param name="maxSteps">The most time steps a pass may have.</param>
    /// <param name="maxLanes">The most lanes a pass may have.</param>
    public RecurrentLayer(ReadOnlySpan<Layer> gates, int hidden, int maxSteps, int maxLanes)
    {
        (_forwardGates, _hidden) = (gates[0], hidden);
        _forward = new Unroller(gates[0], hidden, maxSteps, maxLanes);
        _backward = gates.Length > 1 ? new Unroller(gates[1], hidden, maxSteps, maxLanes) : null;
        _dx = new AlignedBuffer(_backward is null ? 0 : checked(maxSteps * _forward.Inputs * maxLanes));
        Cells = _backward is null ? [_forward] : [_forward, _backward];
    }

    /// <summary>The cells, the one that reads forward first.</summary>
    public Unroller[] Cells { get; }

    /// <summary>Features of a step.</summary>
    public int Inputs => _forward.Inputs;

    /// <summary>Features of the output: hidden size times directions.</summary>
    public int Width => _hidden * Cells.Length;

    /// <summary>Sets the input of step <paramref name="t"/> of <paramref name="steps"/>, [inputs][lanes].</summary>
    public void SetInput(int t, int steps, Rows x)
    {
        x.Data.CopyTo(_forward.Input(t, x.Lanes).Data);
        if (_backward is not null) x.Data.CopyTo(_backward.Input(steps - 1 - t, x.Lanes).Data);
    }

    /// <summary>All steps of both cells.</summary>
    /// <param name="folded">Both gate maps' constants, one after the other.</param>
    /// <param name="steps">Time steps.</param>
    /// <param name="lanes">Lanes of the pass.</param>
    /// <param name="keepBackward">See <see cref="Unroller.Forward"/>, in the order of the cell that reads backward; or no rows.</param>
    public void Forward(ReadOnlySpan<float> folded, int steps, int lanes, Rows keepBackward)
    {
        _forward.Forward(folded[.._forwardGates.FoldedSize], steps, lanes, default);
        _backward?.Forward(folded[_forwardGates.FoldedSize..], steps, lanes, keepBackward);
    }

    /// <summary>The output at a step.</summary>
    /// <param name="forward">Step of the cell that reads forward.</param>
    /// <param name="backward">Step of the cell that reads backward, in its own order.</param>
    /// <param name="y">[Width][lanes], overwritten.</param>
    public void Output(int forward, int backward, Rows y)
    {
        _forward.Hidden(forward, y.Lanes).Data.CopyTo(y.Data);
        _backward?.Hidden(backward, y.Lanes).Data.CopyTo(y.Slice(_hidden, _hidden).Data);
    }

    /// <summary>Clears the gradient of the output at all steps.</summary>
    public void ClearGradient(int steps, int lanes)
    {
        foreach (Unroller cell in Cells)
            for (int t = 0; t < steps; t++) cell.HiddenGradient(t, lanes).Data.Clear();
    }

    /// <summary>Sets the gradient of the output that <see cref="Output"/> gave.</summary>
    public void SetGradient(int forward, int backward, Rows dy)
    {
        dy.Slice(0, _hidden).Data.CopyTo(_forward.HiddenGradient(forward, dy.Lanes).Data);
        if (_backward is not null) dy.Slice(_hidden, _hidden).Data.CopyTo(_backward.HiddenGradient(backward, dy.Lanes).Data);
    }

    /// <summary>From the gradients of the outputs to those of the inputs and of the gate maps' constants.</summary>
    /// <param name="folded">As given to <see cref="Forward"/>.</param>
    /// <param name="steps">As given to <see cref="Forward"/>.</param>
    /// <param name="keepBackward">As given to <see cref="Forward"/>.</param>
    /// <param name="dx">[steps][inputs][lanes], overwritten.</param>
    /// <param name="gradient">Both gate maps' gradients, one after the other, added to.</param>
    public void Backward(ReadOnlySpan<float> folded, int steps, Rows keepBackward, Rows dx, Span<float> gradient)
    {
        int lanes = dx.Lanes;
        _forward.Backward(folded[.._forwardGates.FoldedSize], steps, lanes, default, dx, gradient[.._forwardGates.GradientSize]);
        if (_backward is null) return;
        Rows other = _dx.Rows(0, steps * Inputs, lanes);
        _backward.Backward(folded[_forwardGates.FoldedSize..], steps, lanes, keepBackward, other, gradient[_forwardGates.GradientSize..]);
        for (int t = 0; t < steps; t++) RowKernel.Add(other.Slice((steps - 1 - t) * Inputs, Inputs).Data, dx.Slice(t * Inputs, Inputs).Data);
    }
}
