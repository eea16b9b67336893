using System.Globalization;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Studies;
using QSeq.Studies.Boards;

namespace QSeq.Tests.Studies.Boards;

public class EttBoardTests
{
    private static readonly EttParts Small = new(300, 120, [6, 12], [24, 48]);

    [Fact]
    public void EveryPartHoldsTheTargetsOfItsRows()
    {
        BoardStudy study = Study(1, 1);
        EttCase one = study.Cases.OfType<EttCase>().Last();
        Assert.Equal("horizon 12", one.Condition);
        foreach (int window in Small.Windows)
        {
            foreach (int horizon in Small.Horizons)
            {
                SplitFractions fractions = Small.Split(window, horizon);
                Split split = Split.Of(Small.Rows, new WindowOptions { Window = window, Horizon = horizon }, fractions);
                Assert.Equal((300 - window - horizon + 1, 120 - horizon + 1, 120 - horizon + 1), (split.Train.Count, split.Validation.Count, split.Test.Count));
                Assert.Equal((300, 300 - window, 420, 420 - window), (split.TrainRows, split.Validation.Start, split.TestRow, split.Test.Start));
            }
        }

        // And those of the real board.
        var real = new EttParts(8640, 2880, [96], [336]);
        Split usual = Split.Of(real.Rows, new WindowOptions { Window = 336, Horizon = 720 }, real.Split(336, 720));
        Assert.Equal((8640 - 336 - 719, 2880 - 719, 2880 - 719, 11_520), (usual.Train.Count, usual.Validation.Count, usual.Test.Count, usual.TestRow));
    }

    [Fact]
    public void TestRowsChangeNothingThatIsChosen()
    {
        static double After(int t) => t < 420 ? Wave(t) : 50 - Wave(t);
        StudyRun run = Lstm(Study(1, 2)).Run(0), other = Lstm(Study(1, 2, After)).Run(0);
        Assert.Equal(run.Weights, other.Weights);
        Assert.Equal(run.Value("validation"), other.Value("validation"));
        Assert.NotEqual(run.Value("mse"), other.Value("mse"));
    }

    [Fact]
    public void TheStartIsTheBestOfAllOnValidationWindows()
    {
        BoardStudy study = Study(1, 1);
        var start = new EttStart(Table(Wave), Small, 12, study.Training);
        double[] losses = [.. start.Candidates.Select(recipe => Loss(recipe))];
        Assert.Equal(4, losses.Length);
        Assert.Equal(losses.Min(), Loss(start.Chosen));
        StudyRun run = study.Cases.Last(one => one.Entry.Label == "linear start").Run(0);
        Assert.Equal(losses.Min(), run.Value("validation"));
        Assert.Equal(start.Chosen.Windows.Window, run.Value("window"));
        int window = start.Chosen.Windows.Window;
        double level = run.Value("level") == 2 ? 2 : 0; // mean and deviation have an affine map
        Assert.Equal((8 * (window + 12)) + 12 + level, run.Value("parameters"));

        static double Loss(ForecastRecipe recipe)
        {
            var training = new ForecastTraining(Table(Wave), recipe);
            return new Evaluator(training.Model, training.Data.Validation).Evaluate().Mse;
        }
    }

    [Fact]
    public void ANetworkIsScoredByTheWeightsBestOnValidationWindows()
    {
        EttCase one = Lstm(Study(1, 3));
        StudyRun run = one.Run(0);
        var model = Assert.IsType<TrainedForecaster>(one.Model(run));
        WindowSet all = WindowSet.Create(Table(Wave), model.Scaler, model.Recipe.Windows), test = all.Slice(all.Count - 109, 109);
        Scores scores = new Evaluator(model.Model, test).Evaluate();
        Assert.Equal(109, run.Value("test_windows"));
        Assert.Equal((scores.Mse, scores.Mae), (run.Value("mse"), run.Value("mae")));
        Assert.Equal(model.ToBytes().Length, run.Value("bytes"));
        Assert.Equal(model.Model.Table.TrainableCount, run.Value("parameters"));
        Assert.True(run.Value("validation") <= Study(1, 1).Cases.Last(start => start.Entry.Label == "linear start").Run(0).Value("validation"));
        Assert.Null(one.Run(1).Weights); // one model of each is enough
        Assert.Null(one.Model(one.Run(1)));
    }

    [Fact]
    public void MethodsAreFittedOnceToTheTrainingRows()
    {
        StudyRun run = Study(1, 1).Cases.OfType<EttMethodCase>().Single(one => one is { Entry.Label: "persistence", Condition: "horizon 6" }).Run(0);
        double[] values = [.. Enumerable.Range(0, Small.Rows).Select(Wave)], train = values[..300];
        double mean = train.Average(), variance = train.Average(value => (value - mean) * (value - mean));
        double[] errors = [.. from origin in Enumerable.Range(420, 115) from step in Enumerable.Range(0, 6) select values[origin - 1] - values[origin + step]];
        Assert.Equal(errors.Average(error => error * error) / variance, run.Value("mse"), 1e-9);
        Assert.Equal(errors.Average(Math.Abs) / Math.Sqrt(variance), run.Value("mae"), 1e-9);

        StudyRun linear = Study(1, 1).Cases.OfType<EttMethodCase>().Single(one => one is { Entry.Label: "NLinear, solved", Condition: "horizon 6" }).Run(0);
        FittedSeries fit = SeriesMethod.NLinear(75, 6).Fit(train);
        Assert.Equal(fit.Parameters, linear.Value("parameters"));
        double[] ahead = new double[6];
        fit.Forecast(values, [534], 6, ahead);
        Assert.True(linear.Value("mse") > 0 && double.IsFinite(ahead[0]));
    }

    [Fact]
    public void ARunIsKnownByAllThatItComesFrom()
    {
        string[] different =
        [
            Lstm(Study(1, 1)).Identity(0), Lstm(Study(1, 1)).Identity(1), Lstm(Study(1, 2)).Identity(0), Lstm(Study(1, 1, t => Wave(t) + (t == 500 ? 1 : 0))).Identity(0),
            .. Study(1, 1).Cases.Select(one => one.Identity(0)),
        ];
        Assert.Equal(different.Length - 1, different.Distinct().Count()); // the first of the first list is the last of the second
    }

    [Fact]
    public void TheReportHasThePrintedRowsBesideOurs()
    {
        BoardStudy study = Study(2, 1);
        study = study with { Cases = [.. study.Cases.Where(one => one.Entry.Label is "persistence" or "linear start" or "GRU")] };
        StudyResult result = StudyRunner.Run(study, 2);
        Assert.Equal(2 + 2 + 4, result.All.Count());
        Assert.Single(result.Runs[0]);
        Assert.Equal(2, result.Runs[^1].Length);
        string text = ReportText.Of(study.Report(result));
        foreach (string part in (string[])["MSE at", "linear start", "GRU", "..", "parameters", "bytes"]) Assert.Contains(part, text, StringComparison.Ordinal);
        string median = result.Table.Spread("GRU", "mse", "OT", "horizon 6").Median.ToString("F4", CultureInfo.InvariantCulture);
        Assert.Contains(median, text, StringComparison.Ordinal);
        Assert.Contains(result.Table.Value("persistence", "mse", "OT", "horizon 6").ToString("F4", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewRowsAreRefused()
    {
        var e = Assert.Throws<InvalidDataException>(() => EttBoard.Create(Table(Wave)));
        Assert.Contains("has 540 rows, but this board is of the first 14400 rows", e.Message, StringComparison.Ordinal);
    }

    private static EttCase Lstm(BoardStudy study) => study.Cases.OfType<EttCase>().Last(one => one.Entry.Model == "lstm");

    private static BoardStudy Study(int seeds, int epochs, Func<int, double>? value = null) => EttBoard.Create(Table(value ?? Wave), Small, seeds, epochs);

    private static SeriesTable Table(Func<int, double> value) => new("waves", [EttBoard.Column], [[.. Enumerable.Range(0, Small.Rows).Select(value)]]);

    private static double Wave(int t) => 20 + (0.01 * t) + (5 * Math.Sin(t * Math.Tau / 24)) + Math.Sin(t * t * 0.37);
}
