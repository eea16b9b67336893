namespace QSeq.Layers;

/// <summary>
/// Compares hand-derived gradients with central differences (f(p + step) - f(p - step)) / (2 step) of a plain
/// double-precision function. Whoever writes a layer of their own checks it with one call.
/// </summary>
public static class GradientCheck
{
    /// <summary>The default step: its square, the truncation error, and 1e-16/step, the rounding error, are near 1e-11.</summary>
    public const double DefaultStep = 1e-5;

    /// <summary>Checks the derivative by every coordinate.</summary>
    /// <param name="loss">The function, in double precision.</param>
    /// <param name="at">The point; moved while the check runs and put back.</param>
    /// <param name="analytic">The gradient to check, as long as <paramref name="at"/>.</param>
    /// <param name="step">Half the distance of the two points of a difference.</param>
    /// <returns>Where the deviation is largest.</returns>
    /// <exception cref="ArgumentException">Point and gradient differ in length, or are empty.</exception>
    public static GradientCheckResult Check(
        Func<double[], double> loss, double[] at, ReadOnlySpan<float> analytic, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Check(loss, at, analytic, [.. Enumerable.Range(0, at.Length)], step);
    }

    /// <summary>Checks the derivative by some coordinates.</summary>
    /// <param name="loss">The function, in double precision.</param>
    /// <param name="at">The point; moved while the check runs and put back.</param>
    /// <param name="analytic">The gradient to check, as long as <paramref name="at"/>.</param>
    /// <param name="coordinates">Which coordinates; at least one.</param>
    /// <param name="step">Half the distance of the two points of a difference.</param>
    /// <returns>Where the deviation is largest.</returns>
    /// <exception cref="ArgumentException">Point and gradient differ in length, or there is no coordinate.</exception>
    public static GradientCheckResult Check(
        Func<double[], double> loss, double[] at, ReadOnlySpan<float> analytic, ReadOnlySpan<int> coordinates, double step = DefaultStep)
    {
        CheckArguments(loss, at, analytic, step);
        if (coordinates.IsEmpty) throw new ArgumentException("There is no coordinate to check.", nameof(coordinates));

        double[] numeric = new double[coordinates.Length];
        for (int n = 0; n < coordinates.Length; n++) numeric[n] = Difference(at, coordinates[n], step, () => loss(at));
        return Worst("", coordinates, analytic, numeric);
    }

    /// <summary>Checks the derivative along a direction: one number that every coordinate enters.</summary>
    /// <param name="loss">The function, in double precision.</param>
    /// <param name="at">The point.</param>
    /// <param name="analytic">The gradient to check, as long as <paramref name="at"/>.</param>
    /// <param name="direction">The direction, as long as <paramref name="at"/>; scaled to length 1.</param>
    /// <param name="step">Half the distance of the two points of the difference.</param>
    /// <returns>The comparison; its index is -1.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or the direction is 0.</exception>
    public static GradientCheckResult Along(
        Func<double[], double> loss, double[] at, ReadOnlySpan<float> analytic, ReadOnlySpan<double> direction, double step = DefaultStep)
    {
        CheckArguments(loss, at, analytic, step);
        if (direction.Length != at.Length)
            throw new ArgumentException($"The direction has {direction.Length} coordinates, the point {at.Length}.", nameof(direction));

        double square = 0;
        foreach (double d in direction) square += d * d;
        if (!(square > 0)) throw new ArgumentException("The direction has no length.", nameof(direction));

        double[] above = [.. at], below = [.. at];
        double slope = 0, length = Math.Sqrt(square);
        for (int n = 0; n < at.Length; n++)
        {
            double unit = direction[n] / length;
            above[n] += step * unit;
            below[n] -= step * unit;
            slope += unit * analytic[n];
        }

        double numeric = (loss(above) - loss(below)) / (2 * step);
        double deviation = Math.Abs(slope - numeric) / Math.Max(1, Math.Abs(numeric));
        return new GradientCheckResult("direction", -1, slope, numeric, double.IsNaN(deviation) ? double.PositiveInfinity : deviation);
    }

    /// <summary>
    /// Checks a layer against its own <see cref="Layer.Reference"/>: the gradient of its inputs and of every tensor of
    /// the table, for the loss sum(g y) with random g.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="table">The table the layer declared its parameters in.</param>
    /// <param name="parameters">Their values.</param>
    /// <param name="x">Samples one after another, [samples][Inputs].</param>
    /// <param name="seed">The seed of g.</param>
    /// <param name="step">Half the distance of the two points of a difference.</param>
    /// <returns>The largest deviation of <c>x</c>, then of each tensor.</returns>
    /// <exception cref="ArgumentException">There is no sample, or the numbers do not fit the layer or the table.</exception>
    public static ImmutableArray<GradientCheckResult> Check(
        Layer layer, ParameterTable table, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ulong seed = 0, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Check(layer.Inputs, layer.Outputs, layer.Reference, (p, samples, dy) => Run(layer, p, samples, dy), table, parameters, x, seed, step);
    }

    /// <summary>Checks any map of samples that has both a run and a reference.</summary>
    internal static ImmutableArray<GradientCheckResult> Check(
        int inputs, int outputs, SampleReference reference, SampleRun runAll, ParameterTable table, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ulong seed, double step)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (parameters.Length != table.Length)
            throw new ArgumentException($"The table holds {table.Length} parameters, but {parameters.Length} were given.", nameof(parameters));

        int samples = x.Length / inputs;
        if (samples == 0 || x.Length % inputs != 0)
            throw new ArgumentException($"{x.Length} values do not fill samples of {inputs} inputs.", nameof(x));
        var random = new RandomSource(seed, "gradient-check");
        float[] g = new float[samples * outputs];
        for (int n = 0; n < g.Length; n++) g[n] = (float)random.NextUniform(-1, 1);
        LayerRun run = runAll(parameters, x, g);

        // The loss is a sum over samples, so a sample's inputs need that sample alone.
        double[] p = Array.ConvertAll(parameters.ToArray(), value => (double)value), points = Array.ConvertAll(x.ToArray(), value => (double)value);
        double[] y = new double[outputs];
        double Loss(double[] values, double[] inputsOfAll, int first, int count)
        {
            double sum = 0;
            for (int s = first; s < first + count; s++)
            {
                reference(values, inputsOfAll.AsSpan(s * inputs, inputs), y);
                for (int j = 0; j < outputs; j++) sum += g[(s * outputs) + j] * y[j];
            }

            return sum;
        }

        double[] numeric = new double[points.Length];
        for (int n = 0; n < points.Length; n++) numeric[n] = Difference(points, n, step, () => Loss(p, points, n / inputs, 1));
        var results = ImmutableArray.CreateBuilder<GradientCheckResult>();
        results.Add(Worst("x", [.. Enumerable.Range(0, numeric.Length)], run.Dx, numeric));
        foreach (ParameterSlice slice in table.Slices)
        {
            numeric = new double[slice.Count];
            for (int n = 0; n < numeric.Length; n++) numeric[n] = Difference(p, slice.Offset + n, step, () => Loss(p, points, 0, samples));
            results.Add(Worst(slice.Name, [.. Enumerable.Range(0, numeric.Length)], slice.Of(run.Gradient.AsSpan()), numeric));
        }

        return results.ToImmutable();
    }

    /// <summary>One pass of a layer, forward and back, over x [samples][Inputs] and dy [samples][Outputs].</summary>
    internal static LayerRun Run(Layer layer, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        int samples = x.Length / layer.Inputs, lanes = Lanes.Pad(samples);
        Rows input = Transpose(x, layer.Inputs, lanes), dOutput = Transpose(dy, layer.Outputs, lanes);
        Rows output = NewRows(layer.Outputs, lanes), dInput = NewRows(layer.Inputs, lanes);
        Rows tape = NewRows(layer.TapeRows, lanes), scratch = NewRows(layer.ScratchRows, lanes);
        float[] folded = new float[layer.FoldedSize], foldedGradient = new float[layer.GradientSize];
        float[] gradient = new float[parameters.Length];

        layer.Fold(parameters, folded);
        layer.Forward(folded, input, output, tape, scratch);
        scratch.Data.Fill(float.NaN); // a layer may not count on what it left there
        layer.Backward(folded, input, dOutput, dInput, tape, scratch, foldedGradient);
        layer.Accumulate(new StepRows(input, 1), new StepRows(dOutput, 1), new StepRows(tape, 1), foldedGradient);
        layer.Unfold(parameters, folded, foldedGradient, gradient);
        return new LayerRun(Transpose(output, samples), Transpose(dInput, samples), gradient);
    }

    // Nothing may be read before it is written.
    internal static Rows NewRows(int rows, int lanes) => new(Enumerable.Repeat(float.NaN, rows * lanes).ToArray(), lanes);

    internal static Rows Transpose(ReadOnlySpan<float> samples, int features, int lanes)
    {
        var rows = new Rows(new float[features * lanes], lanes);
        for (int n = 0; n < samples.Length; n++) rows[n % features][n / features] = samples[n];
        return rows;
    }

    internal static float[] Transpose(Rows rows, int samples)
    {
        float[] values = new float[samples * rows.Count];
        for (int n = 0; n < values.Length; n++) values[n] = rows[n % rows.Count][n / rows.Count];
        return values;
    }

    private static double Difference(double[] at, int n, double step, Func<double> loss)
    {
        double value = at[n];
        at[n] = value + step;
        double above = loss();
        at[n] = value - step;
        double below = loss();
        at[n] = value;
        return (above - below) / (2 * step);
    }

    private static GradientCheckResult Worst(string name, ReadOnlySpan<int> coordinates, ReadOnlySpan<float> analytic, double[] numeric)
    {
        double scale = Math.Max(1, numeric.Max(Math.Abs));
        GradientCheckResult? worst = null;
        for (int n = 0; n < numeric.Length; n++)
        {
            double deviation = Math.Abs(analytic[coordinates[n]] - numeric[n]) / scale;
            if (double.IsNaN(deviation)) deviation = double.PositiveInfinity;
            if (worst is null || deviation > worst.Deviation)
                worst = new GradientCheckResult(name, coordinates[n], analytic[coordinates[n]], numeric[n], deviation);
        }

        return worst!;
    }

    private static void CheckArguments(Func<double[], double> loss, double[] at, ReadOnlySpan<float> analytic, double step)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (at.Length == 0) throw new ArgumentException("There is no coordinate to check.", nameof(at));
        if (at.Length != analytic.Length)
            throw new ArgumentException($"The point has {at.Length} coordinates, the gradient {analytic.Length}.", nameof(analytic));
    }
}

/// <summary>Where a gradient and its central difference part most.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Index">The coordinate within it; -1 for a direction.</param>
/// <param name="Analytic">The gradient that was checked.</param>
/// <param name="Numeric">The central difference.</param>
/// <param name="Deviation">
/// Their distance, divided by the tensor's largest central difference where that is above 1; infinite where either is
/// not a number.
/// </param>
public sealed record GradientCheckResult(string Name, int Index, double Analytic, double Numeric, double Deviation)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}[{Index}]: gradient {Analytic:R}, central difference {Numeric:R}, deviation {Deviation:E1}");
}

/// <summary>See <see cref="Layer.Reference"/>.</summary>
internal delegate void SampleReference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y);

/// <summary>A pass, forward and back, over samples that stand one after another.</summary>
internal delegate LayerRun SampleRun(ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);

/// <summary>What a pass of a layer gives: outputs, gradients of the inputs (sample after sample) and of the parameters.</summary>
internal sealed record LayerRun(float[] Y, float[] Dx, float[] Gradient);
