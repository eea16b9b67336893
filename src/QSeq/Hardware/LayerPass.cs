using QSeq.Layers;

namespace QSeq.Hardware;

/// <summary>
/// One layer at one sample and time step on hardware, forward and back. Forward, <see cref="Advance"/> is called until it
/// is done, the queue being run between calls: many passes advance together, so that their circuits run together.
/// Backward, every pass first queues its shifted circuits (<see cref="Shift"/>), then all run at once.
/// </summary>
internal abstract class LayerPass(Layer layer)
{
    protected Layer Layer => layer;

    /// <summary>[Inputs], set before the first <see cref="Advance"/>.</summary>
    public double[] X { get; set; } = [];

    /// <summary>[Outputs], once <see cref="Advance"/> is done.</summary>
    public double[] Y { get; } = new double[layer.Outputs];

    /// <summary>[Inputs], the gradient of the input; added to.</summary>
    public double[] Dx { get; } = new double[layer.Inputs];

    /// <exception cref="NotSupportedException">The layer is neither a circuit layer nor affine nor made of such.</exception>
    public static LayerPass Of(Layer layer) => layer switch
    {
        ICircuitLayer => new CircuitPass(layer),
        SequentialLayer chain => new ChainPass(chain),
        ConcatLayer concat => new ConcatPass(concat),
        IReferenceBackward => new ClassicalPass(layer),
        _ => throw new NotSupportedException($"{layer.GetType().Name} is neither affine nor made of circuits, so it cannot run on hardware."),
    };

    /// <summary>The circuits of a layer and of the layers in it.</summary>
    public static IEnumerable<CircuitTemplate> Templates(Layer layer) => layer switch
    {
        ICircuitLayer circuits => circuits.Templates,
        SequentialLayer chain => chain.Chain.ToArray().SelectMany(Templates),
        ConcatLayer concat => concat.Parts.ToArray().SelectMany(Templates),
        _ => [],
    };

    /// <summary>Goes on until circuits are needed; whether <see cref="Y"/> is there. If not, the queue has to be run.</summary>
    public abstract bool Advance(ReadOnlySpan<double> parameters, CircuitQueue queue);

    /// <summary>The passes of the layers in it.</summary>
    protected LayerPass[] Parts { get; init; } = [];

    /// <summary>Queues the circuits that the gradient needs.</summary>
    public virtual void Shift(CircuitQueue queue)
    {
        foreach (LayerPass part in Parts) part.Shift(queue);
    }

    /// <summary>From dL/dy to <see cref="Dx"/> and the gradient of the parameters, added to; the shifted circuits have been run.</summary>
    public abstract void Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dy, Span<double> gradient);
}

/// <summary>An affine map.</summary>
internal sealed class ClassicalPass(Layer layer) : LayerPass(layer)
{
    public override bool Advance(ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        Layer.Reference(parameters, X, Y);
        return true;
    }

    public override void Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dy, Span<double> gradient) =>
        ((IReferenceBackward)Layer).ReferenceBackward(parameters, X, dy, Dx, gradient);
}

/// <summary>Layers one after another.</summary>
internal sealed class ChainPass : LayerPass
{
    private int _done;

    public ChainPass(SequentialLayer layer)
        : base(layer) => Parts = [.. layer.Chain.ToArray().Select(Of)];

    public override bool Advance(ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        for (; _done < Parts.Length; _done++)
        {
            Parts[_done].X = _done == 0 ? X : Parts[_done - 1].Y;
            if (!Parts[_done].Advance(parameters, queue)) return false;
        }

        Parts[^1].Y.CopyTo(Y, 0);
        return true;
    }

    public override void Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        for (int n = Parts.Length - 1; n >= 0; n--)
        {
            Parts[n].Backward(parameters, dy, gradient);
            dy = Parts[n].Dx;
        }

        for (int k = 0; k < Dx.Length; k++) Dx[k] += dy[k];
    }
}

/// <summary>Layers side by side; their circuits run together.</summary>
internal sealed class ConcatPass : LayerPass
{
    private readonly HashSet<LayerPass> _done = [];

    public ConcatPass(ConcatLayer layer)
        : base(layer) => Parts = [.. layer.Parts.ToArray().Select(Of)];

    public override bool Advance(ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        int output = 0;
        foreach (LayerPass pass in Parts)
        {
            pass.X = X;
            if (!_done.Contains(pass) && pass.Advance(parameters, queue))
            {
                _done.Add(pass);
                pass.Y.CopyTo(Y, output);
            }

            output += pass.Y.Length;
        }

        return _done.Count == Parts.Length;
    }

    public override void Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        foreach (LayerPass pass in Parts)
        {
            pass.Backward(parameters, dy[..pass.Y.Length], gradient);
            for (int k = 0; k < Dx.Length; k++) Dx[k] += pass.Dx[k];
            dy = dy[pass.Y.Length..];
        }
    }
}
