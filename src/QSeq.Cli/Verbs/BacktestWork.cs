namespace QSeq.Cli.Verbs;

/// <summary>A series to be forecast, with what is read for it.</summary>
/// <param name="Table">Its rows.</param>
/// <param name="Column">The column that is forecast.</param>
/// <param name="Inputs">The columns that models read.</param>
/// <param name="Known">Those of them that are known in the future.</param>
internal sealed record BacktestInput(SeriesTable Table, string Column, IReadOnlyList<string> Inputs, IReadOnlyList<string> Known);

/// <summary>The backtests of some series: one with all threads, or a series a thread; one of several that cannot be done does not end the others.</summary>
internal sealed class BacktestWork(CliContext context, ParseResult parsed, TrainOptions train)
{
    /// <summary>The recipes of the models for a series, before window and normalisation are chosen.</summary>
    public required Func<BacktestInput, ForecastRecipe[]> Recipes { get; init; }

    public required BacktestOptions Options { get; init; }

    public required double[] Levels { get; init; }

    public required bool IsAdaptive { get; init; }

    /// <summary>Why series have no backtest, by their names.</summary>
    public List<(string Series, string Reason)> Failures { get; } = [];

    /// <summary>All that forecasts come from, in parts.</summary>
    public IEnumerable<string> Identity(IEnumerable<BacktestInput> series) =>
    [
        QseqApp.Version,
        Invariant($"{Options.Horizon} {Options.Season} {Options.TestRows} {Options.Stride} {Options.Fits} {Options.Window} {Options.Seeds}"),
        .. series.SelectMany(input => (IEnumerable<string>)
        [
            input.Column,
            input.Table.Digest(),
            Invariant($"{input.Table.Times?[0].Ticks} {input.Table.Step}"),
            string.Join(' ', Enumerable.Range(0, input.Table.Names.Count).SelectMany(column => Enumerable.Range(0, input.Table.Length).Where(row => !input.Table.IsMeasured(column, row)).Append(-1))),
            .. Recipes(input).Select(recipe => recipe.Digest()),
        ]),
    ];

    /// <summary>Does it all.</summary>
    /// <exception cref="CancelledException">It was stopped; the message says what was kept.</exception>
    /// <exception cref="WorkException">Nothing could be fitted.</exception>
    public BacktestFindings[] Run(IReadOnlyList<BacktestInput> series, BacktestJournal? journal)
    {
        try
        {
            return series.Count == 1 ? [Only(series[0], journal)] : Each(series, journal);
        }
        catch (OperationCanceledException)
        {
            string kept = journal is null ? "" : $"; {NumberText.Count(journal.Count, "fit")} of candidates and seeds are kept: the same command with --resume goes on from {journal.Path}";
            throw new CancelledException("cancelled" + kept);
        }
    }

    private BacktestFindings Only(BacktestInput input, BacktestJournal? journal)
    {
        BacktestCandidate[] candidates = Candidates(input, silent: false, threads: null);
        BacktestFindings found = Work.Run(context, "backtest", 1, work =>
        {
            var log = new Log(input.Column, journal, (done, what) => work.Reach(done, what));
            return Findings(input, Backtest.Run(input.Table, input.Column, Options, candidates, log, cancellationToken: context.Token));
        });
        BacktestResult result = found.Result;
        if (result.Entries.Length == 0) throw new WorkException($"nothing could be fitted; {result.Failures[0].Name}: {BacktestReport.Reason(result.Failures[0])}");
        string Row(int row) => input.Table.Times is { } times ? CsvText.Time(times[row]) : Invariant($"row {row + 1}");
        context.Note($"{NumberText.Count(result.Origins.Length, "origin")} from {Row(result.Origins[0])} to {Row(result.Origins[^1])}; {(result.Season > 1 ? $"a season of {result.Season} steps" : "no season")}");
        return found;
    }

    private BacktestFindings[] Each(IReadOnlyList<BacktestInput> series, BacktestJournal? journal)
    {
        var all = new (BacktestFindings? Found, string? Reason)[series.Count];
        Work.Run(context, "backtest", series.Count, work =>
        {
            int threads = Recipes(series[0])[0].Training.Threads;
            Parallel.For(0, series.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Token }, n =>
            {
                double told = 0;
                all[n] = Try(series[n], journal, (done, what) => Tell(done, $"{series[n].Column}, {what}"));
                Tell(1, series[n].Column);

                void Tell(double done, string what)
                {
                    work.Advance(done - told, what);
                    told = done;
                }
            });
        });
        Failures.AddRange(series.Zip(all).Where(one => one.Second.Found is null).Select(one => (one.First.Column, one.Second.Reason!)));
        BacktestFindings[] found = [.. all.Select(one => one.Found).OfType<BacktestFindings>()];
        return found.Length > 0 ? found : throw new WorkException($"none of {series.Count} series could be forecast; the first, {Failures[0].Series}: {Failures[0].Reason}");
    }

    private (BacktestFindings? Found, string? Reason) Try(BacktestInput input, BacktestJournal? journal, Action<double, string> tell)
    {
        try
        {
            BacktestCandidate[] candidates = Candidates(input, silent: true, threads: 1);
            BacktestResult result = Backtest.Run(input.Table, input.Column, Options, candidates, new Log(input.Column, journal, tell), cancellationToken: context.Token);
            return result.Entries.Length > 0 ? (Findings(input, result), null) : (null, BacktestReport.Reason(result.Failures[0]));
        }
        catch (Exception e) when (e is InvalidDataException or UsageException || (e is ArgumentException && e is not ArgumentNullException))
        {
            return (null, ErrorText.Of(e).Say(AdviceWords.Say).TrimEnd('.'));
        }
    }

    private BacktestFindings Findings(BacktestInput input, BacktestResult result) => new(input.Table, result, Levels, IsAdaptive);

    // Window and normalisation are the same for all models: what a linear forecast of the rows before the first origin shows.
    private BacktestCandidate[] Candidates(BacktestInput input, bool silent, int? threads)
    {
        ForecastRecipe[] recipes = Recipes(input);
        ForecastRecipe? chosen = null;
        try
        {
            chosen = train.Choose(context, parsed, Backtest.FirstSeen(input.Table, Options, input.Known), recipes[0], silent: silent);
        }
        catch (SeriesTooShortException)
        {
            // The models say so themselves.
        }

        return [.. recipes.Select(recipe => BacktestCandidate.Of(
            (chosen is null ? recipe : recipe with
            {
                Windows = recipe.Windows with { Window = chosen.Windows.Window },
                Network = recipe.Network with { Residual = chosen.Network.Residual },
            }) with { Training = recipe.Training with { Threads = threads ?? recipe.Training.Threads } },
            isChosen: false))];
    }

    private sealed class Log(string series, BacktestJournal? journal, Action<double, string> tell) : IBacktestLog
    {
        public void Begin(string candidate, int? seed, int done, int total) => tell((double)done / total, seed is null ? candidate : $"{candidate}, seed {seed}");

        public BacktestForecast? Find(string candidate, int? seed) => journal?.Find(series, candidate, seed);

        public void Add(string candidate, int? seed, BacktestForecast forecast) => journal?.Add(series, candidate, seed, forecast);
    }
}
