using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests;

/// <summary>A layer with a table and values of its own, ready to be run and checked.</summary>
internal sealed class LayerHarness
{
    private readonly string _name;

    /// <param name="name">What the layer is, for messages.</param>
    /// <param name="build">Declares the layer.</param>
    /// <param name="seed">The seed of values and inputs.</param>
    public LayerHarness(string name, Func<ParameterTable.Builder, Layer> build, ulong seed = 1)
    {
        _name = name;
        var builder = new ParameterTable.Builder();
        Layer = build(builder);
        Table = builder.Build();
        Random = new RandomSource(seed, "harness/" + name);

        // All values away from their starts, frozen ones too, so that no term hides behind a 0 or a 1.
        Parameters = [.. Enumerable.Range(0, Table.Length).Select(_ => (float)Random.NextUniform(-2, 2))];
    }

    public Layer Layer { get; }

    public ParameterTable Table { get; }

    public float[] Parameters { get; }

    public RandomSource Random { get; }

    public void Set(string slice, ReadOnlySpan<double> values)
    {
        Span<float> target = Table[slice].Of(Parameters.AsSpan());
        Assert.Equal(target.Length, values.Length);
        for (int n = 0; n < values.Length; n++) target[n] = (float)values[n];
    }

    public float[] Inputs(int samples, double range = 2) =>
        [.. Enumerable.Range(0, samples * Layer.Inputs).Select(_ => (float)Random.NextUniform(-range, range))];

    public LayerRun Run(ReadOnlySpan<float> x, ReadOnlySpan<float> dy) => GradientCheck.Run(Layer, Parameters, x, dy);

    /// <summary>The double reference at the same values, sample after sample.</summary>
    public double[] Reference(ReadOnlySpan<float> x)
    {
        double[] parameters = Close.Widen(Parameters), wide = Close.Widen(x);
        double[] y = new double[x.Length / Layer.Inputs * Layer.Outputs];
        for (int s = 0; s < x.Length / Layer.Inputs; s++)
            Layer.Reference(parameters, wide.AsSpan(s * Layer.Inputs, Layer.Inputs), y.AsSpan(s * Layer.Outputs, Layer.Outputs));
        return y;
    }

    /// <summary>Values against the reference, gradients against its central differences.</summary>
    public void Check(ReadOnlySpan<float> x)
    {
        LayerRun run = Run(x, new float[x.Length / Layer.Inputs * Layer.Outputs]);
        Close.Values(_name + " value", Reference(x), run.Y, Tolerance.Value);
        foreach (GradientCheckResult result in GradientCheck.Check(Layer, Table, Parameters, x))
        {
            Measured.Record($"{_name} gradient of {result.Name}", result.Deviation);
            Assert.True(result.Deviation <= Tolerance.Gradient, $"{_name}: {result}");
        }

        // What Unfold finds is added to, as by two models that share parameters.
        float[] folded = new float[Layer.FoldedSize], ones = [.. Enumerable.Repeat(1f, Layer.GradientSize)], once = new float[Table.Length];
        Layer.Fold(Parameters, folded);
        Layer.Unfold(Parameters, folded, ones, once);
        float[] twice = [.. once];
        Layer.Unfold(Parameters, folded, ones, twice);
        Close.Gradient(_name + " gradient added twice", [.. once.Select(v => 2.0 * v)], Close.Widen(twice), Tolerance.Value);
    }

    public void Check(int samples, double range = 2) => Check(Inputs(samples, range));
}
