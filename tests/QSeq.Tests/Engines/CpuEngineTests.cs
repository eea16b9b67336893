using QSeq.Core;
using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Engines;

public class CpuEngineTests
{
    [Theory]
    [InlineData("lstm", 300, "mse")]
    [InlineData("qlstm", 150, "mae")]
    [InlineData("qkan-lstm", 129, "mse")]
    [InlineData("hqkan-lstm", 300, "mae")]
    public void IsTheGradientOfTheMeanLossOverAllShards(string name, int count, string kind)
    {
        // Against the whole batch in one pass of the model, whose gradients are checked elsewhere against double precision.
        WindowSet data = Toy.Waves(400);
        SequenceModel model = Toy.Model(name);
        int[] samples = [.. Enumerable.Range(0, 400).Select(n => n * 7 % 400)];
        using CpuEngine batch = Engine(model, data, 300, 2, kind == "mse" ? Objective.Mse : Objective.Mae);
        double value = batch.Compute(samples, 50, count, out _);

        int lanes = Lanes.Pad(count);
        float[] x = new float[4 * lanes], target = new float[lanes];
        data.Fill(samples.AsSpan(50, count), lanes, x, target);
        float[] bySample = [.. Enumerable.Range(0, count * 4).Select(n => x[(n % 4 * lanes) + (n / 4)])];
        double[] errors = [];
        ModelHarness run = new ModelHarness(model, 4, count).Run(bySample, y =>
        {
            errors = [.. y.Zip(target, (a, b) => (double)a - b)];
            return [.. errors.Select(e => (float)((kind == "mse" ? 2 * e : Math.Sign(e)) / count))];
        });
        Close.Values("batch loss", [errors.Average(e => kind == "mse" ? e * e : Math.Abs(e))], [value], Tolerance.Value);
        Close.Gradient("batch gradient", Close.Widen(run.Gradient), batch.Gradient, Tolerance.Gradient);
    }

    [Fact]
    public void EveryShardOfALargeBatchCounts()
    {
        // Twelve shards: the gradient is the mean of those of two halves, which have six each.
        WindowSet data = Toy.Waves(1536);
        SequenceModel model = Toy.Model("qkan-lstm");
        int[] samples = [.. Enumerable.Range(0, 1536)];
        float[] Gradient(int start, int count, out double loss)
        {
            using CpuEngine batch = Engine(model, data, count, 2, Objective.Mse);
            loss = batch.Compute(samples, start, count, out _);
            return [.. batch.Gradient];
        }

        float[] first = Gradient(0, 768, out double one), second = Gradient(768, 768, out double other), all = Gradient(0, 1536, out double both);
        Close.Values("loss", [(one + other) / 2], [both], Tolerance.Value);
        Close.Gradient("gradient", [.. first.Zip(second, (a, b) => ((double)a + b) / 2)], all, Tolerance.Gradient);
    }

    [Fact]
    public void ASequenceLossIsTheMeanOverItsSteps()
    {
        WindowSet data = Toy.Waves(20, sequence: true);
        var model = new SequenceModel(Toy.Config("lstm") with { Output = OutputMode.Sequence }, 1);
        using CpuEngine batch = Engine(model, data, 20, 1, Objective.Mse);
        double value = batch.Compute([.. Enumerable.Range(0, 20)], 0, 20, out _), sum = 0;
        double[] parameters = Close.Widen(model.Parameters);
        for (int s = 0; s < 20; s++)
        {
            double[] y = model.Reference(parameters, [.. Enumerable.Range(s, 4).Select(Toy.Wave)]);
            for (int t = 0; t < 4; t++) sum += Math.Pow(y[t] - Toy.Wave(s + t + 1), 2);
        }

        Close.Values("sequence loss", [sum / 80], [value], Tolerance.Value);
    }

    [Fact]
    public void ASmallerBatchLeavesNothingOfALargerOne()
    {
        WindowSet data = Toy.Waves(300);
        SequenceModel model = Toy.Model();
        int[] samples = [.. Enumerable.Range(0, 300)];
        using CpuEngine used = Engine(model, data, 300, 3, Objective.Mse);
        using CpuEngine fresh = Engine(model, data, 300, 3, Objective.Mse);
        used.Compute(samples, 0, 300, out _);
        foreach (int count in (int[])[130, 16, 1])
        {
            Assert.Equal(fresh.Compute(samples, 7, count, out _), used.Compute(samples, 7, count, out _));
            Assert.Equal(fresh.Gradient, used.Gradient);
            used.Compute(samples, 0, 300, out _);
        }
    }

    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void AStepAllocatesNothing(string name)
    {
        WindowSet data = Toy.Waves(300);
        SequenceModel model = Toy.Model(name);
        using CpuEngine batch = Engine(model, data, 160, 1, Objective.Mse);
        Optimizer optimizer = new AdamConfig().Build(model.Table);
        int[] samples = [.. Enumerable.Range(0, 300)];
        for (int n = 0; n < 3; n++) Step(n);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int n = 0; n < 50; n++) Step(n);
        }));

        void Step(int n)
        {
            batch.Compute(samples, n, 160 - n, out _);
            GradientClip.Apply(batch.Gradient, 0.5);
            optimizer.Step(model.Parameters, batch.Gradient, 0.01);
        }
    }

    private static CpuEngine Engine(SequenceModel model, WindowSet data, int batch, int threads, Objective objective) =>
        new(model, new WindowSource(model, data, objective, "training"), null, new EngineOptions(objective, batch, threads, long.MaxValue));
}
