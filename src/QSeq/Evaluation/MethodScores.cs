using QSeq.Data;
using QSeq.Estimators;
using QSeq.Intervals;

namespace QSeq.Evaluation;

/// <summary>How a classical method does on the windows of one series that a model is judged on, in the units of the data.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Validation">Fitted on all values before the validation part, on its windows; null where there is no such part, it was not asked for, or the method cannot be fitted.</param>
/// <param name="Test">Fitted on all values before the test part, on its windows; null as for validation.</param>
public sealed record MethodScores(string Method, Scores? Validation, Scores? Test)
{
    /// <summary>
    /// How its intervals do on the test part, one for each level that was asked for: as wide as its errors on the validation part say
    /// (<see cref="SplitConformal"/>). Empty where no level was asked for or one of the parts has no scores.
    /// </summary>
    public IReadOnlyList<IntervalScores> Intervals { get; init; } = [];

    /// <summary>The scores of all classical methods for one series, with the season that is found in its training part.</summary>
    /// <param name="split">The series, cut; its first target is what is forecast, with one answer a window.</param>
    /// <param name="validation">Whether the validation part is scored too.</param>
    /// <param name="levels">Levels of intervals, between 0 and 1, which need the validation part; null for none.</param>
    /// <param name="cancellationToken">Ends the work between two fits.</param>
    /// <returns>The scores, in the order of <see cref="SeriesMethod.All"/>; empty where windows have an answer at every step.</returns>
    /// <exception cref="ArgumentException">A level is none.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<MethodScores> Of(
        DataSplit split, bool validation = true, IReadOnlyList<double>? levels = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (split.Train.Sequence) return [];
        return [.. MethodsFor(split.Table, split.Train).Select(Score)];

        MethodScores Score(SeriesMethod method)
        {
            var errors = new SplitConformal(split.Train.Horizon);
            Scores? before = validation ? On(method, split.Validation, (step, forecast, truth) => errors.Add(step, truth - forecast)) : null;
            IntervalSum[] sums = before is null ? [] : [.. (levels ?? []).Select(level => new IntervalSum(level))];
            if (sums.Length > 0 && Enumerable.Range(0, errors.Steps).Any(step => errors.Count(step) == 0)) sums = [];
            double[][] widths = [.. sums.Select(sum => (double[])[.. Enumerable.Range(0, errors.Steps).Select(step => errors.HalfWidth(step, sum.Level, out _))])];
            Scores? test = On(method, split.Test, (step, forecast, truth) =>
            {
                for (int n = 0; n < sums.Length; n++) sums[n].Add(Interval.Around(forecast, widths[n][step]), truth);
            });
            return new MethodScores(method.Name, before, test) { Intervals = test is null ? [] : [.. sums.Select(sum => sum.Scores())] };
        }

        Scores? On(SeriesMethod method, WindowSet part, Action<int, double, double> tell)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Count == 0) return null;
            var sums = new ScoreSums(part.Outputs);
            int targets = part.Options.Targets.Count;
            try
            {
                Baselines.Classical(method, split.Table, part, 0, Tell, cancellationToken);
            }
            catch (SeriesTooShortException)
            {
                return null;
            }

            return sums.Scores();

            void Tell(int place, double forecast, double truth, bool isMeasured)
            {
                sums.Add(place, forecast, truth, isMeasured);
                if (isMeasured) tell(place / targets, forecast, truth);
            }
        }
    }

    /// <summary>The classical methods for a series, with the season that is found in the part its training windows cover.</summary>
    /// <param name="table">The series.</param>
    /// <param name="train">Its training windows.</param>
    /// <returns>The methods that can be fitted to that part.</returns>
    public static ImmutableArray<SeriesMethod> MethodsFor(SeriesTable table, WindowSet train)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(train);
        int known = train.TargetIndex(train.Count - 1) + train.Horizon;
        return SeriesMethod.All(SeasonFinder.Find(table.Column(train.Options.Targets[0])[..known], table.Step), train.Horizon, known);
    }
}
