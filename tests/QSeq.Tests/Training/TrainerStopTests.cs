using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>How a run ends before its last epoch, and what the model then holds.</summary>
public class TrainerStopTests
{
    private static readonly TrainingOptions Absurd = new() { Optimizer = new SgdConfig { LearningRate = 1e30, Momentum = 0 } };

    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void AnAbsurdLearningRateStopsTheRunAndKeepsTheFirstWeights(string name)
    {
        SequenceModel model = Toy.Model(name);
        TrainingResult result = Trainer.Fit(model, Toy.Waves(64), options: Absurd);
        Assert.Equal((StopReason.NonFiniteLoss, 0), (result.Stop, result.BestEpoch));
        Assert.Empty(result.History);
        Assert.Contains("in epoch 1, batch 2, at learning rate 1E+30; the weights from before the run are kept", result.Message, StringComparison.Ordinal);
        Assert.Contains("a smaller learning rate or clipping the gradient norm", result.Message, StringComparison.Ordinal);
        Assert.Equal(Toy.Model(name).Parameters, model.Parameters);
    }

    [Theory]
    [InlineData(1e30, 1, "after epoch 1")]
    [InlineData(1e30, 5, "in epoch 2, batch 1")]
    [InlineData(1e300, 1, "at the end of epoch 1")]
    [InlineData(1e300, 5, "at the end of epoch 1")]
    public void WeightsThatWereNeverSeenToGiveAFiniteLossAreNotKept(double rate, int epochs, string where)
    {
        // One batch an epoch: its loss is finite, and the step that follows ruins the weights.
        foreach (bool validated in (bool[])[false, true])
        {
            SequenceModel model = Toy.Model();
            TrainingResult result = Trainer.Fit(model, Toy.Waves(16), validated ? Toy.Waves(9) : null, Absurd with { Epochs = epochs, Optimizer = new SgdConfig { LearningRate = rate } });
            Assert.Equal((StopReason.NonFiniteLoss, 0), (result.Stop, result.BestEpoch));
            Assert.Contains(validated ? "at the end of epoch 1" : where, result.Message, StringComparison.Ordinal);
            Assert.Equal(Toy.Model().Parameters, model.Parameters);
        }
    }

    [Fact]
    public void ClippingIsNotAdvisedToWhoClips()
    {
        string message = Trainer.Fit(Toy.Model(), Toy.Waves(64), options: Absurd with { ClipNorm = 1 }).Message!;
        Assert.EndsWith("Try a smaller learning rate.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALossThatIsBadBeforeTheFirstStepIsNotBlamedOnTheLearningRate()
    {
        SequenceModel model = Toy.Model();
        model.Table["head.weight"].Of(model.Parameters.AsSpan()).Fill(1e30f);
        TrainingResult result = Trainer.Fit(model, Toy.Waves(64));
        Assert.Equal(StopReason.NonFiniteLoss, result.Stop);
        Assert.Contains("The loss is Infinity in epoch 1, batch 1", result.Message, StringComparison.Ordinal);
        Assert.EndsWith("Try scaling the data, or other initial weights.", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public void ALateFailureKeepsTheLastGoodEpoch(bool validated, int kept)
    {
        // After epoch 3 something breaks the weights. Without validation nothing has shown the weights of epoch 3 to be good.
        WindowSet train = Toy.Waves(100), validation = Toy.Waves(20);
        SequenceModel model = Toy.Model();
        List<float[]> weights = [];
        var told = new Told(report =>
        {
            weights.Add([.. model.Parameters]);
            if (report.Epoch == 3) model.Parameters[^1] = float.NaN;
        });
        TrainingResult result = Trainer.Fit(model, train, validated ? validation : null, new() { Epochs = 10 }, told);
        Assert.Equal((StopReason.NonFiniteLoss, 3), (result.Stop, result.History.Count));
        if (validated) kept = BestOf(result);
        Assert.Equal(kept, result.BestEpoch);
        Assert.Equal(weights[kept - 1], model.Parameters);
        Assert.Contains($"The loss is NaN in epoch 4, batch 1, at learning rate 0.01; the weights of epoch {kept} are kept", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancelledBetweenEpochsTheModelHoldsTheLastOne()
    {
        // The last one, not the best: cancelling is no judgement of the epochs.
        (WindowSet train, WindowSet validation) = Overfitting();
        using var source = new CancellationTokenSource();
        SequenceModel model = Toy.Model();
        var told = new Told(report =>
        {
            if (report.Epoch == 40) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Trainer.Fit(model, train, validation, new() { Epochs = 60 }, told, source.Token));
        Assert.Equal(40, told.Reports.Count);
        Assert.False(told.Reports[^1].IsBest);
        Assert.Equal(Toy.Fitted("lstm", train, new() { Epochs = 40 }), model.Parameters);
    }

    [Fact]
    public void CancelledWithinAnEpochTheModelHoldsTheLastCompletedOne()
    {
        // The clock cancels somewhere among 500 steps an epoch.
        WindowSet train = Toy.Waves(500);
        var options = new TrainingOptions { Epochs = int.MaxValue, BatchSize = 1 };
        using var source = new CancellationTokenSource();
        SequenceModel model = Toy.Model();
        var told = new Told(report =>
        {
            if (report.Epoch == 2) source.CancelAfter(1);
        });
        Assert.Throws<OperationCanceledException>(() => Trainer.Fit(model, train, null, options, told, source.Token));
        Assert.Equal(Toy.Fitted("lstm", train, options with { Epochs = told.Reports.Count }), model.Parameters);
    }

    [Fact]
    public void CancelledBeforeItBeginsNothingChanges()
    {
        SequenceModel model = Toy.Model();
        Assert.Throws<OperationCanceledException>(() => Trainer.Fit(model, Toy.Waves(20), cancellationToken: new CancellationToken(true)));
        Assert.Equal(Toy.Model().Parameters, model.Parameters);
    }

    [Fact]
    public void EarlyStoppingKeepsTheBestEpochOnValidation()
    {
        (WindowSet train, WindowSet validation) = Overfitting();
        SequenceModel model = Toy.Model();
        var options = new TrainingOptions { Epochs = 500, EarlyStopping = new() { Patience = 4 } };
        TrainingResult result = Trainer.Fit(model, train, validation, options);
        Assert.Equal(StopReason.EarlyStopping, result.Stop);
        Assert.InRange(result.BestEpoch, 2, 495);
        Assert.Equal(BestOf(result), result.BestEpoch);
        Assert.Equal(result.BestEpoch + 4, result.History.Count);
        Assert.Equal(result.History[result.BestEpoch - 1].ValidationLoss, new BatchPredictor(model, new WindowSource(model, validation, null, "test")).Loss(Objective.Mse));
        Assert.Equal(Toy.Fitted("lstm", train, options with { Epochs = result.BestEpoch, EarlyStopping = null }), model.Parameters);
    }

    [Fact]
    public void TheBestEpochIsKeptWithoutEarlyStoppingToo()
    {
        (WindowSet train, WindowSet validation) = Overfitting();
        SequenceModel model = Toy.Model();
        TrainingResult result = Trainer.Fit(model, train, validation, new() { Epochs = 60 });
        Assert.Equal((StopReason.Completed, 60, BestOf(result)), (result.Stop, result.History.Count, result.BestEpoch));
        Assert.True(result.BestEpoch < 60);
        Assert.Equal(result.History.Min(report => report.ValidationLoss), new BatchPredictor(model, new WindowSource(model, validation, null, "test")).Loss(Objective.Mse));
    }

    [Fact]
    public void AFallTooSmallToCountDoesNot()
    {
        TrainingResult result = Trainer.Fit(Toy.Model(), Toy.Waves(100), Toy.Waves(50), new() { Epochs = 50, EarlyStopping = new() { Patience = 3, MinDelta = 1e6 } });
        Assert.Equal((StopReason.EarlyStopping, 1, 4), (result.Stop, result.BestEpoch, result.History.Count));
    }

    private static int BestOf(TrainingResult result) => result.History.MinBy(report => report.ValidationLoss)!.Epoch;

    // The training series moves slowly, so that its next value is like the last; the validation series changes sign at
    // every step around the same mean. Learning the mean helps both, learning to repeat the last value hurts.
    private static (WindowSet Train, WindowSet Validation) Overfitting() => (
        Toy.Windows(Toy.Table(100, t => 1 + (0.5 * Math.Sin(0.1 * t)))),
        Toy.Windows(Toy.Table(40, t => 1 + (t % 2 == 0 ? 0.3 : -0.3))));
}
