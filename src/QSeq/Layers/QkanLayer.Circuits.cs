using QSeq.Quantum;
using QSeq.Quantum.Circuits;

namespace QSeq.Layers;

/// <content>
/// The layer as circuits: one a edge, output after output, each read as z = &lt;Z&gt;.
/// y_j = sum_k { postWeight (read(z) + postBias) + base f(x_k) }, read(z) = z, or for the amplitude difference
/// |alpha| - |beta| with |alpha|^2 = (1 + z)/2 and |beta|^2 = (1 - z)/2.
/// </content>
public sealed partial class QkanLayer : ICircuitLayer
{
    // As in ReuploadKernel: the slope of the amplitude difference is capped nearer to a pole than this.
    private const double PoleFloor = 1e-4;

    private CircuitTemplate[]? _templates;

    private int ThetaOfEdge => _theta.Count / Edges;

    IReadOnlyList<CircuitTemplate> ICircuitLayer.Templates =>
        _templates ??= [.. Enumerable.Repeat(new CircuitTemplate(DaruanCircuit.Create(_options.Encoding, _options.Reps), false), Edges)];

    void ICircuitLayer.Angles(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, Span<double> angles)
    {
        // theta, then w x + b
        int reps = _options.Reps;
        _theta.Of(parameters).Slice(circuit * ThetaOfEdge, ThetaOfEdge).CopyTo(angles);
        ReadOnlySpan<double> w = _w.Of(parameters).Slice(circuit * reps, reps), b = _b.Of(parameters).Slice(circuit * reps, reps);
        for (int l = 0; l < reps; l++) angles[ThetaOfEdge + l] = (w[l] * x[circuit % Inputs]) + b[l];
    }

    void ICircuitLayer.AnglesBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, ReadOnlySpan<double> dangles, Span<double> dx, Span<double> gradient)
    {
        int reps = _options.Reps;
        ReadOnlySpan<double> w = _w.Of(parameters).Slice(circuit * reps, reps);
        Span<double> dTheta = _theta.Of(gradient).Slice(circuit * ThetaOfEdge, ThetaOfEdge);
        Span<double> dW = _w.Of(gradient).Slice(circuit * reps, reps), dB = _b.Of(gradient).Slice(circuit * reps, reps);
        for (int n = 0; n < dTheta.Length; n++) dTheta[n] += dangles[n];
        for (int l = 0; l < reps; l++)
        {
            // alpha = w x + b
            double dAlpha = dangles[ThetaOfEdge + l];
            dW[l] += x[circuit % Inputs] * dAlpha;
            dB[l] += dAlpha;
            dx[circuit % Inputs] += w[l] * dAlpha;
        }
    }

    void ICircuitLayer.Finish(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> values, Span<double> y)
    {
        ReadOnlySpan<double> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        y.Clear();
        for (int e = 0; e < Edges; e++)
        {
            y[e / Inputs] += postWeight[e] * (Read(values[e], out _) + postBias[e]);
            if (_base is not null) y[e / Inputs] += _base.Of(parameters)[e] * BaseFunctionKernel.Portable(_options.Base, x[e % Inputs], out _);
        }
    }

    void ICircuitLayer.FinishBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> values, ReadOnlySpan<double> dy, Span<double> dvalues, Span<double> dx, Span<double> gradient)
    {
        ReadOnlySpan<double> postWeight = _postWeight.Of(parameters), postBias = _postBias.Of(parameters);
        Span<double> dPostWeight = _postWeight.Of(gradient), dPostBias = _postBias.Of(gradient);
        for (int e = 0; e < Edges; e++)
        {
            // y += postWeight (read(z) + postBias) + base f(x)
            double d = dy[e / Inputs], read = Read(values[e], out double slope);
            dPostWeight[e] += (read + postBias[e]) * d;
            dPostBias[e] += postWeight[e] * d;
            dvalues[e] = postWeight[e] * slope * d;
            if (_base is null) continue;
            double f = BaseFunctionKernel.Portable(_options.Base, x[e % Inputs], out double df);
            _base.Of(gradient)[e] += f * d;
            dx[e % Inputs] += _base.Of(parameters)[e] * df * d;
        }
    }

    // Shots reach the poles, and mitigation goes beyond them: z is taken as -1 or 1 there.
    private double Read(double z, out double slope)
    {
        slope = 1;
        if (_options.Readout == Readout.Expectation) return z;
        z = Math.Clamp(z, -1, 1);
        double alpha = Math.Sqrt((1 + z) / 2), beta = Math.Sqrt((1 - z) / 2);
        slope = ((1 / Math.Max(alpha, PoleFloor)) + (1 / Math.Max(beta, PoleFloor))) / 4;
        return alpha - beta;
    }
}
