using QSeq.Forecasting;
using QSeq.Studies;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

[Trait(Speed.Name, Speed.Slow)]
public class SystemCaseTests
{
    [Fact]
    public void ANetworkIsTrainedAsInTheOtherStudiesAndFedBack()
    {
        SystemStudy study = SystemStudy.Create(1, 3);
        var one = (NetworkSystemCase)Case(study, "Lorenz", "GRU");
        SystemData data = one.System;
        StudyRun run = one.Run(2);
        var recipe = data.Recipe with { Training = study.Training };
        var plain = new ForecastCase("Lorenz", (ForecastEntry)one.Entry, data.System.Table, recipe);
        StudyRun other = plain.Run(2);
        Assert.Equal(other.Value("r2"), run.Value("r2"));
        Assert.Equal(Math.Sqrt(1 - other.Value("r2")), run.Value("nrmse"));
        Assert.Equal(other.Curve("test_r2").ToArray(), run.Curve("test_r2").ToArray());
        Assert.Equal(3, run.Epochs);
        Assert.Null(run.Weights);
        TrainedForecaster model = plain.Model(other);
        double held = data.Starts.Average(start => ValidTime.Steps(model.Forecast(data.Values.AsSpan(0, start), SystemData.Steps),
            data.Values.AsSpan(start, SystemData.Steps), data.Deviation));
        Assert.Equal(held * data.System.Step, run.Value("valid_time"));
        Assert.Equal(data.Baselines, one.Baselines);
    }

    [Fact]
    public void OfADrivenSystemOnlyTheErrorIsMeasured()
    {
        StudyRun run = Case(SystemStudy.Create(1, 1), "NARMA-5", "LSTM").Run(0);
        Assert.InRange(run.Value("r2"), -2, 1);
        Assert.True(double.IsNaN(run.Value("valid_time")));
        Assert.DoesNotContain(run.Measures, measure => measure.Metric is "valid_time" or "held");
    }

    [Fact]
    public void AnEchoStateNetworkSaysWhatWasChosen()
    {
        var one = (EchoStateCase)Case(SystemStudy.Create(1, 1), "Mackey-Glass", "echo state");
        StudyRun run = one.Run(4);
        var network = EchoStateNetwork.Fit(one.System, ((EchoStateEntry)one.Entry).Options, 4);
        Assert.Equal(
            network.Chosen, (run.Value("chosen_radius"), run.Value("chosen_leak"), run.Value("chosen_scale"), run.Value("chosen_ridge")));
        Assert.Equal(network.Parameters, one.Fact("parameters"));
        Assert.InRange(run.Value("nrmse"), 0, 0.05);
        Assert.InRange(run.Value("valid_time"), 0.5, 4.59);
        Assert.Equal(
            one.System.Measures(network.Ahead).Select(measure => measure.Values[0]),
            run.Measures.Take(4).Select(measure => measure.Values[0]));
    }

    [Fact]
    public void RunsOfOtherSeedsEpochsModelsAndSystemsAreOthers()
    {
        SystemStudy one = SystemStudy.Create(2, 5), longer = SystemStudy.Create(2, 6);
        string[] all = [.. one.Cases.SelectMany(each => new[] { each.Identity(0), each.Identity(1) })];
        Assert.Equal(one.Runs, all.Distinct().Count());
        Assert.NotEqual(Case(one, "Lorenz", "LSTM").Identity(0), Case(longer, "Lorenz", "LSTM").Identity(0));
        Assert.Equal(Case(one, "Lorenz", "LSTM").Identity(0), Case(SystemStudy.Create(7, 5), "Lorenz", "LSTM").Identity(0));
        Assert.Equal(Case(one, "Lorenz", "echo state").Identity(0), Case(longer, "Lorenz", "echo state").Identity(0)); // it has no epochs
        var state = (EchoStateCase)Case(one, "Lorenz", "echo state");
        var entry = (EchoStateEntry)state.Entry;
        Assert.NotEqual(
            state.Identity(0), new EchoStateCase(state.System, entry with { Options = entry.Options with { Washout = 9 } }).Identity(0));
    }

    [Fact]
    public void AStudyThatWasStoppedTakesOverWhatIsThere()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("qseq-systems-").FullName, "study.journal");
        SystemStudy all = SystemStudy.Create(1, 1), some = all with
        {
            Cases = [Case(all, "transmon", "LSTM"), Case(all, "transmon",
            "echo state")]
        };
        StudyResult first;
        using (StudyJournal journal = StudyJournal.Open(path)) first = StudyRunner.Run(some, 1, journal);
        using (StudyJournal journal = StudyJournal.Open(path))
        {
            Assert.Equal(2, journal.CountOf(SystemStudy.Create(3, 1)));
            StudyResult again = StudyRunner.Run(some, 2, journal);
            Assert.Equal(first.Table.Rows, again.Table.Rows); // the seconds of the runs too
            journal.Complete();
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    internal static StudyCase Case(SystemStudy study, string system, string label) =>
        study.Cases.Single(one => one.Data == system && one.Entry.Label == label);
}
