using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Golden;

public class DaruanGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("daruan");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceGivesPennyLanesNumbers(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        double[] theta = golden.Tensor("theta").Data, w = golden.Tensor("w").Data, b = golden.Tensor("b").Data, x = golden.Tensor("x").Data;
        double[] All(Readout readout) => [.. x.Select(v => DaruanReference.Evaluate(Encoding.Pz, readout, theta, w, b, v))];

        Close.Values("golden daruan, reference, <Z>", golden.Tensor("z").Data, All(Readout.Expectation), Tolerance.GoldenCircuit);
        Close.Values("golden daruan, reference, amplitude difference",
            golden.Tensor("fast_measure").Data, All(Readout.AmplitudeDifference), Tolerance.GoldenCircuit);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OneEdgeOfAQkanLayerGivesPennyLanesValues(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        float[] x = golden.Tensor("x").Floats, one = [.. x.Select(_ => 1f)];
        double[] allowed = RoundingOfInputs(golden);
        foreach ((Readout readout, string name) in new[] { (Readout.Expectation, "z"), (Readout.AmplitudeDifference, "fast_measure") })
        {
            float[] y = Edge(golden, readout).Run(x, one).Y;
            double[] expected = golden.Tensor(name).Data, z = golden.Tensor("z").Data;
            for (int n = 0; n < y.Length; n++)
            {
                // |alpha| = sqrt((1+z)/2), |beta| = sqrt((1-z)/2); the amplitude difference moves (1/|alpha| + 1/|beta|)/4 as fast as z.
                double slope = readout == Readout.Expectation ? 1 : ((1 / Math.Sqrt((1 + z[n]) / 2)) + (1 / Math.Sqrt((1 - z[n]) / 2))) / 4;
                double error = Math.Abs(y[n] - expected[n]);
                Measured.Record($"golden daruan, kernel, {readout}", error);
                Assert.True(error <= Tolerance.Value + (slope * allowed[n]), $"{readout} at x = {x[n]}: {y[n]:R}, expected {expected[n]:R}, off by {error:E2}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OneEdgeOfAQkanLayerGivesPennyLanesGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        foreach (Readout readout in Enum.GetValues<Readout>())
        {
            LayerHarness edge = Edge(golden, readout);
            float[] x = golden.Tensor("x").Floats;
            double[] z = golden.Tensor("z").Data;
            for (int n = 0; n < x.Length; n++)
            {
                double alpha = Math.Sqrt((1 + z[n]) / 2), beta = Math.Sqrt((1 - z[n]) / 2);
                double slope = readout == Readout.Expectation ? 1 : ((1 / alpha) + (1 / beta)) / 4;
                if (readout == Readout.AmplitudeDifference && Math.Min(alpha, beta) < Tolerance.PoleDistance) continue;

                LayerRun run = edge.Run([x[n]], [1]);
                void Same(string name, double[] derivative, ReadOnlySpan<float> actual) => Close.Gradient(
                    $"golden daruan, kernel, gradient of {readout} by {name}", [.. derivative.Select(d => slope * d)], actual, Tolerance.Gradient);
                Same("x", [golden.Tensor("dz_dx").Data[n]], run.Dx);
                Same("theta", golden.Tensor("dz_dtheta").Row(n), edge.Table["theta"].Of(run.Gradient.AsSpan()));
                Same("w", golden.Tensor("dz_dw").Row(n), edge.Table["preact_weight"].Of(run.Gradient.AsSpan()));
                Same("b", golden.Tensor("dz_db").Row(n), edge.Table["preact_bias"].Of(run.Gradient.AsSpan()));
            }
        }
    }

    private static LayerHarness Edge(GoldenCase golden, Readout readout)
    {
        var options = new QkanOptions { Reps = golden.Int("L"), Readout = readout, Base = BaseFunction.None };
        var edge = new LayerHarness("golden edge", table => new QkanLayer(table, 1, 1, options));
        edge.Set("theta", golden.Tensor("theta").Data);
        edge.Set("preact_weight", golden.Tensor("w").Data);
        edge.Set("preact_bias", golden.Tensor("b").Data);
        edge.Set("postact_weight", [1]);
        edge.Set("postact_bias", [0]);
        return edge;
    }

    // By how much <Z> may move because x, theta, w and b are stored as floats: sum |dz/dp| |p| 2^-24.
    private static double[] RoundingOfInputs(GoldenCase golden)
    {
        double[] x = golden.Tensor("x").Data;
        double[] sums = [.. x.Select((v, n) => Math.Abs(v * golden.Tensor("dz_dx").Data[n]))];
        foreach ((string value, string derivative) in new[] { ("theta", "dz_dtheta"), ("w", "dz_dw"), ("b", "dz_db") })
        {
            double[] values = golden.Tensor(value).Data;
            for (int n = 0; n < sums.Length; n++)
                sums[n] += golden.Tensor(derivative).Row(n).Select((d, k) => Math.Abs(d * values[k])).Sum();
        }

        return [.. sums.Select(sum => sum * Tolerance.Rounding)];
    }
}
