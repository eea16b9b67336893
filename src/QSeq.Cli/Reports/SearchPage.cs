using QSeq.Search;

namespace QSeq.Cli.Reports;

/// <summary>What a search came to, as it is shown on its page.</summary>
/// <param name="Table">The series.</param>
/// <param name="Result">What was found.</param>
/// <param name="Train">The command that trains the best network; null where there is none.</param>
/// <param name="Warnings">What is odd about the data.</param>
internal sealed record SearchFindings(SeriesTable Table, SearchResult Result, string? Train, IReadOnlyList<string> Warnings);

/// <summary>The page of <c>qseq search --report</c>.</summary>
internal static class SearchPage
{
    private const int MostTried = 40; // in the table
    private const int MostReasons = 10;

    public static Page Of(SearchFindings found, string command)
    {
        SearchResult result = found.Result;
        return new Page(
            $"Search on '{result.Column}', {NumberText.Count(result.Forecast.Length, "step")} ahead",
            SearchReport.Verdict(result),
            [
                new PageSection("Forecast", [.. SearchFigures.Forecasts(found), After(found)]),
                new PageSection("Test scores", [Scores(result), .. SearchFigures.Errors(found)]),
                new PageSection("What the pick is made of", [.. Shares(result)]),
                new PageSection("What was tried", [.. Tried(found)]),
                DataBlocks.Section(found.Table.Source, found.Table.Length, found.Table.Description, found.Table.Notes, found.Warnings),
            ],
            Origin(found, command));
    }

    private static TextTable After(SearchFindings found)
    {
        SeriesTable next = found.Result.Forecast;
        Func<int, string> stamp = ForecastText.Stamps(next);
        return TextTable.Of<int>(
            "The pick's forecast after the end",
            Enumerable.Range(0, next.Length),
            (ForecastText.TimeName(next, next.Names, found.Table.Description?.TimeColumn), step => stamp(step)),
            (">forecast", step => NumberText.Number(next.Column(0)[step])));
    }

    private static TextTable Scores(SearchResult found)
    {
        SearchScore[] all = [found.Pick, .. found.Baselines, .. found.Networks.Where(one => one.Name != found.Pick.Name)];
        return TextTable.Of<SearchScore>(
            $"'{found.Column}', rows from {found.FirstTest + 1}, {NumberText.Count(found.TestOrigins, "origin")}, looked at once; the best of each column is bold",
            all,
            ("", one => one == found.Pick ? $"pick: {one.Name}" : one.Name),
            (">validation MAE", one => Cell(one.ValidationMae, all.Select(other => other.ValidationMae))),
            (">test MAE", one => Cell(one.TestMae, all.Select(other => other.TestMae))),
            (">pick against it", one => one == found.Pick ? "" : SearchReport.Ratio(found.Pick.TestMae, one.TestMae)),
            (">p", one => one.Adjusted is { } p ? p.ToString("F3", CultureInfo.InvariantCulture) : ""));

        static TextCell Cell(double own, IEnumerable<double> all) =>
            double.IsFinite(own) ? new TextCell(NumberText.Number(own), own == all.Where(double.IsFinite).Min() ? Tone.Good : Tone.Plain) : "-";
    }

    private static IEnumerable<ReportBlock> Shares(SearchResult found)
    {
        yield return new Paragraph(found.Kind switch
        {
            SearchPick.Combination => "A combination: of the forecasts of all methods and the best networks it takes the weighted mean or the weighted median, whichever was better on the validation part. "
                + "What erred less so far weighs more; the weights change from origin to origin, and these are the ones after the end of the series.",
            SearchPick.Network => $"One network, {found.Pick.Name}: it was better than the combination of all by more than chance, from every seed.",
            _ => $"One classical method, {found.Pick.Name}: it was better than the combination of all by more than chance.",
        });
        if (found.Kind == SearchPick.Combination) yield return SearchFigures.Shares(found);
    }

    private static IEnumerable<ReportBlock> Tried(SearchFindings findings)
    {
        SearchResult found = findings.Result;
        SearchReport.Tried[] all = [.. SearchReport.Best(found)];
        yield return How(findings);
        foreach (ReportBlock block in SearchFigures.Trainings(found)) yield return block;
        yield return TextTable.Of<SearchReport.Tried>(
            all.Length > MostTried ? $"the best {MostTried} of {all.Length} candidates by their error on the validation part" : "candidates by their error on the validation part",
            all.Take(MostTried),
            ("candidate", one => one.What.Length == 0 ? one.Name : $"{one.Name}: {one.What}"), (">validation MAE", one => NumberText.Number(one.Mae)));
        if (found.NoNetworks is { } reason) yield return new Paragraph($"No network could be tried: {reason}");
        (string Reason, int Count)[] failures = [.. found.Trials.Where(trial => trial.Failure is not null).GroupBy(trial => trial.Failure!).Select(one => (one.Key, one.Count())).OrderByDescending(one => one.Item2)];
        if (failures.Length == 0) yield break;
        yield return TextTable.Of<(string Reason, int Count)>("trainings that failed", failures.Take(MostReasons), (">trainings", one => Invariant($"{one.Count}")), ("why", one => one.Reason));
    }

    private static FactList How(SearchFindings findings)
    {
        SearchResult found = findings.Result;
        string Row(int row) => findings.Table.Times is { } times ? CsvText.Time(times[row]) : Invariant($"row {row + 1}");
        return new FactList(
        [
            new Fact("classical methods", Invariant($"{SearchReport.Methods(found)}"), $"{found.Baselines.Length} with their usual settings, which are scored on the test part; the others with other windows and lags"),
            new Fact("trainings", Invariant($"{found.Trials.Length}"), "the best third of a rung is trained three times as long"),
            new Fact("season", found.Season > 1 ? NumberText.Count(found.Season, "step") : "none"),
            new Fact("validation part", $"from {Row(found.FirstValidation)}", $"{NumberText.Count(found.ValidationOrigins, "origin")}; it chose"),
            new Fact("test part", $"from {Row(found.FirstTest)}", $"{NumberText.Count(found.TestOrigins, "origin")}; it judged the pick, once"),
        ]);
    }

    private static FactList Origin(SearchFindings found, string command) => new(
    [
        new Fact("command", command),
        .. found.Train is { } train ? [new Fact("the best network", train, Invariant($"has a test MAE of {NumberText.Number(found.Result.Networks[0].TestMae)}"))] : Array.Empty<Fact>(),
        new Fact("qseq", QseqApp.Version),
        .. found.Result.Training is { } training ? [new Fact("recipe digest", training.Recipe.Digest(), "of the best network")] : Array.Empty<Fact>(),
        new Fact("data digest", found.Table.Digest()),
    ]);
}
