using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Tests.Training;

namespace QSeq.Tests.Engines;

public class BatchPredictorTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(128, false)]
    [InlineData(129, true)]
    [InlineData(300, false)]
    [InlineData(45, true)]
    public void AnswersTargetsAndLossFollowTheReference(int samples, bool sequence)
    {
        WindowSet data = Toy.Waves(samples, sequence: sequence);
        var model = new SequenceModel(Toy.Config("qkan-lstm") with { Output = sequence ? OutputMode.Sequence : OutputMode.Last }, 1);
        var predictor = new BatchPredictor(model, new WindowSource(model, data, null, "test"));
        int rows = sequence ? 4 : 1;
        float[] predictions = new float[samples * rows], targets = new float[samples * rows];
        predictor.Predict((which, y, target) =>
        {
            Assert.Equal((rows, rows), (y.Count, target.Count));
            for (int lane = 0; lane < which.Length; lane++)
                for (int row = 0; row < rows; row++)
                    (predictions[(which[lane] * rows) + row], targets[(which[lane] * rows) + row]) = (y[row][lane], target[row][lane]);
        });

        double[] parameters = Close.Widen(model.Parameters), wave = [.. Enumerable.Range(0, samples + 4).Select(Toy.Wave)];
        double[] expected = [.. Enumerable.Range(0, samples).SelectMany(s => model.Reference(parameters, wave.AsSpan(s, 4)))];
        double[] truth = [.. Enumerable.Range(0, samples).SelectMany(s => wave[(s + 5 - rows)..(s + 5)])];
        Close.Values("predictions", expected, predictions, Tolerance.Value);
        Close.Values("targets", truth, targets, Tolerance.Rounding);
        double[] errors = [.. predictions.Zip(targets, (y, t) => (double)y - t)];
        Close.Values("squared loss", [errors.Average(e => e * e)], [predictor.Loss(Objective.Mse)], Tolerance.Value);
        Close.Values("absolute loss", [errors.Average(Math.Abs)], [predictor.Loss(Objective.Mae)], Tolerance.Value);
    }

    [Fact]
    public void TheWeightsAreReadAtEveryCall()
    {
        SequenceModel model = Toy.Model();
        var predictor = new BatchPredictor(model, new WindowSource(model, Toy.Waves(20), null, "test"));
        double before = predictor.Loss(Objective.Mse);
        model.Parameters[^1] += 1;
        Assert.NotEqual(before, predictor.Loss(Objective.Mse));
        model.Parameters[^1] = float.NaN;
        Assert.True(double.IsNaN(predictor.Loss(Objective.Mse)));
    }
}
