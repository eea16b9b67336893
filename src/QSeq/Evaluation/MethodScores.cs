using QSeq.Data;
using QSeq.Estimators;

namespace QSeq.Evaluation;

/// <summary>How a classical method does on the windows of one series that a model is judged on, in the units of the data.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Validation">Fitted on all values before the validation part, on its windows; null where there is no such part, it was not asked for, or the method cannot be fitted.</param>
/// <param name="Test">Fitted on all values before the test part, on its windows; null as for validation.</param>
public sealed record MethodScores(string Method, Scores? Validation, Scores? Test)
{
    /// <summary>The scores of all classical methods for one series, with the season that is found in its training part.</summary>
    /// <param name="split">The series, cut; its first target is what is forecast, with one answer a window.</param>
    /// <param name="validation">Whether the validation part is scored too.</param>
    /// <param name="cancellationToken">Ends the work between two fits.</param>
    /// <returns>The scores, in the order of <see cref="SeriesMethod.All"/>; empty where windows have an answer at every step.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<MethodScores> Of(DataSplit split, bool validation = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (split.Train.Sequence) return [];
        IEnumerable<SeriesMethod> methods = MethodsFor(split.Table, split.Train);
        return [.. methods.Select(method => new MethodScores(method.Name, validation ? Score(method, split.Validation) : null, Score(method, split.Test)))];

        Scores? Score(SeriesMethod method, WindowSet part)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Count == 0) return null;
            try
            {
                return Baselines.Classical([method], split.Table, part, out _, out _, cancellationToken);
            }
            catch (SeriesTooShortException)
            {
                return null;
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
