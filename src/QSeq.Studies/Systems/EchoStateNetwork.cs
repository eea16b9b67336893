using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace QSeq.Studies.Systems;

/// <summary>
/// An echo state network (Jaeger, GMD Report 148, 2001): a drawn reservoir, of which a readout [1; u; s] is fitted by least squares with
/// ridge on the training rows. Radius, leak, scale and ridge are those of the least one-step error on the validation rows; no test row
/// is seen by a choice. Values are scaled to [-1, 1] by the training rows. Safe to share between threads.
/// </summary>
internal sealed class EchoStateNetwork
{
    private readonly Reservoir _reservoir;
    private readonly Scaler _scaler;
    private readonly int _target; // the last of the columns
    private readonly (double Radius, double Leak, double Scale) _form;
    private readonly double[][] _states; // after each row
    private readonly double[][] _inputs; // [row][column], scaled
    private readonly double[] _readout;

    private EchoStateNetwork(Drive drive, (double Radius, double Leak, double Scale) form, double[] readout, double[][] states)
    {
        (_reservoir, _scaler, _target, _inputs) = (drive.Reservoir, drive.Scaler, drive.Target, drive.Inputs);
        (_form, _readout, _states) = (form, readout, states);
    }

    /// <summary>Weights that are fitted.</summary>
    public int Parameters => _readout.Length;

    /// <summary>What was chosen.</summary>
    public (double Radius, double Leak, double Scale, double Ridge) Chosen { get; private init; }

    /// <summary>Draws a reservoir, chooses its form on the validation rows and fits the readout on the training rows.</summary>
    /// <param name="data">The system.</param>
    /// <param name="options">Size and what is tried.</param>
    /// <param name="seed">What the reservoir is drawn from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EchoStateNetwork Fit(SystemData data, EchoStateOptions options, ulong seed, CancellationToken cancellationToken = default)
    {
        string[] names = [.. data.System.Table.Names.Where(name => name != data.System.Target), data.System.Target];
        SeriesTable table = data.System.Table.Select(names);
        var scaler = Scaler.Fit(ScalerKind.MinMax, table, data.Split.TrainRows);
        double[] Scaled(int row) => [.. names.Select((_, n) => scaler.Transform(n, table.Column(n)[row]))];
        double[][] inputs = [.. Enumerable.Range(0, table.Length).Select(Scaled)];
        var drive = new Drive(new Reservoir(options.Units, options.Connections, names.Length, seed), scaler, names.Length - 1, inputs);
        int[] train = [.. data.Rows(data.Split.Train).Where(row => row > options.Washout)];
        int[] validation = [.. data.Rows(data.Split.Validation)];
        double least = double.PositiveInfinity;
        EchoStateNetwork? best = null;
        foreach ((double Radius, double Leak, double Scale) form in options.Forms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[][] states = drive.States(form);
            foreach ((double ridge, double[] readout) in Readouts(drive, states, train, options.Ridges))
            {
                double loss = validation.Sum(row => Square(Read(readout, inputs[row - 1], states[row - 1]) - inputs[row][^1]));
                if (!(loss < least)) continue;
                least = loss;
                best = new EchoStateNetwork(drive, form, readout, states) { Chosen = (form.Radius, form.Leak, form.Scale, ridge) };
            }
        }

        string problem = $"{data.System.Name}: no echo state network has a finite error on the validation part";
        return best ?? throw new InvalidDataException(problem);
    }

    /// <summary>Forecasts from a row on, each fed back for the next, as <see cref="Systems.Ahead"/> says.</summary>
    public double[] Ahead(int row, int steps)
    {
        double[] state = [.. _states[row - 1]], input = [.. _inputs[row - 1]], ahead = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            double next = Read(_readout, input, state);
            ahead[step] = _scaler.Inverse(_target, next);
            if (step + 1 == steps) break;
            if (input.Length > 1) throw new InvalidOperationException("Other columns than the target are not known in the future.");
            input[0] = next;
            _reservoir.Step(state, input, _form);
        }

        return ahead;
    }

    // Readouts for all strengths of ridge, which is free of the intercept.
    private static IEnumerable<(double Ridge, double[] Readout)> Readouts(
        Drive drive, double[][] states, int[] rows, ImmutableArray<double> ridges)
    {
        int size = 1 + drive.Inputs[0].Length + states[0].Length;
        double[][] products = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        double[] right = new double[size];
        foreach (int row in rows)
        {
            double[] read = [1, .. drive.Inputs[row - 1], .. states[row - 1]];
            double truth = drive.Inputs[row][^1];
            for (int i = 0; i < size; i++)
            {
                double[] line = products[i];
                double value = read[i];
                for (int j = 0; j <= i; j++) line[j] += value * read[j];
                right[i] += value * truth;
            }
        }

        double mean = Enumerable.Range(1, size - 1).Average(i => products[i][i]);
        Matrix<double> square = DenseMatrix.Create(size, size, (i, j) => products[Math.Max(i, j)][Math.Min(i, j)]);
        Vector<double> aim = DenseVector.OfArray(right);
        foreach (double ridge in ridges)
        {
            Matrix<double> ridged = square + (ridge * mean * DenseMatrix.CreateDiagonal(size, size, i => i == 0 ? 0 : 1));
            yield return (ridge, ridged.Cholesky().Solve(aim).ToArray());
        }
    }

    private static double Read(double[] readout, double[] input, double[] state)
    {
        double sum = readout[0];
        for (int n = 0; n < input.Length; n++) sum += readout[1 + n] * input[n];
        for (int n = 0; n < state.Length; n++) sum += readout[1 + input.Length + n] * state[n];
        return sum;
    }

    private static double Square(double value) => value * value;

    /// <summary>A reservoir and what drives it, [row][column] in scaled units.</summary>
    private sealed record Drive(Reservoir Reservoir, Scaler Scaler, int Target, double[][] Inputs)
    {
        /// <summary>The states after each row, from rest, [row][unit].</summary>
        public double[][] States((double Radius, double Leak, double Scale) form)
        {
            double[] state = new double[Reservoir.Units];
            double[][] all = new double[Inputs.Length][];
            for (int row = 0; row < all.Length; row++)
            {
                Reservoir.Step(state, Inputs[row], form);
                all[row] = [.. state];
            }

            return all;
        }
    }
}
