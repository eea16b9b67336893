using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Intervals;
using QSeq.Studies;
using QSeq.Studies.Boards;

namespace QSeq.Tests.Studies.Boards;

public class M4BoardTests
{
    private static readonly int[] Lengths = [700, 748, 724];

    [Fact]
    public void ScoresAreThoseOfTheCompetition()
    {
        BoardStudy study = Study();
        var (smape, mase) = Direct((history, h) => history[^(24 - (h % 24))]);
        StudyRun run = Method(study, "seasonal naive").Run(0);
        Assert.Equal(smape, run.Value("smape"), 1e-9);
        Assert.Equal(mase, run.Value("mase"), 1e-9);

        double[][] two = [.. Enumerable.Range(0, 3).Select(series =>
        {
            double[] ahead = new double[48], history = History(series);
            SeriesMethod.Naive2(24).Fit(history).Forecast(history, [history.Length], 48, ahead);
            return ahead;
        })];
        int place = 0;
        var naive = Direct((history, h) => two[place++ / 48][h]);
        StudyRun other = Method(study, "Naive2").Run(0);
        Assert.Equal((naive.Smape, 1.0), (other.Value("smape"), other.Value("owa")));
        Assert.Equal(naive.Mase, other.Value("mase"), 1e-9);
        Assert.Equal(((smape / naive.Smape) + (mase / naive.Mase)) / 2, run.Value("owa"), 1e-9);
    }

    [Fact]
    public void IntervalsAreScoredAsInTheCompetition()
    {
        StudyRun run = Method(Study(), "seasonal naive").Run(0);
        double msis = 0, inside = 0, before = 0;
        for (int series = 0; series < 3; series++)
        {
            double[] history = History(series), truth = Truth(series, 0);
            double scale = history.Skip(24).Zip(history).Average(pair => Math.Abs(pair.First - pair.Second));
            MethodBands bands = MethodBands.Of(SeriesMethod.SeasonalNaive(24), history, 48);
            for (int h = 0; h < 48; h++)
            {
                Interval band = bands.At(h, 0.95);
                double outside = truth[h] < band.Lower ? band.Lower - truth[h] : truth[h] > band.Upper ? truth[h] - band.Upper : 0;
                msis += (band.Upper - band.Lower + (40 * outside)) / scale / 144;
                inside += outside == 0 ? 1.0 / 144 : 0;
                before += Math.Abs(history[^(48 - h)] - history[^(72 - (h % 24))]) / scale / 144;
            }
        }

        Assert.Equal(msis, run.Value("msis"), 1e-9);
        Assert.Equal(inside, run.Value("coverage"), 1e-9);
        Assert.Equal(before, run.Value("validation"), 1e-9);
        StudyRun network = Study().Cases.Single(one => one.Entry.Label == "GRU").Run(0);
        Assert.InRange(network.Value("coverage"), 0.5, 1);
        Assert.InRange(network.Value("msis"), 0.1, 20);
    }

    [Fact]
    public void OneModelForAllForecastsWhatFollowsEach()
    {
        StudyCase one = Study().Cases.Single(one => one.Entry.Label == "GRU");
        StudyRun run = one.Run(0);
        var model = Assert.IsType<GlobalForecaster>(one.Model(run));
        int place = 0;
        double[][] ahead = [.. Enumerable.Range(0, 3).Select(series => model.Forecast(SeriesTable.Of("y", History(series))).Column(0).ToArray())];
        var (smape, mase) = Direct((_, h) => ahead[place++ / 48][h]);
        Assert.Equal(smape, run.Value("smape"), 1e-9);
        Assert.Equal(mase, run.Value("mase"), 1e-9);
        Assert.Equal((model.Model.Table.TrainableCount, model.ToBytes().Length), (run.Value("parameters"), run.Value("bytes")));
        Assert.Null(one.Run(1).Weights);
    }

    [Fact]
    public void WhatFollowsChangesNothingButTheScores()
    {
        StudyRun run = Study().Cases.Single(one => one.Entry.Label == "LSTM").Run(0);
        StudyRun other = Study(shift: 5).Cases.Single(one => one.Entry.Label == "LSTM").Run(0);
        Assert.Equal(run.Weights, other.Weights);
        Assert.Equal(run.Value("validation"), other.Value("validation"));
        Assert.NotEqual(run.Value("mase"), other.Value("mase"));
        Assert.NotEqual(run.Identity, other.Identity);
    }

    [Fact]
    public void TheOfficialFiguresAreAskedForFirst()
    {
        BoardStudy study = Study() with { Seeds = 1 };
        study = study with { Cases = [.. study.Cases.Where(one => one.Entry.Label is "seasonal naive" or "Naive2" or "GRU")] };
        StudyResult result = StudyRunner.Run(study, 1);
        string text = ReportText.Of(study.Report(result));
        string words = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in (string[])["ES-RNN, the winner, printed", "13.912", "3 series, where the competition has 414", "where 13.912 is printed", "GRU, the best of 1 on validation data"])
            Assert.Contains(part, words, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfOtherSeriesAreRefused()
    {
        string Message(SeriesPanel train, SeriesPanel test) => Assert.Throws<InvalidDataException>(() => M4Board.Create(train, test)).Message;
        Assert.Contains("test has no series 'H3'", Message(Panel("train", History), Panel("test", series => Truth(series, 0), 2)), StringComparison.Ordinal);
        Assert.Contains("'H1' has 47 values, expected 48", Message(Panel("train", History), Panel("test", series => Truth(series, 0)[1..])), StringComparison.Ordinal);
        Assert.Contains("'H1' has 90 values, expected 96 or more", Message(Panel("train", series => History(series)[..90]), Panel("test", series => Truth(series, 0))), StringComparison.Ordinal);
        Assert.Contains("repeats itself every 24 values", Message(Panel("train", _ => [.. Enumerable.Range(0, 200).Select(t => (double)(t % 24))]), Panel("test", series => Truth(series, 0))), StringComparison.Ordinal);
    }

    private static StudyCase Method(BoardStudy study, string name) => study.Cases.Single(one => one.Entry.Label == name);

    private static BoardStudy Study(double shift = 0) => M4Board.Create(Panel("train", History), Panel("test", series => Truth(series, shift)), epochs: 1);

    private static SeriesPanel Panel(string source, Func<int, double[]> values, int count = 3) => new(
        source, [.. Enumerable.Range(0, count).Select(n => new PanelSeries($"H{n + 1}", SeriesTable.Of($"H{n + 1}", values(n)), null))], [], null);

    private static double[] History(int series) => [.. Enumerable.Range(0, Lengths[series]).Select(t => Value(series, t))];

    private static double[] Truth(int series, double shift) => [.. Enumerable.Range(Lengths[series], 48).Select(t => Value(series, t) + shift)];

    private static double Value(int series, int t) => 100 + (20 * series) + (10 * Math.Sin(t * Math.Tau / 24)) + (3 * Math.Sin(t * t * 0.37)) + (0.01 * t);

    private static (double Smape, double Mase) Direct(Func<double[], int, double> forecast)
    {
        double smape = 0, mase = 0;
        for (int series = 0; series < 3; series++)
        {
            double[] history = History(series), truth = Truth(series, 0);
            double scale = history.Skip(24).Zip(history).Average(pair => Math.Abs(pair.First - pair.Second));
            double[] ahead = [.. Enumerable.Range(0, 48).Select(h => forecast(history, h))];
            smape += truth.Zip(ahead).Average(pair => 200 * Math.Abs(pair.First - pair.Second) / (Math.Abs(pair.First) + Math.Abs(pair.Second))) / 3;
            mase += truth.Zip(ahead).Average(pair => Math.Abs(pair.First - pair.Second)) / scale / 3;
        }

        return (smape, mase);
    }
}
