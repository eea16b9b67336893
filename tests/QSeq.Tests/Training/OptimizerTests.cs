using QSeq.Core;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>The optimisers against PyTorch's formulas (torch.optim, its documentation's pseudo-code) in double precision.</summary>
public class OptimizerTests
{
    private const double Rate = 0.02;

    private delegate void Formula(int step, double g, ref double p, ref double first, ref double second);

    [Theory]
    [InlineData(0.9, 0.999, 1e-8, 0)]
    [InlineData(0.8, 0.9, 1e-3, 0)]
    [InlineData(0.9, 0.999, 1e-8, 0.1)]
    [InlineData(0, 0, 1e-8, 0)]
    public void AdamAndAdamW(double beta1, double beta2, double epsilon, double decay) => Follows(
        new AdamConfig { LearningRate = Rate, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = decay },
        (int step, double g, ref double p, ref double m, ref double v) =>
        {
            p *= 1 - (Rate * decay); // AdamW: decay apart from the gradient
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            double mHat = m / (1 - Math.Pow(beta1, step)), vHat = v / (1 - Math.Pow(beta2, step));
            p -= Rate * mHat / (Math.Sqrt(vHat) + epsilon);
        });

    [Theory]
    [InlineData(0.99, 1e-8)]
    [InlineData(0.5, 1e-2)]
    public void RmsProp(double alpha, double epsilon) => Follows(
        new RmsPropConfig { LearningRate = Rate, Alpha = alpha, Epsilon = epsilon },
        (int step, double g, ref double p, ref double v, ref double unused) =>
        {
            v = (alpha * v) + ((1 - alpha) * g * g);
            p -= Rate * g / (Math.Sqrt(v) + epsilon);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void SgdWithMomentum(double momentum) => Follows(
        new SgdConfig { LearningRate = Rate, Momentum = momentum },
        (int step, double g, ref double p, ref double b, ref double unused) =>
        {
            b = step == 1 ? g : (momentum * b) + g;
            p -= Rate * b;
        });

    [Fact]
    public void FrozenSlicesStayWhateverTheirGradientOrTheDecay()
    {
        ParameterTable table = Table();
        foreach (OptimizerConfig config in new OptimizerConfig[] { new AdamConfig { WeightDecay = 0.5 }, new RmsPropConfig(), new SgdConfig() })
        {
            Optimizer optimizer = config.Build(table);
            float[] before = Toy.Uniform("p", table.Length), p = [.. before], g = Toy.Uniform("g", table.Length, 10);
            g[table["frozen"].Offset] = float.NaN;
            for (int step = 0; step < 5; step++) optimizer.Step(p, g, 0.1);
            foreach (ParameterSlice slice in table.Slices)
            {
                float[] was = slice.Of(before.AsSpan()).ToArray(), now = slice.Of(p.AsSpan()).ToArray();
                if (slice.Trainable) Assert.All(was.Zip(now), pair => Assert.NotEqual(pair.First, pair.Second));
                else Assert.Equal(was, now);
            }
        }
    }

    [Fact]
    public void WithoutGradientAdamStays()
    {
        ParameterTable table = Table();
        float[] p = Toy.Uniform("p", table.Length), before = [.. p];
        new AdamConfig().Build(table).Step(p, new float[table.Length], 0.1);
        Assert.Equal(before, p);
    }

    // Two trainable slices that touch, a frozen one, one more trainable: what a step walks over is pieced together from these.
    private static ParameterTable Table()
    {
        var table = new ParameterTable.Builder();
        table.Add("a", [5], Initializer.Constant(0));
        table.Add("b", [2, 3], Initializer.Constant(0));
        table.Add("frozen", [4], Initializer.Constant(0), trainable: false);
        table.Add("c", [7], Initializer.Constant(0), kind: ParameterKind.Quantum);
        table.Add("last", [2], Initializer.Constant(0), trainable: false);
        return table.Build();
    }

    private static void Follows(OptimizerConfig config, Formula formula)
    {
        ParameterTable table = Table();
        Optimizer optimizer = config.Build(table);
        float[] p = Toy.Uniform("p", table.Length, 2);
        double[] expected = Close.Widen(p), first = new double[p.Length], second = new double[p.Length];
        for (int step = 1; step <= 5; step++)
        {
            float[] g = Toy.Uniform($"g{step}", table.Length, step == 3 ? 1e-4 : 3);
            optimizer.Step(p, g, Rate);
            foreach (ParameterSlice slice in table.Slices.Where(slice => slice.Trainable))
                for (int n = slice.Offset; n < slice.Offset + slice.Count; n++) formula(step, g[n], ref expected[n], ref first[n], ref second[n]);
            Close.Values($"{config.GetType().Name} after a step", expected, p, Tolerance.Value);
        }
    }
}
