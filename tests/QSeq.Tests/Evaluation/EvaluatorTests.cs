using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Tests.Training;

namespace QSeq.Tests.Evaluation;

public class EvaluatorTests
{
    [Fact]
    public void ScoresAreThoseOfTheReferenceInBothUnits()
    {
        // Two targets of different units, horizon 2: [samples][steps ahead][targets].
        double[] a = [.. Enumerable.Range(0, 60).Select(Toy.Wave)], b = [.. Enumerable.Range(0, 60).Select(t => 100 + (30 * Toy.Wave(t + 3)))];
        var table = new SeriesTable("test", ["a", "b"], [a, b]);
        var options = new WindowOptions { Window = 5, Horizon = 2, Inputs = ["a"], Targets = ["b", "a"] };
        DataSplit split = DataSplit.Create(table, options, new SplitFractions(0.6, 0.2), ScalerKind.MinMax);
        var model = new SequenceModel(Toy.Config("lstm") with { Outputs = 4 }, 1);
        var evaluator = new Evaluator(model, split.Test);

        double[] parameters = Close.Widen(model.Parameters);
        List<double> scaled = [], original = [], scaledTruth = [], truth = [];
        for (int s = 0; s < split.Test.Count; s++)
        {
            int row = split.Test.TargetIndex(s);
            double[] y = model.Reference(parameters, [.. a.AsSpan(row - 5, 5).ToArray().Select(value => split.Scaler.Transform(0, value))]);
            for (int n = 0; n < 4; n++)
            {
                int column = n % 2 == 0 ? 1 : 0;
                double value = table.Column(column)[row + (n / 2)];
                scaled.Add(y[n]);
                scaledTruth.Add(split.Scaler.Transform(column, value));
                original.Add(split.Scaler.Inverse(column, y[n]));
                truth.Add(value);
            }
        }

        evaluator.Predict(split.Scaler, out double[] predictions, out double[] targets);
        Close.Values("predictions in original units", [.. original], predictions, Tolerance.Value);
        Close.Values("truth in original units", [.. truth], targets, Tolerance.Value);
        Same(Scores.Compare([.. scaled], [.. scaledTruth]), evaluator.Evaluate());
        Same(Scores.Compare([.. original], [.. truth]), evaluator.Evaluate(split.Scaler));
    }

    [Fact]
    public void NoWindowsAreRefused()
    {
        WindowSet data = Toy.Waves(5);
        var error = Assert.Throws<ArgumentException>(() => new Evaluator(Toy.Model(), data.Slice(0, 0)));
        Assert.StartsWith("There is no evaluation window", error.Message, StringComparison.Ordinal);
    }

    private static void Same(Scores expected, Scores actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Close.Values("scores", [expected.R2, expected.Mse, expected.Mae], [actual.R2, actual.Mse, actual.Mae], Tolerance.Value);
    }
}
