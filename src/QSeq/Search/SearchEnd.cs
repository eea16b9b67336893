using QSeq.Backtests;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Search;

/// <summary>
/// The end of a search: it picks by the validation part, fits the pick and all baselines to the rows before the test part, judges them there, and
/// forecasts what comes after the series.
/// </summary>
internal sealed class SearchEnd(
    SeriesTable table, string column, SearchOptions options, SearchParts parts, ValidationPart validation, Candidate[] methods, TrialRun trials)
{
    private const int FewestOrigins = 10; // of the test part, for a test of significance

    private const double LeastShare = 0.01; // of a method that is no baseline, at the end of the validation part, to be fitted again
    private const int Digits = 9; // of the fractions of a split, at most

    /// <summary>What was found.</summary>
    public SearchResult Result(CancellationToken cancellationToken)
    {
        (Candidate Network, Trained Trained)[] trained = Train(trials.Networks(), cancellationToken);
        Candidate[] networks = [.. trained.Select(one => one.Network)], all = [.. methods, .. networks];
        (RecentWeights Weights, double[] Losses, double Mae) median = Combined(all, false), mean = Combined(all, true);
        int half = median.Losses.Length / 2;
        bool isMean = mean.Losses.Skip(half).Sum() < median.Losses.Skip(half).Sum();
        (RecentWeights weights, double[] losses, double mae) = isMean ? mean : median;
        Candidate? single = SearchChoice.Of(methods, networks, losses, validation.Overlap);
        double[] shares = weights.Weights();
        Candidate[] members = single is not null ? [single] : [.. all.Where((one, n) => one.IsBaseline || one.Recipe is not null || shares[n] >= LeastShare)];

        Judged[] judged =
        [
            .. SeriesMethod.All(parts.Season, options.Horizon, parts.FirstTest).Select(Baseline),
            .. members.Where(one => one.Method is not null && !one.IsBaseline).Select(one => new Judged(one.Name, new NamedMethod(one.Name, one.Method!), one, one.Method)),
            .. trained.Select(one => new Judged(one.Network.Name, new TrainedCandidate(one.Network.Name, one.Trained.Model), one.Network, null)),
        ];
        BacktestResult test = Backtest.Run(
            table, column, parts.Test(table.Length, options.Horizon), [.. judged.Select(one => one.Forecaster)], withMethods: false, cancellationToken: cancellationToken);
        var failed = test.Failures.ToDictionary(failure => failure.Name, failure => failure.Reason, StringComparer.Ordinal);
        if (single is not null && failed.TryGetValue(single.Name, out ErrorText? reason)) throw new InvalidDataException($"{single.Name}, which was picked, has no forecast of the test part: {reason}");
        judged = [.. judged.Where(one => !failed.ContainsKey(one.Name))];
        members = [.. members.Where(one => !failed.ContainsKey(one.Name))];
        trained = [.. trained.Where(one => !failed.ContainsKey(one.Network.Name))];
        int[] origins = [.. test.Origins];
        double[] truth = Candidate.TruthOf(table, column, origins, options.Horizon);
        Candidate[] tested = [.. judged.Select((one, n) => new Candidate(one.Name, [.. test.Entries[n].Forecasts], truth, options.Horizon))];

        Candidate[] testMembers = [.. members.Select(one => tested[Place(one)])];
        var late = new RecentWeights(members.Length, isMean);
        Walk(late, members, validation.Origins);
        double[] picked = Walk(late, testMembers, origins);
        var pick = new Candidate(single?.Name ?? "combination", picked, truth, options.Horizon);
        double[] last = late.Weights();
        return new SearchResult
        {
            Column = column,
            Season = parts.Season,
            FirstValidation = parts.FirstValidation,
            FirstTest = parts.FirstTest,
            ValidationOrigins = validation.Origins.Length,
            Origins = [.. origins],
            PickForecasts = [.. picked],
            BaselineForecasts = [.. judged.Zip(tested).Where(pair => pair.First.IsBaseline).MinBy(pair => pair.Second.Mae).Second.Forecasts],
            Trials = trials.Trials,
            NoNetworks = trials.Problem,
            Kind = single is null ? SearchPick.Combination : single.Recipe is null ? SearchPick.Method : SearchPick.Network,
            Pick = new SearchScore(pick.Name, single?.Mae ?? mae, pick.Mae),
            Baselines = Baselines(judged, tested, pick, (options.Horizon + test.Stride - 1) / test.Stride),
            Others = [.. methods.Where(one => !one.IsBaseline).OrderBy(one => one.Mae).Select(one => new SearchScore(one.Name, one.Mae, double.NaN))],
            Networks = [.. trained.Select(one => new SearchScore(one.Network.Name, one.Network.Mae, tested[Place(one.Network)].Mae))],
            Shares = [.. members.Select((one, n) => new SearchShare(one.Name, last[n])).Where(share => share.Share > 0).OrderByDescending(share => share.Share)],
            Forecast = After([.. members.Select(one => judged[Place(one)])], last, isMean, trained, cancellationToken),
            Training = trained.Length > 0 ? trained[0].Trained.Training : null,
            Outcome = trained.Length > 0 ? trained[0].Trained.Outcome : null,
        };

        (RecentWeights, double[], double) Combined(Candidate[] members, bool byMean)
        {
            var weights = new RecentWeights(members.Length, byMean);
            (double[] losses, double error) = Candidate.LossesOf(Walk(weights, members, validation.Origins), validation.Truth, options.Horizon);
            return (weights, losses, error);
        }

        int Place(Candidate one) => Array.FindIndex(judged, other => other.Before == one);

        Judged Baseline(SeriesMethod method) =>
            new(method.Name, new NamedMethod(method.Name, method), Array.Find(methods, one => one.IsBaseline && one.Name == method.Name), method) { IsBaseline = true };
    }

    private double[] Walk(RecentWeights weights, Candidate[] members, int[] origins) =>
        weights.Walk(origins, options.Horizon, [.. members.Select(one => one.Forecasts)], [.. members.Select(one => one.Losses)]);

    private static ImmutableArray<SearchScore> Baselines(Judged[] judged, Candidate[] tested, Candidate pick, int overlap)
    {
        (Judged Judged, Candidate Tested)[] baselines = [.. judged.Zip(tested).Where(pair => pair.First.IsBaseline).OrderBy(pair => pair.Second.Mae)];
        DieboldMariano?[] versus = [.. baselines.Select(pair => overlap < pick.Losses.Length && pick.Losses.Length >= FewestOrigins ? DieboldMariano.OfLosses(pick.Losses, pair.Tested.Losses, overlap) : null)];
        double[] adjusted = DieboldMariano.Holm([.. versus.Select(test => test?.PValue ?? 1)]);
        return [.. baselines.Select((pair, n) => new SearchScore(pair.Judged.Name, pair.Judged.Before?.Mae ?? double.NaN, pair.Tested.Mae, versus[n], versus[n] is null ? null : adjusted[n]))];
    }

    // The forecast of the members after the end: methods fitted to the whole series, networks as they are.
    private SeriesTable After(Judged[] members, double[] shares, bool isMean, (Candidate Network, Trained Trained)[] trained, CancellationToken cancellationToken)
    {
        int horizon = options.Horizon;
        double[] values = [.. table.Column(column)], ahead = new double[horizon];
        int[] used = [.. Enumerable.Range(0, members.Length).Where(n => shares[n] > 0)];
        RecentWeights.Combine([.. used.Select(n => shares[n])], isMean, [.. used.Select(n => Forecast(members[n]))], 0, ahead);

        DateTime[]? times = table.Times is { } own && table.Step is { } step1 ? [.. Enumerable.Range(1, horizon).Select(n => step1.After(own[^1], n))] : null;
        SeriesStep? axis = table.Step is { IsNumbers: true } numbers ? numbers.From(table.Length) : table.Step;
        return new SeriesTable($"forecast of {horizon} steps after {table.Source}", [column], [ahead], times).WithStep(axis);

        double[] Forecast(Judged member)
        {
            if (member.Method is not { } method) return Array.Find(trained, pair => pair.Network == member.Before).Trained.Model.Forecast(values);
            double[] steps = new double[horizon];
            method.Fit(values, cancellationToken).Forecast(values, [values.Length], horizon, steps);
            return steps;
        }
    }

    // Those that can be trained on all rows before the test part too.
    private (Candidate Network, Trained Trained)[] Train(Candidate[] networks, CancellationToken cancellationToken)
    {
        var trained = new List<(Candidate, Trained)>();
        foreach (Candidate network in networks)
        {
            try
            {
                trained.Add((network, Train(network, cancellationToken)));
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                continue; // it diverged, say: the others are enough
            }
        }

        return [.. trained];
    }

    private Trained Train(Candidate network, CancellationToken cancellationToken)
    {
        ForecastRecipe recipe = network.Recipe!;
        int before = parts.FirstTest - recipe.Windows.Window - options.Horizon + 1, all = table.Length - recipe.Windows.Window - options.Horizon + 1;
        int train = recipe.Split.Parts(before).Train, validated = before - train;
        var training = new ForecastTraining(table, recipe with
        {
            Split = new SplitFractions(Fraction(train, all), Fraction(validated, all)),
            Levels = options.Levels,
            Reading = options.Reading,
        });
        return new Trained(training, TrainingOutcome.Of(training.Start(), null, cancellationToken));
    }

    /// <summary>The shortest decimal fraction that so many of all are, rounded down.</summary>
    internal static double Fraction(int part, int all)
    {
        for (int digits = 2; digits < Digits; digits++)
        {
            double fraction = Math.Round((part + 0.5) / all, digits);
            if ((int)Math.Floor(fraction * all) == part && fraction * all - part > 0.01) return fraction;
        }

        return (part + 0.5) / all;
    }

    /// <summary>What is judged on the test part, and what it did before; windows that go by the length of a series may be longer now.</summary>
    private sealed record Judged(string Name, BacktestCandidate Forecaster, Candidate? Before, SeriesMethod? Method)
    {
        public bool IsBaseline { get; init; }
    }

    private sealed record Trained(ForecastTraining Training, TrainingOutcome Outcome)
    {
        private TrainedForecaster? _model;

        public TrainedForecaster Model => _model ??= Training.ToForecaster(Outcome);
    }
}
