using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Tests.Training;

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
        var predictor = new BatchPredictor(model, data);
        int rows = sequence ? 4 : 1;
        float[] predictions = new float[samples * rows], targets = new float[samples * rows];
        int place = 0;
        predictor.Predict((prediction, target, row) =>
        {
            Assert.Equal(place % rows, row);
            (predictions[place], targets[place++]) = (prediction, target);
        });

        double[] parameters = Close.Widen(model.Parameters), wave = [.. Enumerable.Range(0, samples + 4).Select(Toy.Wave)];
        double[] expected = [.. Enumerable.Range(0, samples).SelectMany(s => model.Reference(parameters, wave.AsSpan(s, 4)))];
        double[] truth = [.. Enumerable.Range(0, samples).SelectMany(s => wave[(s + 5 - rows)..(s + 5)])];
        Close.Values("predictions", expected, predictions, Tolerance.Value);
        Close.Values("targets", truth, targets, Tolerance.Rounding);
        double[] errors = [.. predictions.Zip(targets, (y, t) => (double)y - t)];
        Close.Values("squared loss", [errors.Average(e => e * e)], [predictor.Loss(Loss.Mse)], Tolerance.Value);
        Close.Values("absolute loss", [errors.Average(Math.Abs)], [predictor.Loss(Loss.Mae)], Tolerance.Value);
    }

    [Fact]
    public void TheWeightsAreReadAtEveryCall()
    {
        SequenceModel model = Toy.Model();
        var predictor = new BatchPredictor(model, Toy.Waves(20));
        double before = predictor.Loss(Loss.Mse);
        model.Parameters[^1] += 1;
        Assert.NotEqual(before, predictor.Loss(Loss.Mse));
        model.Parameters[^1] = float.NaN;
        Assert.True(double.IsNaN(predictor.Loss(Loss.Mse)));
    }
}
