using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests;

/// <summary>How near the edges of a QKAN layer come to the poles, where the amplitude difference is infinitely steep.</summary>
internal static class Poles
{
    /// <summary>The smallest |alpha| or |beta| = sqrt((1 -+ |z|)/2) of the edges that leave an input.</summary>
    public static double Nearest(LayerHarness layer, QkanOptions options, int input, double x)
    {
        double most = 0;
        double[] parameters = Close.Widen(layer.Parameters);
        int edges = layer.Layer.Inputs * layer.Layer.Outputs;
        for (int edge = input; edge < edges; edge += layer.Layer.Inputs)
        {
            double[] Of(string name)
            {
                ParameterSlice slice = layer.Table[name];
                int size = slice.Count / edges;
                return slice.Of(parameters.AsSpan()).Slice(edge * size, size).ToArray();
            }

            double z = DaruanReference.Evaluate(options.Encoding, Readout.Expectation, Of("theta"), Of("preact_weight"), Of("preact_bias"), x);
            most = Math.Max(most, Math.Abs(z));
        }

        return Math.Sqrt((1 - most) / 2);
    }
}
