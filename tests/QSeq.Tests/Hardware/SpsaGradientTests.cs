using QSeq.Core;
using QSeq.Hardware;

namespace QSeq.Tests.Hardware;

public class SpsaGradientTests
{
    private static ParameterTable Table()
    {
        var table = new ParameterTable.Builder();
        table.Add("a", [2], Initializer.Constant(0));
        table.Add("frozen", [2], Initializer.Constant(0), trainable: false);
        table.Add("b", [3], Initializer.Constant(0));
        return table.Build();
    }

    [Fact]
    public void ItsMeanIsTheGradientAndWhatIsFrozenStays()
    {
        // A quadratic loss has no terms of c^3; the draws' spread is that of sums of 5 slopes, here within 4 standard errors.
        const int Draws = 20000;
        double[] at = [0.3, -0.2, 5, 6, 0.1, 0.4, -0.7], gradient = new double[7], slopes = [0.6, -0.4, 0, 0, 0.2, 0.8, -1.4];
        int evaluations = 0;
        double loss = new SpsaGradient(Table(), new SpsaOptions { Draws = Draws }, 1).Compute(at, Loss, gradient);
        double error = 4 * Math.Sqrt(slopes.Sum(slope => slope * slope) / Draws);
        for (int n = 0; n < 7; n++) Assert.InRange(gradient[n] - slopes[n], -error, error);
        Assert.Equal(0, gradient[2]);
        Assert.Equal(0, gradient[3]);
        Assert.Equal(Loss(at) + (5 * 0.01), loss, 2); // 5 parameters moved by c = 0.1
        Assert.Equal((2 * Draws) + 1, evaluations);

        double Loss(double[] p)
        {
            evaluations++;
            Assert.Equal((5, 6), (p[2], p[3]));
            return (p[0] * p[0]) + (p[1] * p[1]) + (p[4] * p[4]) + (p[5] * p[5]) + (p[6] * p[6]);
        }
    }

    [Fact]
    public void ThePerturbationShrinksAndTheSeedDecidesTheSigns()
    {
        var spsa = new SpsaGradient(Table(), new SpsaOptions { Perturbation = 0.5, Decay = 0.5 }, 3);
        var same = new SpsaGradient(Table(), new SpsaOptions { Perturbation = 0.5, Decay = 0.5 }, 3);
        for (int step = 1; step <= 4; step++)
        {
            double[] moved = [], other = [];
            spsa.Compute(new double[7], p => (moved = [.. p]).Sum(), new double[7]);
            same.Compute(new double[7], p => (other = [.. p]).Sum(), new double[7]);
            Assert.Equal(0.5 / Math.Sqrt(step), Math.Abs(moved[0]), 12);
            Assert.Equal(moved, other);
        }
    }
}
