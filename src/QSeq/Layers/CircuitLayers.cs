using QSeq.Quantum.Circuits;

namespace QSeq.Layers;

/// <summary>The circuits that a layer stands for, with their angles filled in.</summary>
internal static class CircuitLayers
{
    /// <summary>The circuits of one sample x [Inputs], one for each of the layer's templates, ready to be drawn, written as OpenQASM or run.</summary>
    public static IReadOnlyList<Circuit> Circuits<TLayer>(this TLayer layer, ReadOnlySpan<double> parameters, ReadOnlySpan<double> x)
        where TLayer : Layer, ICircuitLayer
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (x.Length != layer.Inputs) throw new ArgumentException($"{x.Length} values were given, but the layer takes {layer.Inputs}.", nameof(x));
        IReadOnlyList<CircuitTemplate> templates = layer.Templates;
        var circuits = new Circuit[templates.Count];
        for (int n = 0; n < circuits.Length; n++)
        {
            double[] angles = new double[templates[n].Circuit.Parameters.Length];
            layer.Angles(parameters, x, n, angles);
            circuits[n] = templates[n].Circuit.Bind(angles);
        }

        return circuits;
    }
}
