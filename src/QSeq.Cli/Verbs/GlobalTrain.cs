namespace QSeq.Cli.Verbs;

/// <summary><c>qseq train --global</c>: one model on all series of a file, judged on each beside classical methods.</summary>
internal sealed class GlobalTrain(CliContext context)
{
    public const int Batch = 256; // two shards, so that two threads have work; a series has as many windows as a batch of 16 was meant for

    private const int LeftOutShown = 3;

    /// <summary>Tells of the series and the windows, trains and saves.</summary>
    public void Run(GlobalTraining training, CheckpointedRun run, string? data, string? query, string path)
    {
        IReadOnlyList<GlobalSeries> series = training.Series;
        foreach ((string name, ErrorText reason) in training.LeftOut.Take(LeftOutShown)) context.Note($"note: series '{name}' is left out: {reason.Say(AdviceWords.Say).TrimEnd('.')}");
        if (training.LeftOut.Count > LeftOutShown) context.Note($"note: and {training.LeftOut.Count - LeftOutShown} more are left out");
        long Windows(Func<DataSplit, WindowSet> part) => series.Sum(one => (long)part(one.Data).Count);
        long train = Windows(split => split.Train), validation = Windows(split => split.Validation);
        context.Note($"windows: {train} of {series.Count} series to train, {validation} to validate, {Windows(split => split.Test)} to test");
        context.Note($"model: {training.Recipe.Model}, {ModelFile.Count(training.Model)}");
        run.WarnOfLength(training.Model, (double)train * training.Recipe.Windows.Window, training.Recipe.Training);
        GlobalForecaster model = run.Train(
            training.Identity, training.Recipe.Training, validation > 0, training.Start, outcome => training.ToForecaster(outcome, data, query));
        if (Windows(split => split.Test) == 0) context.Note("note: there is no test part, so there are no scores; leave some of the data with --split");
        else run.Judge(() => new PanelReport(context).Write(model, series, "test part"));
        run.Finish(model, $"; qseq verify {path} trains it again and compares");
    }
}
