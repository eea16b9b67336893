namespace QSeq.Cli.Fleet;

/// <summary>The mean absolute error of a classical method on one series, by its parts; null where there is none.</summary>
internal sealed record MethodMae(string Name, double? Validation, double? Test)
{
    public static MethodMae[] Of(IEnumerable<MethodScores> scores) => [.. scores.Select(one => new MethodMae(one.Method, Finite(one.Validation), Finite(one.Test)))];

    private static double? Finite(Scores? scores) => scores is { Mae: var mae } && double.IsFinite(mae) ? mae : null;
}
