using QSeq.Core;

namespace QSeq.Tests.Core;

/// <summary>The blocked products against three loops in double precision, for every shape from 1 x 1 to 20 x 20.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class MatrixKernelTests
{
    public static TheoryData<int> LaneCounts => [16, 32, 48, 64];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void MultiplyIsTheMatrixProductAndBias(int lanes) => ForAllShapes(lanes, (w, b, x, y, inputs, outputs) =>
    {
        MatrixKernel.Multiply(w, b, new Rows(x, lanes), new Rows(y, lanes));
        return Compare(y, n => b[n / lanes] + Sum(inputs, k => (double)w[(n / lanes * inputs) + k] * x[(k * lanes) + (n % lanes)]));
    });

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void MultiplyTransposedIsTheProductWithTheTranspose(int lanes) => ForAllShapes(lanes, (w, b, x, y, inputs, outputs) =>
    {
        float[] result = [.. x];
        MatrixKernel.MultiplyTransposed(w, new Rows(y, lanes), new Rows(result, lanes));
        return Compare(result, n => Sum(outputs, j => (double)w[(j * inputs) + (n / lanes)] * y[(j * lanes) + (n % lanes)]));
    });

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void AddOuterAddsTheSumOverStepsAndSamples(int lanes) => ForAllShapes(lanes, (w, b, x, y, inputs, outputs) =>
    {
        // Two steps: the same rows, then their negative halves.
        float[] xs = [.. x, .. x.Select(v => v / 2)], ys = [.. y, .. y.Select(v => -v)];
        float[] dw = [.. w], db = [.. b];
        StepRows dy = new(new Rows(ys, lanes), 2);
        MatrixKernel.AddOuter(dy, new StepRows(new Rows(xs, lanes), 2), dw);
        MatrixKernel.AddSums(dy, db);
        double error = Compare(dw, n => w[n] + Sum(lanes, s => 0.5 * y[(n / inputs * lanes) + s] * x[(n % inputs * lanes) + s]));
        return Math.Max(error, Compare(db, n => b[n]));
    });

    private delegate double Try(float[] w, float[] b, float[] x, float[] y, int inputs, int outputs);

    private static void ForAllShapes(int lanes, Try product)
    {
        var random = new RandomSource(1, "matrices");
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-1, 1))];
        for (int inputs = 1; inputs <= 20; inputs++)
        {
            for (int outputs = 1; outputs <= 20; outputs++)
            {
                double error = product(Draw(outputs * inputs), Draw(outputs), Draw(inputs * lanes), Draw(outputs * lanes), inputs, outputs);
                Measured.Record("matrix products", error);
                Assert.True(error <= Tolerance.Value, $"{outputs} x {inputs}, {lanes} lanes: off by {error:E2}");
            }
        }
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    // Relative to the largest magnitude, as for every sum.
    private static double Compare(float[] actual, Func<int, double> expected)
    {
        double[] values = [.. Enumerable.Range(0, actual.Length).Select(expected)];
        double scale = Math.Max(1, values.Max(Math.Abs));
        return values.Zip(actual, (e, a) => Math.Abs(e - a) / scale).Max();
    }
}
