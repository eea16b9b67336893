using System.Diagnostics;
using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class TrainingStepTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 1, BatchSize = 1000, ClipNorm = 0.01 };

    [Fact]
    public void AStepOverAllWindowsIsAnEpochOfTheTrainer()
    {
        DataSplit split = DataSplit.Create(Toy.Table(60, Toy.Wave), new WindowOptions(), new SplitFractions(0.8, 0), ScalerKind.MinMax);
        SequenceModel trained = Toy.Model(), stepped = Toy.Model();
        TrainingResult result = Trainer.Fit(trained, split.Train, null, Options);

        using var step = new TrainingStep(stepped, split.Train, Options);
        double before = step.Loss(), loss = step.Run([.. Enumerable.Range(0, split.Train.Count)], 0, split.Train.Count);
        Assert.Equal(before, loss, Tolerance.Value);
        Assert.Equal(result.History[0].TrainLoss, loss, Tolerance.Value);
        for (int n = 0; n < trained.Parameters.Length; n++) Assert.Equal(trained.Parameters[n], stepped.Parameters[n], (float)Tolerance.Gradient); // the trainer shuffles
        Assert.True(step.Loss() < before);
    }

    [Fact]
    public void ATimedStepIsTheSameStepOnOneThread()
    {
        WindowSet windows = Toy.Waves(700, 60);
        SequenceModel plain = new(Toy.Config("lstm") with { Hidden = 24 }, 3), timed = new(plain.Config, 3);
        int[] order = [.. Enumerable.Range(0, 700)];
        var shards = new TimeSpan[7];
        using TrainingStep first = new(plain, windows, Options with { Threads = 2 }), second = new(timed, windows, Options with { Threads = 2 });
        for (int n = 0; n < 3; n++)
        {
            double loss = first.Run(order, 0, 700);
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(loss, second.Run(order, 0, 700, shards));
            TimeSpan all = Stopwatch.GetElapsedTime(start), sum = TimeSpan.FromTicks(shards.Sum(time => time.Ticks));
            Assert.True(sum <= all, $"shards took {sum} of {all}, so two were at work at a time");
        }

        Assert.Equal(plain.Parameters, timed.Parameters);
        Assert.All(shards[..6], time => Assert.True(time > TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, shards[6]); // six shards of 128 in 700
        Assert.Contains("room for the times of 5 shards, expected 6", Assert.Throws<ArgumentException>(() => second.Run(order, 0, 700, shards.AsSpan(0, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => second.Run(order, 0, 0, shards));
    }

    [Fact]
    public void ABatchLargerThanTheBuffersIsRefused()
    {
        DataSplit split = DataSplit.Create(Toy.Table(60, Toy.Wave), new WindowOptions(), new SplitFractions(0.8, 0), ScalerKind.MinMax);
        using var step = new TrainingStep(Toy.Model(), split.Train, Options with { BatchSize = 4 });
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run([0, 1, 2, 3, 4], 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run([0], 0, 0));
    }
}
