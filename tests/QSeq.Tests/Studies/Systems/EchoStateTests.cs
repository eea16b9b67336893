using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Studies.DataSets;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

public class EchoStateTests
{
    internal static readonly ForecastRecipe Recipe = new()
    {
        Model = "",
        Network = new SequenceModelConfig { Gates = new LstmGates() },
        Windows = new WindowOptions { Window = 5 },
        Split = new(0.6, 0.15),
    };

    private static readonly EchoStateOptions One = new()
    {
        Units = 12,
        Connections = 4,
        SpectralRadii = [0.8],
        Leaks = [0.7],
        InputScales = [0.5],
        Ridges = [1e-3],
        Washout = 20
    };

    [Theory]
    [InlineData(20, 20, 1)]
    [InlineData(60, 10, 2)]
    [InlineData(100, 10, 3)]
    public void TheLargestEigenvalueOfAReservoirIsOne(int units, int connections, ulong seed)
    {
        var reservoir = new Reservoir(units, connections, 1, seed);
        double[,] weights = reservoir.Weights();
        double radius = DenseMatrix.OfArray(weights).Evd().EigenValues.Max(value => value.Magnitude);
        Assert.Equal(1, radius, 0.003);
        for (int unit = 0; unit < units; unit++)
            Assert.Equal(connections, Enumerable.Range(0, units).Count(from => weights[unit, from] != 0));
    }

    [Fact]
    public void AStepIsItsEquation()
    {
        var reservoir = new Reservoir(6, 3, 2, 7);
        Matrix<double> w = DenseMatrix.OfArray(reservoir.Weights());
        double[] start = [0.1, -0.2, 0.3, 0, 0.5, -0.6], without = [.. start], with = [.. start], scaled = [.. start];
        reservoir.Step(without, [0.4, -0.9], (0.8, 1, 0));
        Vector<double> recurrent = 0.8 * (w * DenseVector.OfArray(start));
        for (int n = 0; n < 6; n++) Assert.Equal(Math.Tanh(recurrent[n]), without[n], 1e-14);
        reservoir.Step(with, [0.4, -0.9], (0.8, 0.25, 0));
        for (int n = 0; n < 6; n++) Assert.Equal((0.75 * start[n]) + (0.25 * Math.Tanh(recurrent[n])), with[n], 1e-14);

        // The driven part is linear in the inputs and in the scale.
        double Driven(int n, double first, double second, double scale)
        {
            double[] state = [.. start];
            reservoir.Step(state, [first, second], (0.8, 1, scale));
            return Math.Atanh(state[n]) - recurrent[n];
        }

        for (int n = 0; n < 6; n++)
        {
            double bias = Driven(n, 0, 0, 1), one = Driven(n, 1, 0, 1) - bias, two = Driven(n, 0, 1, 1) - bias;
            Assert.NotEqual(0, bias * one * two);
            Assert.Equal(0.3 * (bias + (0.4 * one) - (0.9 * two)), Driven(n, 0.4, -0.9, 0.3), 1e-12);
        }

        Assert.NotEqual(reservoir.Weights(), new Reservoir(6, 3, 2, 8).Weights());
    }

    [Fact]
    public void TheReadoutIsThatOfRidgeRegression()
    {
        // The same by least squares on rows with the ridge's own rows below them, nothing squared.
        var data = Data(Lorenz.Generate(new() { Points = 400 }), "x");
        var network = EchoStateNetwork.Fit(data, One, 5);
        SeriesTable table = data.System.Table;
        var scaler = Scaler.Fit(ScalerKind.MinMax, table, data.Split.TrainRows);
        double[] z = [.. data.Values.Select(value => scaler.Transform(0, value))], state = new double[12];
        var reservoir = new Reservoir(12, 4, 1, 5);
        double[][] reads = [.. z.Select(value =>
        {
            reservoir.Step(state, [value], (0.8, 0.7, 0.5));
            return (double[])[1, value, .. state];
        })];
        int[] rows = [.. data.Rows(data.Split.Train).Where(row => row > 20)];
        double mean = Enumerable.Range(1, 13).Average(n => rows.Sum(row => reads[row - 1][n] * reads[row - 1][n]));
        double[] ridge = new double[14];
        IEnumerable<double[]> below = Enumerable.Range(1, 13).Select(n =>
        {
            double[] row = new double[14];
            row[n] = Math.Sqrt(1e-3 * mean);
            return row;
        });
        Matrix<double> left = DenseMatrix.OfRowArrays(rows.Select(row => reads[row - 1]).Concat(below));
        Vector<double> readout = left.QR().Solve(DenseVector.OfEnumerable(rows.Select(row => z[row]).Concat(new double[13])));
        Assert.Equal(14, network.Parameters);
        Assert.Equal((0.8, 0.7, 0.5, 1e-3), network.Chosen);
        foreach (int row in data.Rows(data.Split.Test))
            Assert.Equal(scaler.Inverse(0, readout * DenseVector.OfArray(reads[row - 1])), network.Ahead(row, 1)[0], 1e-8);

        // Fed back: the first forecast is the next input.
        int start = data.Starts[1];
        double[] ahead = network.Ahead(start, 2), again = [.. data.Values[..start], ahead[0], .. data.Values[(start + 1)..]];
        double[] states = new double[12];
        reservoir = new Reservoir(12, 4, 1, 5);
        foreach (double value in again.Take(start + 1)) reservoir.Step(states, [scaler.Transform(0, value)], (0.8, 0.7, 0.5));
        double second = readout * DenseVector.OfArray([1, scaler.Transform(0, ahead[0]), .. states]);
        Assert.Equal(scaler.Inverse(0, second), ahead[1], 1e-8);
    }

    [Fact]
    public void NothingIsChosenByTheTestPart()
    {
        SeriesTable table = Lorenz.Generate(new() { Points = 400 });
        double[] x = table.Column("x").ToArray();
        var data = Data(table, "x");
        int first = data.Rows(data.Split.Test).First();
        double[] other = [.. x.Select((value, row) => row < first ? value : 5 - value)];
        var options = new EchoStateOptions { Units = 20 };
        EchoStateNetwork one = EchoStateNetwork.Fit(data, options, 1), two = EchoStateNetwork.Fit(Data(SeriesTable.Of("x", other), "x"),
            options, 1);
        Assert.Equal(one.Chosen, two.Chosen);
        Assert.Equal(one.Ahead(first, 20), two.Ahead(first, 20));
        Assert.NotEqual(one.Ahead(first, 20), EchoStateNetwork.Fit(data, options, 2).Ahead(first, 20));
    }

    [Fact]
    public void WhatIsChosenHasTheLeastErrorOnTheValidationPart()
    {
        var data = Data(Narma.Generate(new() { Points = 500, Order = 5 }), "y");
        var options = new EchoStateOptions { Units = 25, Ridges = [1e-8, 1e-2] };
        var chosen = EchoStateNetwork.Fit(data, options, 3);
        double Loss(EchoStateNetwork network) =>
            data.Rows(data.Split.Validation).Sum(row => Math.Pow(network.Ahead(row, 1)[0] - data.Values[row], 2));
        double least = Loss(chosen);
        int tried = 0;
        foreach ((double radius, double leak, double scale) in options.Forms)
        {
            foreach (double ridge in options.Ridges)
            {
                var alone = options with { SpectralRadii = [radius], Leaks = [leak], InputScales = [scale], Ridges = [ridge] };
                Assert.True(Loss(EchoStateNetwork.Fit(data, alone, 3)) >= least * (1 - 1e-9));
                tried++;
            }
        }

        Assert.Equal(16, tried);
        Assert.Throws<InvalidOperationException>(() => chosen.Ahead(450, 2)); // u is not known
        Assert.Equal(28, chosen.Parameters); // 1 + u + y + 25
    }

    [Fact]
    public void ItsOptionsAreAllInItsDescription()
    {
        var options = new EchoStateOptions { Units = 9 };
        EchoStateOptions[] others =
        [
            options with { Units = 8 }, options with { Connections = 3 }, options with { SpectralRadii = [0.5] }, options with { Leaks =
                [0.5] },
            options with { InputScales = [0.5] }, options with { Ridges = [0.5] }, options with { Washout = 1 },
        ];
        Assert.Equal(8, others.Append(options).Select(one => one.Describe()).Distinct().Count());
    }

    private static SystemData Data(SeriesTable table, string target) =>
        new(new DynamicalSystem("made", table, target, table.Names.Count == 1 ? "steps" : null, 1), Recipe);
}
