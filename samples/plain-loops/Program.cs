// An LSTM and a QKAN-LSTM (arXiv 2512.05049) in plain loops over doubles, for reading: forward, backward through time and
// Adam, one sample after another. Nothing here is fast, and nothing but the initial weights comes from the library, which
// trains the same models on the same batches beside it. The program fails where the two are 2e-6 apart.
//
//   v = [h; x]                        what the gates read: the hidden state, then the value of the time step
//   (a_i, a_f, a_g, a_o) = map(v)     the only thing in which the two models differ
//   i = sigmoid(a_i)  f = sigmoid(a_f)  g = tanh(a_g)  o = sigmoid(a_o)
//   c' = f c + i g    h' = o tanh(c')
//   y = w h + b                       after the last time step
using QSeq.Core;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Training;

const int Hidden = 2, Window = 6, Batch = 16, Epochs = 8;
double[] series = [.. Enumerable.Range(0, 134).Select(t => (double)(float)(Math.Exp(-0.01 * t) * Math.Sin(0.3 * t)))];
SeriesTable data = SeriesTable.Of("x", series);
var windows = WindowSet.Create(data, Scaler.Fit(ScalerKind.None, data, series.Length), new() { Window = Window });
var qkan = new QkanGates { Qkan = new() { Reps = 2 } };
bool agree = Agrees("LSTM", new LstmGates(), table => new LinearMap(table, Hidden + 1, 4 * Hidden));
agree &= Agrees("QKAN-LSTM", qkan, table => new QkanMap(table, Hidden + 1, 4 * Hidden, qkan.Qkan.Reps));
return agree ? 0 : 1;

bool Agrees(string name, GateConfig gates, Func<ParameterTable, GateMap> map)
{
    var config = new SequenceModelConfig { Gates = gates, Hidden = Hidden };
    var model = new SequenceModel(config, seed: 1);
    var plain = new PlainModel(model.Table, map(model.Table), Hidden);
    double[] p = [.. model.Parameters], gradient = new double[p.Length];
    Console.WriteLine($"{name}: {model.Table.TrainableCount} parameters, {windows.Count} windows of {Window}");

    // The answers of the same weights.
    bool fine = NearAnswers("predictions");

    // The gradient of a batch is what gradient descent takes from the weights; a rate of 1024, so that little is rounded away.
    int[] order = [.. Enumerable.Range(0, windows.Count).Select(n => n * 37 % windows.Count)];
    var other = new SequenceModel(config, seed: 1);
    var descent = new TrainingOptions { BatchSize = Batch, Optimizer = new SgdConfig { LearningRate = 1024 } };
    using (var step = new TrainingStep(other, windows, descent)) step.Run(order, 0, Batch);
    double first = plain.Gradient(p, series, Window, order.AsSpan(0, Batch), gradient), last = first;
    fine &= Near("gradient", gradient, [.. p.Select((weight, n) => (weight - other.Parameters[n]) / 1024)]);

    // Adam over the same batches.
    using var training = new TrainingStep(model, windows, new() { BatchSize = Batch, Optimizer = new AdamConfig { LearningRate = 0.01 } });
    var adam = new Adam(p.Length, rate: 0.01);
    for (int step = 0; step < Epochs * windows.Count / Batch; step++)
    {
        int start = step * Batch % windows.Count;
        training.Run(order, start, Batch);
        Array.Clear(gradient);
        last = plain.Gradient(p, series, Window, order.AsSpan(start, Batch), gradient);
        adam.Step(p, gradient);
        if (step == 0) fine &= Near("weights after a step of Adam", p, [.. model.Parameters]);
    }

    fine &= Near($"weights after {Epochs} epochs", p, [.. model.Parameters]);
    fine &= NearAnswers($"predictions after {Epochs} epochs");
    Console.WriteLine($"  the loss of a batch fell from {first:F4} to {last:F4}");
    return fine && last < first / 2;

    bool NearAnswers(string what)
    {
        new Evaluator(model, windows).Predict(null, out double[] theirs, out _);
        return Near(what, [.. Enumerable.Range(0, windows.Count).Select(n => plain.Answer(p, series.AsSpan(n, Window)))], theirs);
    }
}

static bool Near(string what, double[] ours, double[] theirs)
{
    double distance = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() / theirs.Max(Math.Abs);
    Console.WriteLine($"  {what}: at most {distance:0.0e+00} apart, relative to the largest{(distance <= 2e-6 ? "" : " - TOO FAR")}");
    return distance <= 2e-6;
}

/// <summary>The cell over time with a linear read-out, for one sample: [Window] to one number.</summary>
internal sealed class PlainModel(ParameterTable table, GateMap map, int hidden)
{
    private readonly int _w = table["head.weight"].Offset, _b = table["head.bias"].Offset;

    public double Answer(double[] p, ReadOnlySpan<double> x) => Answer(p, Forward(p, x));

    /// <summary>
    /// Adds the gradient of the mean squared error of a batch, and answers with that error. Window n starts at row n, and its
    /// target stands behind it.
    /// </summary>
    public double Gradient(double[] p, double[] series, int window, ReadOnlySpan<int> batch, double[] gradient)
    {
        double loss = 0;
        foreach (int n in batch)
        {
            Step[] steps = Forward(p, series.AsSpan(n, window));
            double error = Answer(p, steps) - series[n + window];
            loss += error * error / batch.Length;
            Backward(p, steps, 2 * error / batch.Length, gradient);
        }

        return loss;
    }

    private double Answer(double[] p, Step[] steps)
    {
        double y = p[_b];
        for (int n = 0; n < hidden; n++) y += p[_w + n] * steps[^1].H[n];
        return y;
    }

    private Step[] Forward(double[] p, ReadOnlySpan<double> x)
    {
        var steps = new Step[x.Length];
        double[] h = new double[hidden], c = new double[hidden];
        for (int t = 0; t < x.Length; t++)
        {
            var s = new Step([.. h, x[t]], new double[4 * hidden], c, new double[hidden], new double[hidden]);
            map.Forward(p, s.V, s.A);
            for (int n = 0; n < hidden; n++)
            {
                (double i, double f, double g, double o) = Gates(s, n);
                s.C[n] = (f * c[n]) + (i * g);
                s.H[n] = o * Math.Tanh(s.C[n]);
            }

            (steps[t], h, c) = (s, s.H, s.C);
        }

        return steps;
    }

    private void Backward(double[] p, Step[] steps, double dy, double[] gradient)
    {
        double[] dh = new double[hidden], dc = new double[hidden]; // of the loss by h and c after the step at work
        gradient[_b] += dy;
        for (int n = 0; n < hidden; n++) (gradient[_w + n], dh[n]) = (gradient[_w + n] + (dy * steps[^1].H[n]), dy * p[_w + n]);

        for (int t = steps.Length - 1; t >= 0; t--)
        {
            Step s = steps[t];
            double[] da = new double[4 * hidden], dv = new double[s.V.Length];
            for (int n = 0; n < hidden; n++)
            {
                (double i, double f, double g, double o) = Gates(s, n);
                double tanh = Math.Tanh(s.C[n]);
                dc[n] += dh[n] * o * (1 - (tanh * tanh)); // h' = o tanh(c')
                da[n] = dc[n] * g * i * (1 - i); // c' = f c + i g, and the slope of sigmoid is s (1 - s), of tanh 1 - t^2
                da[hidden + n] = dc[n] * s.CBefore[n] * f * (1 - f);
                da[(2 * hidden) + n] = dc[n] * i * (1 - (g * g));
                da[(3 * hidden) + n] = dh[n] * tanh * o * (1 - o);
                dc[n] *= f;
            }

            map.Backward(p, s.V, da, dv, gradient);
            for (int n = 0; n < hidden; n++) dh[n] = dv[n]; // h stands first in v
        }
    }

    private (double I, double F, double G, double O) Gates(Step s, int n) => (GateMap.Sigmoid(s.A[n]),
        GateMap.Sigmoid(s.A[hidden + n]), Math.Tanh(s.A[(2 * hidden) + n]), GateMap.Sigmoid(s.A[(3 * hidden) + n]));

    /// <summary>What a time step leaves for the way back: v, the pre-activations, c before, and c and h after.</summary>
    private sealed record Step(double[] V, double[] A, double[] CBefore, double[] C, double[] H);
}

/// <summary>v to the pre-activations of the four gates, in the order i, f, g, o.</summary>
internal abstract class GateMap
{
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public abstract void Forward(double[] p, double[] v, double[] a);

    /// <summary>Given the loss by a, adds the loss by v and by the parameters.</summary>
    public abstract void Backward(double[] p, double[] v, double[] da, double[] dv, double[] gradient);
}

/// <summary>LSTM: a = W v + b1 + b2, two biases as in PyTorch.</summary>
internal sealed class LinearMap(ParameterTable table, int inputs, int outputs) : GateMap
{
    private readonly int _w = table["cell0.weight"].Offset; // [outputs, inputs]
    private readonly int _b1 = table["cell0.bias_ih"].Offset, _b2 = table["cell0.bias_hh"].Offset;

    public override void Forward(double[] p, double[] v, double[] a)
    {
        for (int j = 0; j < outputs; j++)
        {
            a[j] = p[_b1 + j] + p[_b2 + j];
            for (int k = 0; k < inputs; k++) a[j] += p[_w + (j * inputs) + k] * v[k];
        }
    }

    public override void Backward(double[] p, double[] v, double[] da, double[] dv, double[] gradient)
    {
        for (int j = 0; j < outputs; j++)
        {
            gradient[_b1 + j] += da[j];
            gradient[_b2 + j] += da[j];
            for (int k = 0; k < inputs; k++)
            {
                gradient[_w + (j * inputs) + k] += da[j] * v[k];
                dv[k] += da[j] * p[_w + (j * inputs) + k];
            }
        }
    }
}

/// <summary>
/// QKAN-LSTM: a_j = sum_k phi_jk(v_k) with phi(x) = s (&lt;Z&gt; + q) + base silu(x), one qubit an edge (s = 1 and q = 0 do not train):
/// H, then L times RZ(theta) RY(theta) RZ(w x + b), then RZ(theta) RY(theta). On the Bloch sphere H|0> is the vector (1, 0, 0),
/// a gate turns it by its angle, and &lt;Z&gt; is its third component.
/// </summary>
internal sealed class QkanMap(ParameterTable table, int inputs, int outputs, int reps) : GateMap
{
    private readonly int _theta = table["cell0.theta"].Offset; // [outputs, inputs, L + 1, 2]
    private readonly int _w = table["cell0.preact_weight"].Offset, _b = table["cell0.preact_bias"].Offset; // [outputs, inputs, L]
    private readonly int _base = table["cell0.base_weight"].Offset; // [outputs, inputs], as the next two
    private readonly int _scale = table["cell0.postact_weight"].Offset, _shift = table["cell0.postact_bias"].Offset;

    public override void Forward(double[] p, double[] v, double[] a)
    {
        Array.Clear(a);
        for (int e = 0; e < outputs * inputs; e++)
        {
            double x = v[e % inputs];
            double z = Turn(Angles(p, e, x), gates: (3 * reps) + 2).Z;
            a[e / inputs] += (p[_scale + e] * (z + p[_shift + e])) + (p[_base + e] * x * Sigmoid(x));
        }
    }

    public override void Backward(double[] p, double[] v, double[] da, double[] dv, double[] gradient)
    {
        for (int e = 0; e < outputs * inputs; e++)
        {
            int k = e % inputs;
            double x = v[k], slope = da[e / inputs], sigmoid = Sigmoid(x);
            gradient[_base + e] += slope * x * sigmoid;
            dv[k] += slope * p[_base + e] * sigmoid * (1 + (x * (1 - sigmoid))); // silu'

            // From the last gate to the first: m is Z pulled back through the gates behind, r the state after gate n, and
            // d<Z>/d angle = m . (axis x r).
            double[] angles = Angles(p, e, x);
            (double X, double Y, double Z) m = (0, 0, 1);
            for (int n = angles.Length - 1; n >= 0; n--)
            {
                (double X, double Y, double Z) r = Turn(angles, n + 1);
                bool aboutY = n % 3 == 1;
                double dAngle = slope * p[_scale + e] * (aboutY ? (m.X * r.Z) - (m.Z * r.X) : (m.Y * r.X) - (m.X * r.Y));
                m = aboutY ? AboutY(m, -angles[n]) : AboutZ(m, -angles[n]);
                if (n % 3 < 2) gradient[Theta(e, n)] += dAngle;
                else
                {
                    gradient[_w + Data(e, n)] += dAngle * x; // the angle w x + b
                    gradient[_b + Data(e, n)] += dAngle;
                    dv[k] += dAngle * p[_w + Data(e, n)];
                }
            }
        }
    }

    /// <summary>RZ RY RZ(data), RZ RY RZ(data), ..., RZ RY: gate n is about y where n is 1 modulo 3.</summary>
    private double[] Angles(double[] p, int e, double x)
    {
        double[] angles = new double[(3 * reps) + 2];
        for (int n = 0; n < angles.Length; n++) angles[n] = n % 3 < 2 ? p[Theta(e, n)] : (p[_w + Data(e, n)] * x) + p[_b + Data(e, n)];
        return angles;
    }

    private int Theta(int e, int n) => _theta + (((e * (reps + 1)) + (n / 3)) * 2) + (n % 3);

    private int Data(int e, int n) => (e * reps) + (n / 3);

    private static (double X, double Y, double Z) Turn(double[] angles, int gates)
    {
        (double X, double Y, double Z) r = (1, 0, 0);
        for (int n = 0; n < gates; n++) r = n % 3 == 1 ? AboutY(r, angles[n]) : AboutZ(r, angles[n]);
        return r;
    }

    private static (double X, double Y, double Z) AboutZ((double X, double Y, double Z) r, double angle) =>
        ((Math.Cos(angle) * r.X) - (Math.Sin(angle) * r.Y), (Math.Sin(angle) * r.X) + (Math.Cos(angle) * r.Y), r.Z);

    private static (double X, double Y, double Z) AboutY((double X, double Y, double Z) r, double angle) =>
        ((Math.Cos(angle) * r.X) + (Math.Sin(angle) * r.Z), r.Y, (Math.Cos(angle) * r.Z) - (Math.Sin(angle) * r.X));
}

/// <summary>Adam (Kingma and Ba 2014): a step along the mean gradient over the root of the mean squared gradient.</summary>
internal sealed class Adam(int count, double rate)
{
    private readonly double[] _mean = new double[count], _square = new double[count];
    private int _t;

    public void Step(double[] p, double[] g)
    {
        _t++;
        for (int n = 0; n < p.Length; n++)
        {
            _mean[n] = (0.9 * _mean[n]) + (0.1 * g[n]);
            _square[n] = (0.999 * _square[n]) + (0.001 * g[n] * g[n]);
            double mean = _mean[n] / (1 - Math.Pow(0.9, _t)), square = _square[n] / (1 - Math.Pow(0.999, _t)); // both began at 0
            p[n] -= rate * mean / (Math.Sqrt(square) + 1e-8);
        }
    }
}
