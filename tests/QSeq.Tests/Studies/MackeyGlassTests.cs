using QSeq.Data;
using QSeq.Studies.DataSets;

namespace QSeq.Tests.Studies;

/// <summary>
/// The numbers come from this Python 3, <c>series(1000, False, 201)</c> for the fine ones, which those of 2000 steps a time unit
/// meet to 1e-13, and <c>series(10, True, 1300)</c> for the bits.
/// <code>
/// def series(steps, hermite, end, tau=17, x0=1.2):
///     h, lag, x, slope = 1 / steps, tau * steps, [x0], []
///     made = lambda v: 0.2 * v / (1 + v * v * v * v * v * v * v * v * v * v)
///     at = lambda n: x[n] if n > 0 else x0
///     for s in range(end * steps):
///         n = s - lag; a = at(n); b = at(n + 1)
///         if n &lt; 0: m = x0
///         elif hermite: m = (a + b) / 2 + h / 8 * (slope[n] - slope[n + 1])
///         else: m = (9 * (a + b) - x[n - 1] - x[n + 2]) / 16 if n > 0 else (3 * a + 6 * b - x[2]) / 8
///         k1 = made(a) - 0.1 * x[s]; k2 = made(m) - 0.1 * (x[s] + h / 2 * k1)
///         k3 = made(m) - 0.1 * (x[s] + h / 2 * k2); k4 = made(b) - 0.1 * (x[s] + h * k3)
///         slope.append(k1); x.append(x[s] + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
///     return x[::steps]
/// </code>
/// </summary>
public class MackeyGlassTests
{
    [Theory]
    [InlineData(17, 0.4919720967103572)]
    [InlineData(34, 1.032327188294632)]
    [InlineData(51, 1.0419791974967967)]
    [InlineData(100, 1.0137240165241035)]
    [InlineData(150, 1.126488575252982)]
    [InlineData(200, 1.1867181071164863)]
    public void ItAgreesWithAFinerIntegration(int time, double expected)
    {
        // A rule of fourth order: steps twice as long err by 4.5e-8 over these times, so these by a sixteenth of it.
        Assert.Equal(expected, MackeyGlass.Generate(new() { Washout = 0, Points = 201 }).Column("x")[time], 3e-9);
    }

    [Fact]
    public void ItHasTheBitsOfTheSameSumsElsewhere()
    {
        // Chaos: a last bit that differs at the start would be 1e-13 here.
        SeriesTable table = MackeyGlass.Generate();
        ReadOnlySpan<double> x = table.Column("x");
        Assert.Equal([1.1525151026163634, 0.8036432045682135, 0.9326360911421907], (double[])[x[0], x[6], x[999]]);
        Assert.Equal(["x"], table.Names);
        Assert.Equal(1000, table.Length);
        Assert.Equal("generated: Mackey-Glass x' = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x, x = 1.2 up to 0, 1000 points every 1 from t = 300", table.Source);
    }

    [Fact]
    public void UntilTheDelayIsOverItHasAClosedForm()
    {
        // The delayed x is the first one: x' = p - gamma x with p = beta x0 / (1 + x0^n).
        var options = new MackeyGlassOptions { Points = 31, Washout = 0, Delay = 30, Exponent = 3, Production = 0.5, Decay = 0.3, Initial = 0.7 };
        double level = 0.5 * 0.7 / (1 + (0.7 * 0.7 * 0.7)) / 0.3;
        ReadOnlySpan<double> x = MackeyGlass.Generate(options).Column("x");
        for (int t = 0; t <= 30; t++) Assert.Equal(level + ((0.7 - level) * Math.Exp(-0.3 * t)), x[t], 1e-8);
    }

    [Fact]
    public void StrideAndWashoutPickFromTheSameSeries()
    {
        ReadOnlySpan<double> all = MackeyGlass.Generate(new() { Points = 100, Washout = 0 }).Column("x");
        ReadOnlySpan<double> some = MackeyGlass.Generate(new() { Points = 10, Washout = 40, Stride = 6 }).Column("x");
        Assert.Equal(1.2, all[0]);
        for (int k = 0; k < 10; k++) Assert.Equal(all[40 + (6 * k)], some[k]);
    }

    [Fact]
    public void ItIsFiniteAndNotNegativeAtTheEndsOfTheRanges()
    {
        foreach (int exponent in (int[])[1, 3, 100])
            foreach (double production in (double[])[0, 10])
                foreach (double decay in (double[])[0, 10])
                    foreach (double initial in (double[])[1e-9, 10])
                        foreach (double x in MackeyGlass.Generate(new() { Delay = 1, Exponent = exponent, Production = production, Decay = decay, Initial = initial }).Column("x"))
                            Assert.InRange(x, 0, 20_000);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefusedInOneLine()
    {
        Refused("points is 1, expected 2 or more", new() { Points = 1 });
        Refused("stride is 0, expected 1 time unit or more", new() { Stride = 0 });
        Refused("washout is -1, expected 0 time units or more", new() { Washout = -1 });
        Refused("2 points every 10000000 after 1 end later than 10000000; choose fewer points or a smaller stride", new() { Points = 2, Stride = 10_000_000, Washout = 1 });
        foreach (int delay in (int[])[0, 10_001]) Refused($"delay is {delay}, expected 1 to 10000 time units", new() { Delay = delay });
        foreach (int exponent in (int[])[0, 101]) Refused($"exponent is {exponent}, expected 1 to 100", new() { Exponent = exponent });
        foreach (double rate in (double[])[-1, 11, double.NaN])
        {
            Refused($"production is {rate}, expected 0 to 10 a time unit", new() { Production = rate });
            Refused($"decay is {rate}, expected 0 to 10 a time unit", new() { Decay = rate });
            Refused($"initial value is {rate}, expected a number above 0, at most 10", new() { Initial = rate });
        }

        Refused("initial value is 0, expected a number above 0, at most 10", new() { Initial = 0 });

        static void Refused(string message, MackeyGlassOptions options) =>
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => MackeyGlass.Generate(options)).Message);
    }
}
