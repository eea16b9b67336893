using System.Diagnostics;
using QSeq.Data;
using QSeq.Forecasting;

namespace QSeq.Search;

/// <summary>
/// The trainings of a search. A few at a time are chosen by what is known before them, done on several threads, and told in their order,
/// so that the threads change nothing. Where the time ends it, those that are not done do not count, nor do those behind them.
/// </summary>
internal sealed class TrialRun(
    ValidationPart validation,
    SearchOptions options,
    SearchJournal? journal,
    IProgress<SearchProgress>? progress,
    Candidate bestMethod,
    CancellationToken cancellationToken)
{
    private const int AtATime = 4;
    private const int MostNetworks = 2; // of those that are fitted anew at the end
    private const double LaterRows = 1.5; // the last fits have more rows, by about as much

    private readonly List<SearchTrial> _trials = [];
    private readonly Dictionary<Halving.Proposal, double[]> _forecasts = [];
    private readonly Halving _halving = new(RecipeSpace.Rungs, options.Seeds, RecipeSpace.Most);
    private (string Name, double Mae) _best = (bestMethod.Name, bestMethod.Mae);
    private RecipeSpace? _space;

    public ImmutableArray<SearchTrial> Trials => [.. _trials];

    /// <summary>Why there are none; null where there are.</summary>
    public string? Problem { get; private set; }

    /// <summary>Trains until the time, or the number of trainings, is over.</summary>
    /// <param name="start">When the search began.</param>
    /// <param name="classical">How long the methods took, which are fitted again at the end.</param>
    public void Run(long start, TimeSpan classical)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (!EndsIn(ended, start, classical)) return;
            _space = new RecipeSpace(validation.Before.Rows(0, validation.Parts.FirstValidation), validation.Before.Names[0], validation.Parts.Season, options, ended.Token);
        }
        catch (SeriesTooShortException)
        {
            Problem = FormattableString.Invariant($"the {validation.Parts.FirstValidation} rows before the validation part are too few to train and validate one on; give a longer series");
            return;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            Problem = e.Message.ReplaceLineEndings(" ");
            return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        while (_trials.Count < (options.Trials ?? int.MaxValue) && EndsIn(ended, start, classical))
        {
            Halving.Proposal[] next = _halving.Next(AtATime);
            if (next.Length == 0) return;
            next = next[..Math.Min(next.Length, (options.Trials ?? int.MaxValue) - _trials.Count)];
            ForecastRecipe[] recipes = [.. next.Select(_space.At)];
            var done = new (SearchTrial Trial, double[]? Forecasts)?[next.Length];
            using (var crew = new ShardCrew(Math.Min(options.Threads, next.Length), (_, n) => done[n] = Try(recipes[n], next[n].Rung, ended.Token)))
                crew.Run(next.Length);
            cancellationToken.ThrowIfCancellationRequested();
            for (int n = 0; n < next.Length; n++)
            {
                if (done[n] is not { } one) return;
                Tell(next[n], one.Trial, one.Forecasts, start);
            }
        }
    }

    /// <summary>The best networks that were trained from enough seeds.</summary>
    public Candidate[] Networks()
    {
        var networks = new List<Candidate>();
        foreach ((int recipe, int rung, _) in _halving.Confirmed(options.Seeds).Where(one => Seeds(one.Recipe, one.Rung).All(_forecasts.ContainsKey)).Take(MostNetworks))
        {
            var first = new Halving.Proposal(recipe, rung, 0);
            ForecastRecipe trained = _space!.At(first);
            networks.Add(new Candidate($"{trained.Model} (recipe {recipe + 1})", _forecasts[first], validation.Truth, validation.Horizon)
            {
                Recipe = trained,
                Seeds = [.. Seeds(recipe, rung).Select(one => Candidate.LossesOf(_forecasts[one], validation.Truth, validation.Horizon).Mae)],
            });
        }

        return [.. networks];

        IEnumerable<Halving.Proposal> Seeds(int recipe, int rung) => Enumerable.Range(0, options.Seeds).Select(seed => new Halving.Proposal(recipe, rung, seed));
    }

    // Sets when the trainings have to end, so that time is left for the last fits; false where that is now.
    private bool EndsIn(CancellationTokenSource ended, long start, TimeSpan classical)
    {
        if (options.Time is not { } time) return true;
        double[] longest = [.. _trials.Where(trial => trial.Failure is null).Select(trial => trial.Time.TotalSeconds).OrderDescending().Take(MostNetworks)];
        TimeSpan left = time - (LaterRows * (classical + TimeSpan.FromSeconds(longest.Sum()))) - Stopwatch.GetElapsedTime(start);
        if (left <= TimeSpan.Zero) return false;
        ended.CancelAfter(left);
        return true;
    }

    private (SearchTrial Trial, double[]? Forecasts)? Try(ForecastRecipe recipe, int rung, CancellationToken ended)
    {
        if (ended.IsCancellationRequested) return null;
        long start = Stopwatch.GetTimestamp();
        string identity = recipe.Digest();
        if (journal?.Find(identity) is { } known && (known.Failure is not null || known.Forecasts?.Length == validation.Truth.Length)) return Of(known);
        try
        {
            (double[]? forecasts, string? failure) = validation.Forecasts(recipe, ended);
            var kept = new KeptTrial(identity, Stopwatch.GetElapsedTime(start), forecasts, failure);
            journal?.Add(kept);
            return Of(kept);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        (SearchTrial, double[]?) Of(KeptTrial kept)
        {
            double mae = kept.Forecasts is null ? double.PositiveInfinity : Candidate.LossesOf(kept.Forecasts, validation.Truth, validation.Horizon).Mae;
            return (new SearchTrial(recipe, rung, mae, kept.Time, kept.Failure), kept.Forecasts);
        }
    }

    private void Tell(Halving.Proposal proposal, SearchTrial trial, double[]? forecasts, long start)
    {
        _trials.Add(trial);
        _halving.Tell(proposal, trial.Mae);
        if (forecasts is not null) _forecasts[proposal] = forecasts;
        if (trial.Mae < _best.Mae) _best = (trial.Recipe.Model, trial.Mae);
        double done = Math.Max(
            options.Trials is { } most ? (double)_trials.Count / most : 0,
            options.Time is { } time ? Stopwatch.GetElapsedTime(start) / time : 0);
        progress?.Report(new SearchProgress(_trials.Count, Math.Min(1, done), _best.Name, _best.Mae));
    }
}
