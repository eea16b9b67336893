using QSeq.Backtests;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Forecasting;
using QSeq.Studies;
using QSeq.Studies.Boards;

namespace QSeq.Tests.Studies.Boards;

public class SunspotBoardTests
{
    [Fact]
    public void EveryLineIsABacktestOfTheLastSixtyYears()
    {
        BoardStudy study = Study(Wave);
        var options = new BacktestOptions { Horizon = 11, Season = 11, TestRows = 60, Stride = 1 };
        StudyRun method = study.Cases.Single(one => one is { Entry.Label: "AR", Condition: "11 years ahead" }).Run(0);
        BacktestEntry ar = Backtest.Run(Table(Wave), "SUNACTIVITY", options, [BacktestCandidate.Of(SeriesMethod.Ar(24))], withMethods: false).Entries[0];
        Assert.Equal((ar.Scores.Mae, ar.Scores.Rmse, ar.Scores.Mase), (method.Value("mae"), method.Value("rmse"), method.Value("mase")));

        StudyCase one = study.Cases.Single(one => one is { Entry.Label: "GRU", Condition: "1 year ahead" });
        var entry = (ForecastEntry)one.Entry;
        ForecastRecipe recipe = ForecastRecipe.Of("gru") with { Network = entry.Network, Training = study.Training with { Seed = 3 } };
        BacktestEntry gru = Backtest.Run(Table(Wave), "SUNACTIVITY", options with { Horizon = 1 }, [BacktestCandidate.Of(recipe)], withMethods: false).Entries[0];
        StudyRun run = one.Run(3);
        Assert.Equal((gru.Scores.Mae, gru.Parameters), (run.Value("mae"), run.Value("parameters")));
        Assert.True(run.Value("bytes") > 4 * gru.Parameters);
    }

    [Fact]
    public void OneIsChosenByTheYearsBefore()
    {
        static double After(int t) => t < 200 ? Wave(t) : 200 - Wave(t);
        foreach (string label in (string[])["LSTM", "SES"])
        {
            StudyRun Run(Func<int, double> value) => Study(value).Cases.First(one => one.Entry.Label == label).Run(0);
            StudyRun run = Run(Wave), other = Run(After);
            Assert.Equal(run.Value("validation"), other.Value("validation"));
            Assert.NotEqual(run.Value("mae"), other.Value("mae"));
        }
    }

    [Fact]
    public void TheReportHasBothHorizons()
    {
        BoardStudy study = Study(Wave);
        study = study with { Cases = [.. study.Cases.Where(one => one.Entry.Label is "persistence" or "HQKAN-LSTM")], Seeds = 2 };
        string text = ReportText.Of(study.Report(StudyRunner.Run(study, 2)));
        foreach (string part in (string[])["One year ahead", "1 to 11 years ahead", "HQKAN-LSTM", "MASE", "season 11"]) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShortSeriesAndOtherColumnsAreRefused()
    {
        Assert.Contains("has 239 rows", Assert.Throws<InvalidDataException>(() => SunspotBoard.Create(SeriesTable.Of("x", new double[239]))).Message, StringComparison.Ordinal);
        double[] values = [.. Enumerable.Range(0, 260).Select(Wave)];
        var two = new SeriesTable("two", ["a", "b"], [values, values]);
        Assert.Contains("SUNACTIVITY", Assert.Throws<ArgumentException>(() => SunspotBoard.Create(two)).Message, StringComparison.Ordinal);
    }

    private static BoardStudy Study(Func<int, double> value) => SunspotBoard.Create(Table(value), 1, 2);

    private static SeriesTable Table(Func<int, double> value) => SeriesTable.Of("SUNACTIVITY", [.. Enumerable.Range(0, 260).Select(value)]);

    private static double Wave(int t) => 50 + (40 * Math.Sin(t * Math.Tau / 11)) + (5 * Math.Sin(t * t * 0.37));
}
