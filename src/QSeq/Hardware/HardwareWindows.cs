using QSeq.Data;
using QSeq.Objectives;

namespace QSeq.Hardware;

/// <summary>Windows sample by sample in double precision, and their loss.</summary>
internal sealed class HardwareWindows(WindowSet data)
{
    private readonly float[] _x = new float[data.Window * data.Inputs * Lanes.Width];
    private readonly float[] _target = new float[data.Outputs * (data.Sequence ? data.Window : 1) * Lanes.Width];

    /// <summary>[samples][steps * inputs]</summary>
    public double[][] All() => [.. Enumerable.Range(0, data.Count).Select(sample =>
    {
        data.FillInputs([sample], Lanes.Width, _x);
        return FirstLane(_x);
    })];

    /// <summary>The mean loss over answers [samples][values], and its gradient with respect to them.</summary>
    public (double Loss, double[][] Gradient) Loss(Objective objective, ReadOnlySpan<int> samples, double[][] answers)
    {
        double sum = 0, count = (double)samples.Length * answers[0].Length;
        double[][] gradient = new double[answers.Length][];
        for (int s = 0; s < answers.Length; s++)
        {
            data.Fill([samples[s]], Lanes.Width, _x, _target);
            double[] target = FirstLane(_target), d = new double[target.Length];
            for (int n = 0; n < d.Length; n++)
            {
                sum += objective.Reference(answers[s].AsSpan(n, 1), target[n], d.AsSpan(n, 1));
                d[n] /= count;
            }

            gradient[s] = d;
        }

        return (sum / count, gradient);
    }

    private static double[] FirstLane(float[] rows)
    {
        double[] values = new double[rows.Length / Lanes.Width];
        for (int n = 0; n < values.Length; n++) values[n] = rows[n * Lanes.Width];
        return values;
    }
}
