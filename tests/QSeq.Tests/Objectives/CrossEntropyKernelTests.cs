using QSeq.Core;
using QSeq.Objectives;

namespace QSeq.Tests.Objectives;

public class CrossEntropyKernelTests
{
    [Fact]
    public void LossAndSlopeAreThoseOfTheSoftmax()
    {
        const int classes = 3, lanes = 16, steps = 2;
        var random = new RandomSource(1, "scores");
        float[] y = [.. Enumerable.Range(0, steps * classes * lanes).Select(_ => (float)random.NextUniform(-4, 4))], dy = new float[y.Length];
        float[] right = [.. Enumerable.Range(0, steps * lanes).Select(_ => (float)random.NextInt(classes + 1) - 1)]; // some do not count
        double loss = CrossEntropyKernel.Gradient(new Rows(y, lanes), new Rows(right, lanes), 8, new Rows(dy, lanes));

        double expected = 0;
        double[] slopes = new double[y.Length];
        for (int t = 0; t < steps; t++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                int own = (int)right[(t * lanes) + lane];
                if (own == CrossEntropyKernel.NoClass) continue;
                double[] e = [.. Enumerable.Range(0, classes).Select(k => Math.Exp(y[(((t * classes) + k) * lanes) + lane]))];
                expected -= Math.Log(e[own] / e.Sum());
                for (int k = 0; k < classes; k++) slopes[(((t * classes) + k) * lanes) + lane] = ((e[k] / e.Sum()) - (k == own ? 1 : 0)) / 8;
            }
        }

        Close.Values("cross-entropy", [expected], [loss], Tolerance.Value);
        Close.Values("cross-entropy slope", slopes, dy, Tolerance.Elementary);
    }

    [Theory]
    [InlineData(1000f, -1000f, 0.0, 0)] // right by far: no loss, and nothing overflows
    [InlineData(-50f, 0f, 50.0, 0)]
    [InlineData(2f, 2f, 0.6931471805599453, 0)]
    public void ExtremeScoresHaveTheirLoss(float first, float second, double expected, int right)
    {
        float[] y = new float[32], dy = new float[32];
        (y[0], y[16]) = (first, second);
        float[] places = [.. Enumerable.Repeat((float)CrossEntropyKernel.NoClass, 16)];
        places[0] = right;
        double loss = CrossEntropyKernel.Gradient(new Rows(y, 16), new Rows(places, 16), 1, new Rows(dy, 16));
        Close.Values("cross-entropy of extremes", [expected], [loss], Tolerance.Value);
        Assert.All(dy, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ANonFiniteScoreIsSeen()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] y = new float[32], dy = new float[32];
            y[16] = bad;
            float[] places = [.. Enumerable.Repeat((float)CrossEntropyKernel.NoClass, 16)];
            places[0] = 0;
            Assert.False(double.IsFinite(CrossEntropyKernel.Gradient(new Rows(y, 16), new Rows(places, 16), 1, new Rows(dy, 16))));
        }
    }

    [Fact]
    public void TheBestClassIsTheFirstOfEquals()
    {
        float[] y = [.. Enumerable.Repeat(1f, 48)];
        Assert.Equal(0, CrossEntropyKernel.Best(new Rows(y, 16), 5));
        y[16 + 5] = 2;
        y[32 + 5] = 2;
        Assert.Equal(1, CrossEntropyKernel.Best(new Rows(y, 16), 5));
    }
}
