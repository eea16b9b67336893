using QSeq.Search;

namespace QSeq.Cli.Reports;

/// <summary>What a search found, in tables and a verdict.</summary>
internal static class SearchReport
{
    private const int Shown = 10;
    private const double Chance = 0.05, Percent = 100;

    /// <summary>A candidate by its error on the validation part.</summary>
    public sealed record Tried(string Name, string What, double Mae);

    /// <summary>A recipe that was trained.</summary>
    /// <param name="Number">From 1, in the order in which recipes were begun.</param>
    /// <param name="Trials">Its trainings, at least one.</param>
    public sealed record TriedRecipe(int Number, ImmutableArray<SearchTrial> Trials)
    {
        public SearchTrial Last => Trials[^1];

        public string Name => Invariant($"{Last.Recipe.Model} (recipe {Number})");
    }

    public static void Write(CliContext context, SearchResult found)
    {
        int methods = Methods(found), failed = found.Trials.Count(trial => trial.Failure is not null);
        string validation = Invariant($"validation part, rows {found.FirstValidation + 1} to {found.FirstTest}, {NumberText.Count(found.ValidationOrigins, "origin")}");
        string tried = $"{NumberText.Count(methods, "classical method")} and {NumberText.Count(found.Trials.Length, "training")}{(failed > 0 ? $", of which {failed} failed" : "")}";
        context.Paragraph($"{found.Column}: {tried}, on the {validation}; the best of them:");
        context.Show(
            null,
            Best(found).Take(Shown),
            ("", one => one.Name), ("", one => one.What), (">MAE", one => NumberText.Number(one.Mae)));
        if (found.NoNetworks is { } reason) context.Note($"note: no network could be tried: {reason}");

        context.Show(
            Invariant($"{found.Column}, test part, rows from {found.FirstTest + 1}, {NumberText.Count(found.TestOrigins, "origin")}, looked at once"),
            [found.Pick, .. found.Baselines],
            ("", one => one == found.Pick ? $"pick: {one.Name}" : one.Name),
            (">MAE", one => NumberText.Number(one.TestMae)),
            (">pick against it", one => one == found.Pick ? "" : Ratio(found.Pick.TestMae, one.TestMae)),
            (">p", one => one.Adjusted is { } p ? p.ToString("F3", CultureInfo.InvariantCulture) : ""));
        context.Paragraph(Verdict(found));
        if (found.Kind == SearchPick.Combination)
        {
            string shares = string.Join(", ", found.Shares.Take(Shown).Select(share => Invariant($"{share.Name} {Percent * share.Share:F0} %")));
            context.Paragraph($"The combination weighs forecasts by their errors so far. After the end of the series: {shares}{(found.Shares.Length > Shown ? $", and {found.Shares.Length - Shown} more" : "")}.");
        }
    }

    /// <summary>How the pick stands to the baselines, in sentences.</summary>
    public static string Verdict(SearchResult found)
    {
        SearchScore best = found.BestBaseline;
        (int better, int worse) = (Count(-1), Count(1));
        string tests = found.Baselines.All(one => one.Versus is null)
            ? "The test part has too few origins for a test of significance."
            : $"By the test of Diebold and Mariano, all taken together (Holm, 5 %), it is better than {better} of {found.Baselines.Length} classical methods and worse than {worse}.";
        return $"The pick, {Named(found)}, has a test MAE of {NumberText.Number(found.Pick.TestMae)}; the best classical method there, {best.Name}, has {NumberText.Number(best.TestMae)} ({Ratio(found.Pick.TestMae, best.TestMae)}). {tests}";

        int Count(int sign) => found.Baselines.Count(one => one.Adjusted < Chance && Math.Sign(one.Versus!.Statistic) == sign);
    }

    private static string Named(SearchResult found) => found.Kind switch
    {
        SearchPick.Method => $"the classical method {found.Pick.Name}",
        SearchPick.Network => $"the network {found.Pick.Name}",
        _ => "a combination",
    };

    /// <summary>How much larger the pick's error is than another, in percent.</summary>
    public static string Ratio(double pick, double other) =>
        pick == other ? "equal" : other == 0 ? "" : ((pick / other) - 1).ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture);

    /// <summary>
    /// All candidates, the best first: of each recipe its last training from the first seed; of those that end at the same forecast, such as the linear
    /// one, the first.
    /// </summary>
    public static IEnumerable<Tried> Best(SearchResult found)
    {
        IEnumerable<Tried> methods = found.Baselines.Concat(found.Others).Where(one => double.IsFinite(one.ValidationMae)).Select(one => new Tried(one.Name, "", one.ValidationMae));
        IEnumerable<Tried> networks = Recipes(found.Trials)
            .DistinctBy(recipe => recipe.Last.Mae)
            .Select(recipe => new Tried(recipe.Name, TrainCommand.Describe(recipe.Last), recipe.Last.Mae));
        return methods.Concat(networks).OrderBy(one => one.Mae);
    }

    /// <summary>The recipes with their trainings from the first seed that did not fail, the longer ones later; recipes without any are left out.</summary>
    public static IEnumerable<TriedRecipe> Recipes(IReadOnlyList<SearchTrial> trials) => trials
        .Where(trial => trial.Recipe.Training.Seed == trials[0].Recipe.Training.Seed)
        .GroupBy(trial => (trial.Recipe with { Training = trial.Recipe.Training with { Epochs = 1 } }).Digest())
        .Select((recipe, n) => new TriedRecipe(n + 1, [.. recipe.Where(trial => trial.Failure is null)]))
        .Where(recipe => recipe.Trials.Length > 0);

    /// <summary>How many classical methods were tried on the validation part.</summary>
    public static int Methods(SearchResult found) => found.Baselines.Count(one => double.IsFinite(one.ValidationMae)) + found.Others.Length;

    public static JsonObject ToJson(SearchResult found, string? command) => new()
    {
        ["series"] = found.Column,
        ["season"] = found.Season,
        ["firstValidationRow"] = found.FirstValidation + 1,
        ["firstTestRow"] = found.FirstTest + 1,
        ["validationOrigins"] = found.ValidationOrigins,
        ["testOrigins"] = found.TestOrigins,
        ["trials"] = found.Trials.Length,
        ["pick"] = new JsonObject
        {
            ["kind"] = found.Kind.ToString().ToLowerInvariant(),
            ["name"] = found.Pick.Name,
            ["validationMae"] = JsonText.Finite(found.Pick.ValidationMae),
            ["testMae"] = JsonText.Finite(found.Pick.TestMae),
            ["shares"] = new JsonObject(found.Shares.Select(share => KeyValuePair.Create(share.Name, (JsonNode?)share.Share))),
        },
        ["baselines"] = JsonText.Array(found.Baselines, Score),
        ["otherMethods"] = JsonText.Array(found.Others, Score),
        ["networks"] = JsonText.Array(found.Networks, Score),
        ["tried"] = JsonText.Array(found.Trials, trial => new JsonObject
        {
            ["model"] = trial.Recipe.Model,
            ["recipe"] = trial.Recipe.Digest(),
            ["options"] = string.Join(' ', TrainCommand.Options(trial.Recipe)),
            ["rung"] = trial.Rung,
            ["validationMae"] = JsonText.Finite(trial.Mae),
            ["seconds"] = Math.Round(trial.Time.TotalSeconds, 3),
            ["failure"] = trial.Failure,
        }),
        ["command"] = command,
        ["verdict"] = Verdict(found),
    };

    private static JsonObject Score(SearchScore one) => new()
    {
        ["name"] = one.Name,
        ["validationMae"] = JsonText.Finite(one.ValidationMae),
        ["testMae"] = JsonText.Finite(one.TestMae),
        ["dieboldMariano"] = one.Versus is { } test ? JsonText.Finite(test.Statistic) : null,
        ["p"] = one.Versus?.PValue,
        ["pHolm"] = one.Adjusted,
    };
}
