using QSeq.Core;
using QSeq.Objectives;
using QSeq.Tests.Training;

namespace QSeq.Tests.Objectives;

public class ErrorKernelTests
{
    [Theory]
    [InlineData("mse", 1)]
    [InlineData("mse", 16)]
    [InlineData("mse", 37)]
    [InlineData("mae", 1)]
    [InlineData("mae", 15)]
    [InlineData("mae", 48)]
    public void ValueAndGradientFollowTheFormula(string kind, int samples)
    {
        const int rows = 3;
        int lanes = Lanes.Pad(samples);
        float[] y = Toy.Uniform("y", rows * lanes, 2), target = Toy.Uniform("target", rows * lanes, 2), dy = Toy.Uniform("dy", rows * lanes);
        double divisor = rows * samples;
        double sum = Of(kind).Gradient(new Rows(y, lanes), new Rows(target, lanes), samples, divisor, new Rows(dy, lanes));

        double expected = 0;
        double[] slope = new double[rows * lanes];
        for (int n = 0; n < slope.Length; n++)
        {
            if (n % lanes >= samples) continue;
            double e = (double)y[n] - target[n];
            expected += kind == "mse" ? e * e : Math.Abs(e);
            slope[n] = (kind == "mse" ? 2 * e : Math.Sign(e)) / divisor;
        }

        Close.Values("loss", [expected], [sum], Tolerance.Value);
        Close.Values("loss gradient", slope, dy, Tolerance.Value);
    }

    [Theory]
    [InlineData("mse", float.NaN)]
    [InlineData("mae", float.NaN)]
    [InlineData("mse", float.PositiveInfinity)]
    [InlineData("mae", 3e38f)]
    public void LanesWithoutASampleCountForNothing(string kind, float garbage)
    {
        float[] y = [.. Enumerable.Repeat(garbage, 32)], target = new float[32], dy = [.. Enumerable.Repeat(garbage, 32)];
        y.AsSpan(0, 17).Fill(0.5f);
        double sum = Of(kind).Gradient(new Rows(y, 32), new Rows(target, 32), 17, 17, new Rows(dy, 32));
        Assert.Equal(17 * (kind == "mse" ? 0.25 : 0.5), sum);
        Assert.All(dy[..17], d => Assert.Equal(1f / 17, d));
        Assert.All(dy[17..], d => Assert.Equal(0f, d));
    }

    [Fact]
    public void TheAbsoluteErrorHasSlopeZeroAtZero()
    {
        float[] y = new float[16], target = new float[16], dy = new float[16];
        (y[0], target[0]) = (0.25f, 0.25f);
        (y[1], target[1]) = (-0f, 0f);
        (y[2], target[2]) = (float.Epsilon, 0);
        (y[3], target[3]) = (0, float.Epsilon);
        Objective.Mae.Gradient(new Rows(y, 16), new Rows(target, 16), 4, 1, new Rows(dy, 16));
        Assert.Equal([0f, 0f, 1f, -1f], dy[..4]);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    public void APredictionThatIsNotANumberShowsInTheLoss(string kind)
    {
        float[] y = new float[16], dy = new float[16];
        y[3] = float.NaN;
        Assert.True(double.IsNaN(Of(kind).Gradient(new Rows(y, 16), new Rows(new float[16], 16), 4, 4, new Rows(dy, 16))));
    }

    [Fact]
    public void TheGradientMayOverwriteThePredictions()
    {
        float[] y = Toy.Uniform("y", 32), target = Toy.Uniform("target", 32), dy = new float[32];
        double apart = Objective.Mse.Gradient(new Rows(y, 16), new Rows(target, 16), 13, 26, new Rows(dy, 16));
        Assert.Equal(apart, Objective.Mse.Gradient(new Rows(y, 16), new Rows(target, 16), 13, 26, new Rows(y, 16)));
        Assert.Equal(dy, y);
    }

    private static Objective Of(string kind) => kind == "mse" ? Objective.Mse : Objective.Mae;
}
