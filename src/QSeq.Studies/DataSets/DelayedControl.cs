namespace QSeq.Studies.DataSets;

/// <summary>The pulse train of "delayed quantum control"; the defaults are those of the group's code.</summary>
public sealed record DelayedControlOptions
{
    /// <summary>How many values; at least 2. 1100 by default: times -2 to 20, the last not included, at the default interval.</summary>
    public int Points { get; init; } = 1100;

    /// <summary>
    /// Time units from a value to the next, above 0 and at most 1; 0.02 by default, and 0.01 in that code, which has 2200 points.
    /// </summary>
    public double Interval { get; init; } = 0.02;

    /// <summary>The time of the first value, within ±1000; -2 by default.</summary>
    public double Start { get; init; } = -2;

    /// <summary>Time units from a pulse to the next, above 0 and at most 1000; 2 by default. The first pulse is at 0.</summary>
    public double Delay { get; init; } = 2;

    /// <summary>How many pulses, 1 to 100,000; 11 by default, the last at 20.</summary>
    public int Pulses { get; init; } = 11;

    /// <summary>What the square of the distance to a pulse is multiplied by, above 0 and at most 1e6; 10 by default.</summary>
    public double Sharpness { get; init; } = 10;

    /// <summary>The time in which the signal falls to 1/e, above 0 and at most 1e6; 16 by default.</summary>
    public double Decay { get; init; } = 16;
}

/// <summary>
/// The series that the public code of the QLSTM and QKAN-LSTM groups calls delayed quantum control (data/delayed_quantum_control.py
/// of ycchen1989/FederatedQLSTM; the same in MatthewPeng57/Gated-QKAN-FWP): pulses that come back after a delay, damped,
/// s(t) = e^(-t/16) sum over n = 0..10 of e^(-10 (t - 2n)^2). It is that formula, no integration of an equation with a delay. The
/// same bits on every machine: the exponential is our own.
/// </summary>
public static class DelayedControl
{
    /// <summary>Computes the column <c>signal</c>, whose values have no unit.</summary>
    /// <param name="options">The pulses and what is kept; null for those of the group's code, every second value of it.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static SeriesTable Generate(DelayedControlOptions? options = null)
    {
        DelayedControlOptions o = options ?? new DelayedControlOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Interval is > 0 and <= 1, $"interval is {o.Interval}, expected a time above 0, at most 1");
        OptionCheck.Require(o.Start is >= -1000 and <= 1000, $"start is {o.Start}, expected a time within ±1000");
        OptionCheck.Require(o.Delay is > 0 and <= 1000, $"delay is {o.Delay}, expected a time above 0, at most 1000");
        OptionCheck.Require(o.Pulses is >= 1 and <= 100_000, $"pulses is {o.Pulses}, expected 1 to 100000");
        OptionCheck.Require(o.Sharpness is > 0 and <= 1e6, $"sharpness is {o.Sharpness}, expected a number above 0, at most 1000000");
        OptionCheck.Require(o.Decay is > 0 and <= 1e6, $"decay is {o.Decay}, expected a time above 0, at most 1000000");

        double[] values = new double[o.Points];
        for (int n = 0; n < values.Length; n++)
        {
            double t = o.Start + (n * o.Interval), sum = 0;
            for (int pulse = 0; pulse < o.Pulses; pulse++) sum += Pulse(o, t - (o.Delay * pulse));
            values[n] = sum * PortableMath.Exp(-t / o.Decay);
        }

        string form = Invariant($"exp(-t/{o.Decay}) sum of exp(-{o.Sharpness} (t - {o.Delay} n)^2) for n = 0 to {o.Pulses - 1}");
        string source = Invariant($"generated: delayed control {form}, {o.Points} points every {o.Interval} from t = {o.Start}");
        return new SeriesTable(source, ["signal"], [values]);
    }

    private static double Pulse(DelayedControlOptions o, double t) => PortableMath.Exp(-(o.Sharpness * t * t));
}
