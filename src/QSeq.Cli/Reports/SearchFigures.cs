using QSeq.Search;

namespace QSeq.Cli.Reports;

/// <summary>A search drawn: the pick's forecasts beside the history, errors, weights, and how the trainings went.</summary>
internal static class SearchFigures
{
    private const int CloseRows = 240; // of the figure that looks closely, or more where forecasts are long
    private const int CloseForecasts = 6;
    private const int MostShares = 15, MostRecipes = 4; // drawn beside the best
    private const double LeastShare = 0.001;

    /// <summary>The history with the pick's forecasts of the test part, its end, and what comes after it.</summary>
    public static IEnumerable<ReportBlock> Forecasts(SearchFindings found)
    {
        SearchResult result = found.Result;
        int horizon = result.Forecast.Length;
        int[] chosen = RollingLines.OneAfterTheOther(result.Origins, horizon);
        double[] places = SeriesFigures.Places(found.Table);
        List<Line> lines = [new Line(result.Column, SeriesFigures.Measured(found.Table, result.Column), LineKind.Truth), Rolling($"pick: {result.Pick.Name}", result.PickForecasts, LineKind.Model)];
        if (result.Pick.Name != result.BestBaseline.Name) lines.Add(Rolling(result.BestBaseline.Name, result.BaselineForecasts, LineKind.Other));
        var figure = new LineFigure(
            "History, and the forecasts of the test part",
            places,
            [.. lines],
            $"Forecasts from {NumberText.Count(chosen.Length, "origin")} one after the other, each of {NumberText.Count(horizon, "step")}; nothing after an origin was seen.")
        {
            IsTime = found.Table.Times is not null,
            XName = SeriesFigures.AxisName(found.Table),
            Marks = [new Mark(places[result.FirstValidation], "validation"), new Mark(places[result.FirstTest], "test")],
        };
        yield return figure;
        int rows = Math.Max(CloseRows, CloseForecasts * horizon);
        if (found.Table.Length > rows) yield return SeriesFigures.From(figure, found.Table.Length - rows) with { Title = $"The last {rows} rows", Note = null };
        yield return SeriesFigures.Continued(found.Table, result.Column, SeriesFigures.After(horizon), result.Forecast, Math.Max(2 * horizon, 60));

        Line Rolling(string name, ImmutableArray<double> forecasts, LineKind kind) =>
            new(name, RollingLines.Rows(found.Table.Length, result.Origins, horizon, chosen, n => forecasts[n]), kind);
    }

    /// <summary>Errors on the test part by step ahead of the pick and the best classical method, and of all.</summary>
    public static IEnumerable<ReportBlock> Errors(SearchFindings found)
    {
        SearchResult result = found.Result;
        int horizon = result.Forecast.Length;
        double[] truth = SeriesFigures.Measured(found.Table, result.Column);
        if (horizon > 1)
        {
            yield return new LineFigure(
                "Test MAE by step ahead",
                [.. Enumerable.Range(1, horizon).Select(step => (double)step)],
                [Steps($"pick: {result.Pick.Name}", result.PickForecasts, LineKind.Model), Steps(result.BestBaseline.Name, result.BaselineForecasts, LineKind.Other)],
                "Lower is better.")
            { XName = "steps ahead" };
        }

        yield return new BarFigure(
            "Test MAE by method",
            [new Bar($"pick: {result.Pick.Name}", result.Pick.TestMae, LineKind.Model), .. result.Baselines.Select(one => new Bar(one.Name, one.TestMae))],
            "MAE",
            "Shorter is better; in the units of the data.");

        Line Steps(string name, ImmutableArray<double> forecasts, LineKind kind) => new(name, [.. Enumerable.Range(0, horizon).Select(step => Mae(forecasts, step))], kind);

        double Mae(ImmutableArray<double> forecasts, int step)
        {
            double[] errors = [.. Enumerable.Range(0, result.Origins.Length).Select(n => Math.Abs(truth[result.Origins[n] + step] - forecasts[(n * horizon) + step])).Where(double.IsFinite)];
            return errors.Length == 0 ? double.NaN : errors.Average();
        }
    }

    /// <summary>The weights of a combination.</summary>
    public static BarFigure Shares(SearchResult found)
    {
        SearchShare[] shown = [.. found.Shares.Where(share => share.Share >= LeastShare).Take(MostShares)];
        int left = found.Shares.Length - shown.Length;
        double rest = found.Shares.Skip(shown.Length).Sum(share => share.Share);
        return new BarFigure(
            "Weights after the end of the series",
            [.. shown.Select(share => new Bar(share.Name, 100 * share.Share, found.Networks.Any(one => one.Name == share.Name) ? LineKind.Model : LineKind.Other))],
            "percent of the combination",
            left == 0 ? "In percent." : Invariant($"In percent; {left} more have {100 * rest:F1} % together."))
        { Decimals = 1 };
    }

    /// <summary>How the trainings went: the best so far, recipes that were trained longer, and the rungs; nothing where there were none.</summary>
    public static IEnumerable<ReportBlock> Trainings(SearchResult found)
    {
        SearchTrial[] trials = [.. found.Trials];
        if (!Array.Exists(trials, trial => double.IsFinite(trial.Mae))) yield break;
        SearchScore method = found.Baselines.Concat(found.Others).Where(one => double.IsFinite(one.ValidationMae)).MinBy(one => one.ValidationMae)!;
        double least = double.NaN;
        double[] best = [.. trials.Select(trial => least = double.IsFinite(trial.Mae) && !(trial.Mae >= least) ? trial.Mae : least)];
        yield return new LineFigure(
            "The best network so far",
            [.. Enumerable.Range(1, trials.Length).Select(n => (double)n)],
            [new Line("best network", best, LineKind.Model), new Line(method.Name, [.. best.Select(_ => method.ValidationMae)])],
            $"MAE on the validation part, beside that of the best classical method, {method.Name}.")
        { XName = "trainings" };
        if (Longer(trials, method) is { } longer) yield return longer;
        yield return TextTable.Of<IGrouping<int, SearchTrial>>(
            "rungs",
            trials.GroupBy(trial => trial.Rung).OrderBy(rung => rung.Key),
            (">rung", rung => Invariant($"{rung.Key + 1}")),
            (">epochs, at most", rung => Invariant($"{rung.First().Recipe.Training.Epochs}")),
            (">trainings", rung => Invariant($"{rung.Count()}")),
            (">failed", rung => Invariant($"{rung.Count(trial => trial.Failure is not null)}")),
            (">least validation MAE", rung => NumberText.Number(rung.Min(trial => trial.Mae)) is var mae && rung.Any(trial => double.IsFinite(trial.Mae)) ? mae : "-"));
    }

    // The recipes that came furthest, over their rungs.
    private static LineFigure? Longer(SearchTrial[] trials, SearchScore method)
    {
        int rungs = 1 + trials.Max(trial => trial.Rung);
        SearchReport.TriedRecipe[] recipes =
        [
            .. SearchReport.Recipes(trials).Where(recipe => recipe.Trials.Length > 1).OrderByDescending(recipe => recipe.Last.Rung).ThenBy(recipe => recipe.Last.Mae).Take(MostRecipes + 1),
        ];
        if (recipes.Length == 0) return null;
        return new LineFigure(
            "Recipes that were trained longer",
            [.. Enumerable.Range(1, rungs).Select(rung => (double)rung)],
            [
                .. recipes.Select((recipe, n) => new Line(recipe.Name, [.. Enumerable.Range(0, rungs).Select(rung => At(recipe, rung))], n == 0 ? LineKind.Model : LineKind.Other)),
                new Line(method.Name, [.. Enumerable.Repeat(method.ValidationMae, rungs)]),
            ],
            "MAE on the validation part; each rung has three times the epochs of the one before.")
        { XName = "rung" };

        static double At(SearchReport.TriedRecipe recipe, int rung) => recipe.Trials.FirstOrDefault(trial => trial.Rung == rung)?.Mae ?? double.NaN;
    }
}
