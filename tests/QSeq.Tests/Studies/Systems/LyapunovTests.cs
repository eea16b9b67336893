using QSeq.Studies.DataSets;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

/// <summary>The exponents by which valid times are measured, by two solutions whose distance is made small again and again.</summary>
public class LyapunovTests
{
    private const double Distance = 1e-8;

    [Fact]
    public void ThatOfLorenzIsTheKnownOne()
    {
        const int units = 10_000;
        const int steps = 200;
        var options = new LorenzOptions();
        (double X, double Y, double Z) one = (1, 1, 1), other;
        for (int n = 0; n < 50 * steps; n++) one = Lorenz.Step(options, one, 1.0 / steps);
        other = (one.X + Distance, one.Y, one.Z);
        double sum = 0;
        for (int unit = 0; unit < units; unit++)
        {
            for (int n = 0; n < steps; n++)
            {
                one = Lorenz.Step(options, one, 1.0 / steps);
                other = Lorenz.Step(options, other, 1.0 / steps);
            }

            (double x, double y, double z) = (other.X - one.X, other.Y - one.Y, other.Z - one.Z);
            double apart = Math.Sqrt((x * x) + (y * y) + (z * z)), back = Distance / apart;
            sum += Math.Log(apart / Distance);
            other = (one.X + (back * x), one.Y + (back * y), one.Z + (back * z));
        }

        Assert.Equal(DynamicalSystem.LorenzExponent, sum / units, 0.01);
    }

    [Fact]
    public void ThatOfMackeyAndGlassIsTheOneThatWasComputed()
    {
        // Ten steps a time unit of the rule of second order (trapezoidal predictor, Heun); the delayed x is a value of the past.
        const int perUnit = 10, lag = 17 * perUnit, block = 10 * perUnit, blocks = 20_000;
        double[] one = new double[lag + block + 1], other = new double[lag + block + 1];
        Array.Fill(one, 1.2, 0, lag + 1);
        double sum = 0;
        for (int n = -200; n < blocks; n++)
        {
            if (n == -100) for (int i = 0; i <= lag; i++) other[i] = one[i] + (Distance * ((i % 7) - 3));
            Go(one);
            if (n >= -100)
            {
                Go(other);
                double square = 0;
                for (int i = block; i <= block + lag; i++) square += (other[i] - one[i]) * (other[i] - one[i]);
                double apart = Math.Sqrt(square / (lag + 1));
                if (n >= 0) sum += Math.Log(apart / Distance);
                for (int i = 0; i <= lag; i++) other[i] = one[block + i] + ((other[block + i] - one[block + i]) * Distance / apart);
            }

            Array.Copy(one, block, one, 0, lag + 1);
        }

        Assert.Equal(DynamicalSystem.MackeyGlassExponent, sum / (blocks * 10), 0.0001);

        static void Go(double[] x)
        {
            const double h = 1.0 / perUnit;
            for (int n = lag; n < lag + block; n++)
            {
                double before = Made(x[n - lag]) - (0.1 * x[n]), guess = x[n] + (h * before);
                x[n + 1] = x[n] + (h / 2 * (before + Made(x[n - lag + 1]) - (0.1 * guess)));
            }
        }

        static double Made(double x)
        {
            double square = x * x, fourth = square * square;
            return 0.2 * x / (1 + (fourth * fourth * square));
        }
    }
}
