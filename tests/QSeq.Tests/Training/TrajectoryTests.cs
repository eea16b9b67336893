using QSeq.Core;
using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>
/// A whole training run against one in plain double precision that shares with it the first weights and the order of
/// the samples alone: the reference forward, gradients by central differences, the formula of SGD with momentum.
/// </summary>
[Trait(Speed.Name, Speed.Slow)]
public class TrajectoryTests
{
    private const double Rate = 0.05, Momentum = 0.9, Limit = 0.7;

    [Theory]
    [InlineData("lstm", "mse", false)]
    [InlineData("lstm", "mse", true)]
    [InlineData("qlstm", "mse", false)]
    [InlineData("qkan-lstm", "mse", true)]
    [InlineData("hqkan-lstm", "mse", false)]
    [InlineData("lstm", "mae", false)]
    public void FollowsPlainDoublePrecision(string name, string loss, bool clip)
    {
        // 40 windows in batches of 16, 16 and 8; three epochs.
        WindowSet train = Toy.Waves(40);
        SequenceModel model = Toy.Model(name);
        double[] p = Close.Widen(model.Parameters), velocity = new double[p.Length];
        int[] trainable = [.. model.Table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];
        var options = new TrainingOptions
        {
            Epochs = 3,
            Seed = 9,
            Objective = loss == "mse" ? Objective.Mse : Objective.Mae,
            ClipNorm = clip ? Limit : null,
            Optimizer = new SgdConfig { LearningRate = Rate, Momentum = Momentum },
        };
        TrainingResult result = Trainer.Fit(model, train, options: options);

        var shuffle = new RandomSource(9, "shuffle");
        int[] order = [.. Enumerable.Range(0, 40)];
        int clipped = 0;
        List<double> losses = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            shuffle.Shuffle(order.AsSpan());
            double sum = 0;
            foreach (int[] batch in order.Chunk(16))
            {
                sum += MeanLoss(p, batch) * batch.Length;
                double[] g = new double[p.Length];
                foreach (int n in trainable) g[n] = Slope(p, n, batch);
                double norm = Math.Sqrt(g.Sum(value => value * value)), factor = clip && norm > Limit ? Limit / norm : 1;
                if (factor < 1) clipped++;
                foreach (int n in trainable)
                {
                    velocity[n] = (Momentum * velocity[n]) + (g[n] * factor);
                    p[n] -= Rate * velocity[n];
                }
            }

            losses.Add(sum / 40);
        }

        Assert.Equal(clip, clipped is > 0 and < 9);
        Close.Values($"weights of {name} after nine steps", p, model.Parameters, Tolerance.Gradient);
        Close.Values($"training losses of {name}", [.. losses], [.. result.History.Select(report => report.TrainLoss)], Tolerance.Gradient);

        double MeanLoss(double[] parameters, int[] batch) => batch.Average(s =>
        {
            double e = model.Reference(parameters, [.. Enumerable.Range(s, 4).Select(Toy.Wave)])[0] - Toy.Wave(s + 4);
            return loss == "mse" ? e * e : Math.Abs(e);
        });

        double Slope(double[] parameters, int n, int[] batch)
        {
            const double step = 1e-5;
            double[] up = [.. parameters], down = [.. parameters];
            up[n] += step;
            down[n] -= step;
            return (MeanLoss(up, batch) - MeanLoss(down, batch)) / (2 * step);
        }
    }
}
