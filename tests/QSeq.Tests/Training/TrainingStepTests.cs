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
    public void ABatchLargerThanTheBuffersIsRefused()
    {
        DataSplit split = DataSplit.Create(Toy.Table(60, Toy.Wave), new WindowOptions(), new SplitFractions(0.8, 0), ScalerKind.MinMax);
        using var step = new TrainingStep(Toy.Model(), split.Train, Options with { BatchSize = 4 });
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run([0, 1, 2, 3, 4], 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run([0], 0, 0));
    }
}
