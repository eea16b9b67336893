using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

/// <summary>A layer over sequences with a table and values of its own, ready to be run and checked.</summary>
internal sealed class SequenceHarness
{
    private readonly string _name;
    private readonly RandomSource _random;

    /// <param name="name">What the layer is, for messages.</param>
    /// <param name="build">Declares the layer.</param>
    public SequenceHarness(string name, Func<ParameterTable.Builder, SequenceLayer> build)
    {
        _name = name;
        var builder = new ParameterTable.Builder();
        Layer = build(builder);
        Table = builder.Build();
        _random = new RandomSource(1, "harness/" + name);
        Parameters = Draw(Table.Length);
    }

    public SequenceLayer Layer { get; }

    public ParameterTable Table { get; }

    public float[] Parameters { get; }

    public float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)_random.NextUniform(-1, 1))];

    /// <summary>Values against the reference, gradients against its central differences.</summary>
    public void Check(int samples, int steps)
    {
        int inputs = steps * Layer.Inputs, outputs = Layer.Answers(steps) * Layer.Outputs;
        float[] x = Draw(samples * inputs);
        double[] y = new double[samples * outputs], wide = Close.Widen(x), parameters = Close.Widen(Parameters);
        for (int s = 0; s < samples; s++)
            SequenceGradientCheck.Reference(Layer, parameters, wide.AsSpan(s * inputs, inputs), y.AsSpan(s * outputs, outputs));
        Close.Values($"{_name} value", y, SequenceGradientCheck.Run(Layer, steps, Parameters, x, new float[y.Length]).Y, Tolerance.Value);
        foreach (GradientCheckResult result in SequenceGradientCheck.Check(Layer, Table, Parameters, x, steps))
        {
            Measured.Record($"{_name} gradient of {result.Name}", result.Deviation);
            Assert.True(result.Deviation <= Tolerance.Gradient, $"{_name}: {result}");
        }
    }
}
