using QSeq.Evaluation;
using QSeq.Intervals;

namespace QSeq.Backtests;

/// <summary>How one candidate did over series.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="IsMethod">Whether it is a classical method.</param>
/// <param name="Series">How many series it forecast, of those on which a scaled error is defined.</param>
/// <param name="Smape">The mean of their sMAPE, in percent.</param>
/// <param name="Mase">The mean of their MASE.</param>
/// <param name="Owa">The mean of both means, each in parts of that of Naive2 on the same series, as in the M4 competition.</param>
/// <param name="Wins">On how many it has the least mean absolute error, alone or with others.</param>
/// <param name="Time">The time of all its fits and forecasts.</param>
public sealed record BacktestMean(string Name, bool IsMethod, int Series, double Smape, double Mase, double Owa, int Wins, TimeSpan Time);

/// <summary>How the intervals of one candidate did over series.</summary>
/// <param name="Level">The level, between 0 and 1.</param>
/// <param name="Count">Values compared, of all series.</param>
/// <param name="Coverage">The part of them inside; NaN of none, as what follows.</param>
/// <param name="Msis">The mean of the scaled interval scores of the series.</param>
public sealed record BacktestCoverage(double Level, long Count, double Coverage, double Msis);

/// <summary>What backtests of several series say of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Outcome">How its mean MASE stands to those of the classical methods.</param>
/// <param name="Method">The method that decides, as in <see cref="BacktestVerdict"/>.</param>
/// <param name="PValue">
/// Of the paired t-test of their MASE over the series that both forecast, adjusted by Holm's rule for every comparison of a model with a method; null
/// for fewer than two series. Series that move together count as one, which the test does not know.
/// </param>
/// <param name="Lower">On how many of these series the model has the lower error.</param>
/// <param name="Series">How many these are.</param>
/// <param name="SeedsBelow">How many seeds of the model have a mean MASE below that of every method.</param>
/// <param name="Seeds">How many seeds it has.</param>
public sealed record BacktestPanelVerdict(string Model, BacktestOutcome Outcome, string Method, double? PValue, int Lower, int Series, int SeedsBelow, int Seeds);

/// <summary>Backtests of several series together.</summary>
/// <param name="Results">Of each series.</param>
public sealed record BacktestPanel(ImmutableArray<BacktestResult> Results)
{
    /// <summary>Each candidate over the series, those that forecast most series first, among them the least OWA.</summary>
    /// <returns>Means and wins.</returns>
    public ImmutableArray<BacktestMean> Means() => [.. Names().Select(Mean).OrderByDescending(mean => mean.Series).ThenBy(mean => double.IsNaN(mean.Owa) ? double.PositiveInfinity : mean.Owa)];

    /// <summary>How each model stands to the methods over the series; none where there is no method.</summary>
    /// <returns>A verdict for each model.</returns>
    public ImmutableArray<BacktestPanelVerdict> Verdicts()
    {
        (string Name, bool IsMethod)[] names = [.. Names()];
        BacktestMean[] each = [.. names.Where(name => name.IsMethod).Select(Mean)];
        string[] models = [.. names.Where(name => !name.IsMethod).Select(name => name.Name)];
        if (each.Length == 0) return [];
        int most = each.Max(mean => mean.Series); // a method for the few series with a season says little of all of them
        string[] methods = [.. each.Where(mean => 2 * mean.Series >= most).Select(mean => mean.Name)];
        (double Model, double Method, double[] Seeds)[][] pairs = [.. models.SelectMany(_ => methods, Pairs)];
        double?[] values = [.. pairs.Select(PValue)];
        double[] differences = [.. pairs.Select(pair => Average(pair.Select(each => each.Model - each.Method)))];
        (int Count, int Below)[] seeds = [.. models.Select((_, n) => Seeds(pairs[(n * methods.Length)..((n + 1) * methods.Length)]))];
        return
        [
            .. VerdictRule.Decide(differences, values, seeds).Select((found, n) =>
            {
                (double Model, double Method, double[] Seeds)[] own = pairs[(n * methods.Length) + found.Method];
                int lower = own.Count(each => each.Model < each.Method);
                return new BacktestPanelVerdict(models[n], found.Outcome, methods[found.Method], found.PValue, lower, own.Length, seeds[n].Below, seeds[n].Count);
            }),
        ];

        // How many seeds there are, and how many have a mean below that of every method.
        static (int Count, int Below) Seeds((double Model, double Method, double[] Seeds)[][] each)
        {
            int count = each.SelectMany(pair => pair).Select(one => one.Seeds.Length).DefaultIfEmpty(0).Min();
            return (count, Enumerable.Range(0, count).Count(seed => each.All(pair => pair.Length == 0 || pair.Average(one => one.Seeds[seed] - one.Method) < 0)));
        }
    }

    /// <summary>Intervals of a candidate (<see cref="BacktestResult.Intervals"/>) over the series that it forecast.</summary>
    /// <param name="name">The candidate.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <param name="adaptive">As in <see cref="BacktestResult.Intervals"/>.</param>
    /// <returns>Coverage of all values, and the mean score.</returns>
    /// <exception cref="ArgumentException">The level is none.</exception>
    public BacktestCoverage Coverage(string name, double level, bool adaptive = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        Interval.CheckLevel(level);
        BacktestIntervals[] all = [.. Of(name).Select(one => one.Result.Intervals(one.Entry, level, adaptive)).Where(own => own.Scores.Count > 0)];
        long count = all.Sum(own => own.Scores.Count);
        double inside = all.Sum(own => own.Scores.Coverage * own.Scores.Count);
        double[] msis = [.. all.Select(own => own.Msis).Where(double.IsFinite)];
        return new BacktestCoverage(level, count, inside / count, msis.DefaultIfEmpty(double.NaN).Average());
    }

    private IEnumerable<(string Name, bool IsMethod)> Names() => Results.SelectMany(result => result.Candidates).Select(entry => (entry.Name, entry.IsMethod)).Distinct();

    private IEnumerable<(BacktestResult Result, BacktestEntry Entry)> Of(string name) =>
        Results.SelectMany(result => result.Candidates.Where(entry => entry.Name == name), (result, entry) => (result, entry));

    private BacktestMean Mean((string Name, bool IsMethod) one)
    {
        (BacktestResult Result, BacktestEntry Entry)[] all = [.. Of(one.Name)];
        (BacktestScores Own, BacktestScores Naive)[] scaled =
            [.. all.Where(each => double.IsFinite(each.Entry.Scores.Mase) && each.Result.Naive2 is not null).Select(each => (each.Entry.Scores, each.Result.Naive2!))];
        double smape = Average(scaled.Select(each => each.Own.Smape)), mase = Average(scaled.Select(each => each.Own.Mase));
        double owa = ((smape / Average(scaled.Select(each => each.Naive.Smape))) + (mase / Average(scaled.Select(each => each.Naive.Mase)))) / 2;
        int wins = all.Count(each => each.Result.Candidates.All(other => !(other.Scores.Mae < each.Entry.Scores.Mae)));
        return new BacktestMean(one.Name, one.IsMethod, scaled.Length, smape, mase, owa, wins, TimeSpan.FromTicks(all.Sum(each => each.Entry.Time.Ticks)));
    }

    // MASE on the series that both forecast, and that of the seeds.
    private (double Model, double Method, double[] Seeds)[] Pairs(string model, string method) =>
    [
        .. from result in Results
           let own = result.Candidates.FirstOrDefault(entry => entry.Name == model)
           let other = result.Candidates.FirstOrDefault(entry => entry.Name == method)
           where own is not null && other is not null && double.IsFinite(own.Scores.Mase) && double.IsFinite(other.Scores.Mase)
           let seeds = own.Seeds.IsEmpty ? [own] : own.Seeds
           select (own.Scores.Mase, other.Scores.Mase, seeds.Select(seed => seed.Scores.Mase).ToArray()),
    ];

    private static double? PValue((double Model, double Method, double[] Seeds)[] pairs) =>
        pairs.Length < 2 ? null : DieboldMariano.OfLosses([.. pairs.Select(pair => pair.Model)], [.. pairs.Select(pair => pair.Method)], 1).PValue;

    private static double Average(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
