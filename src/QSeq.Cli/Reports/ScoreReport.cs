using QSeq.Estimators;

namespace QSeq.Cli.Reports;

/// <summary>A model's scores beside those of the baselines, in the units of the data, and which is best.</summary>
internal static class ScoreReport
{
    private const double Alike = 5e-4; // of the root of the mean squared error: less than 0.1 % of its square
    private const int MostBySteps = 6; // the model and the best baselines

    internal sealed record Row(string Name, int Parameters, Scores Scores)
    {
        /// <summary>Whether it is a model that stayed the linear forecast it began with.</summary>
        public bool IsLinear { get; init; }

        public static Row Of(TrainedForecaster model, Scores scores) =>
            new(model.Model.Config.Members is > 1 and var members ? $"{model.Name}, median of {members}" : model.Name, model.Model.Table.TrainableCount, scores) { IsLinear = model is { Training.BestEpoch: 0, Recipe.Network.Residual.Linear: true } };
    }

    /// <summary>The baselines that the windows allow, those alone that need no fit where there is nothing to fit them on.</summary>
    public static List<Row> Baselines(WindowSet? train, WindowSet test, Scaler scaler, SeriesTable table, out string? missing, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        var reasons = new List<string?> { Failure(() => rows.Add(new Row("naive (last value)", 0, Evaluation.Baselines.Naive(test, scaler)))) };
        if (train is null)
        {
            reasons.Add("the others are fitted on what comes before the test part, and all of the data is scored");
        }
        else
        {
            reasons.Add(Failure(() =>
            {
                Scores scores = Evaluation.Baselines.LinearAr(train, test, out int parameters, scaler);
                rows.Add(new Row("linear AR", parameters, scores));
            }));
            if (!test.Sequence) reasons.AddRange(Methods(test, table, train.TargetIndex(train.Count - 1)).Select(methods => Failure(() => rows.Add(Classical(methods)))));
        }

        string[] told = [.. reasons.OfType<string>().Select(reason => reason.TrimEnd('.')).Distinct()];
        missing = told.Length == 0 ? null : test.Sequence ? "they take windows with one answer each" : string.Join("; ", told);
        return [.. rows.DistinctBy(row => row.Name).OrderBy(row => double.IsNaN(row.Scores.Rmse) ? double.PositiveInfinity : row.Scores.Rmse)];

        Row Classical(SeriesMethod[] methods)
        {
            Scores scores = Evaluation.Baselines.Classical(methods, table, test, out int parameters, out string form, cancellationToken);
            return new Row(methods.Length == 1 ? form : methods.MaxBy(method => method.Name.Length)!.Name, parameters, scores);
        }

        static string? Failure(Action add)
        {
            try
            {
                add();
                return null;
            }
            catch (ArgumentException e)
            {
                return ErrorText.Of(e).ToString();
            }
        }
    }

    // A method for each target, with the season found in what comes before the test part; one without a season has the plain method of the kind.
    private static IEnumerable<SeriesMethod[]> Methods(WindowSet test, SeriesTable table, int known)
    {
        SeriesMethod[][] each = [.. test.Options.Targets.Select(target => SeriesMethod.All(SeasonFinder.Find(table.Column(target)[..known], table.Step), test.Horizon, test.TargetIndex(0))
            .Where(method => method != SeriesMethod.Persistence).ToArray())];
        foreach (SeriesMethod method in each.MaxBy(methods => methods.Length)!.DistinctBy(method => method.Name))
            yield return [.. each.Select(own => Array.Find(own, other => other.Name == method.Name) ?? Plain(method.Name, own))];

        static SeriesMethod Plain(string name, SeriesMethod[] own) => name switch
        {
            "Holt-Winters" => SeriesMethod.Holt(),
            "seasonal AR" => Array.Find(own, other => other.Name == "AR") ?? SeriesMethod.Persistence,
            _ => SeriesMethod.Persistence,
        };
    }

    /// <summary>The forecast series in words; <paramref name="name"/> where the data calls the single one so.</summary>
    public static string Series(WindowOptions windows, string? name = null) =>
        $"'{name ?? string.Join(", ", windows.Targets)}'{(windows.Targets.Count > 1 ? " together" : "")}";

    /// <summary>
    /// Prints a table and the reading, for each target where there are several; <paramref name="missing"/> says why a baseline
    /// is missing.
    /// </summary>
    public static void Write(CliContext context, string title, WindowOptions windows, Row model, IReadOnlyList<Row> baselines, string? missing)
    {
        int targets = windows.Targets.Count;
        Row[] rows = [model, .. baselines];
        for (int j = 0; j < targets; j++)
        {
            Row[] own = targets == 1 ? rows : [.. rows.Select(row => row with { Scores = Target(row.Scores, j, targets) })];
            context.Show<Row>(
                targets == 1 ? title : $"'{windows.Targets[j]}', {title}",
                own,
                ("", row => row.Name),
                (">parameters", row => Invariant($"{row.Parameters}")),
                (">MAE", row => NumberText.Number(row.Scores.Mae)),
                (">RMSE", row => NumberText.Number(row.Scores.Rmse)),
                (">MSE", row => NumberText.Number(row.Scores.Mse)),
                (">R2", row => Math.Abs(row.Scores.R2) > 1000 ? NumberText.Number(row.Scores.R2) : NumberText.Fixed(row.Scores.R2)));
            if (windows.Horizon > 1 && !windows.Sequence) Steps(context, windows, j, [.. rows.Take(MostBySteps)]);
            if (baselines.Count > 0) context.Paragraph((targets == 1 ? "" : $"'{windows.Targets[j]}': ") + Reading(own[0], own[1..]));
        }

        if (double.IsNaN(model.Scores.R2) && model.Scores.Count > 0) context.Paragraph("R2 is not defined: the true values of the test part are all the same.");
        if (model.IsLinear) context.Paragraph("No epoch was better on the validation part than the linear forecast that training began with: the model is that forecast, and its cells add nothing.");
        if (model.Scores.LeftOut > 0)
        {
            string counted = $"{NumberText.Count(model.Scores.Count, "measured value")}; {NumberText.Count(model.Scores.LeftOut, "value")}";
            context.Paragraph($"Scores are of {counted} filled into gaps {(model.Scores.LeftOut == 1 ? "is" : "are")} left out.");
        }

        if (missing is not null)
            context.Paragraph((baselines.Count == 0 ? "Without baselines: " : "A baseline is missing: ") + missing + ".");
    }

    /// <summary>Prints the scores of a model whose cells go on from row to row, beside those of its windows.</summary>
    public static void WriteCarried(CliContext context, Row model, Row carried)
    {
        (double own, double other) = (model.Scores.Rmse, carried.Scores.Rmse);
        string change = Math.Abs(other - own) <= Alike * own ? "that of windows, to a thousandth"
            : Invariant($"{100 * Math.Abs((other / own) - 1):F1} % {(other > own ? "more" : "less")} than that of windows");
        context.Show<Row>(
            "All targets and steps ahead, windows and cells that go on from row to row",
            [model, carried],
            ("", row => row.Name),
            (">MAE", row => NumberText.Number(row.Scores.Mae)),
            (">RMSE", row => NumberText.Number(row.Scores.Rmse)),
            (">R2", row => Math.Abs(row.Scores.R2) > 1000 ? NumberText.Number(row.Scores.R2) : NumberText.Fixed(row.Scores.R2)));
        context.Paragraph($"With cells that go on from row to row (forecast --follow --carry) the RMSE is {change}.");
    }

    public static JsonObject ToJson(Row row, WindowOptions windows)
    {
        JsonObject json = Numbers(row.Scores);
        json.Insert(0, "name", row.Name);
        json.Insert(1, "parameters", row.Parameters);
        if (row.Scores.Each.IsEmpty) return json;
        json["each"] = JsonText.Array(row.Scores.Each.Select((scores, n) => (Scores: scores, Place: n)), each =>
        {
            JsonObject one = Numbers(each.Scores);
            one.Insert(0, "target", windows.Targets[each.Place % windows.Targets.Count]);
            one.Insert(1, "step", (each.Place / windows.Targets.Count) + 1);
            return one;
        });
        return json;
    }

    private static JsonObject Numbers(Scores scores) => new()
    {
        ["count"] = scores.Count,
        ["mae"] = JsonText.Finite(scores.Mae),
        ["mse"] = JsonText.Finite(scores.Mse),
        ["rmse"] = JsonText.Finite(scores.Rmse),
        ["r2"] = JsonText.Finite(scores.R2),
    };

    /// <summary>One target's scores over all steps ahead. R2 of several steps is that of their mean squared error against the spread of each.</summary>
    public static Scores Target(Scores scores, int target, int targets)
    {
        Scores[] own = [.. scores.Each.Where((_, n) => n % targets == target)];
        if (own.Length == 1) return own[0];
        int count = own.Sum(step => step.Count);
        double mae = own.Sum(step => step.Mae * (step.Count / (double)count));

        // Sums of squares in a unit in which they are neither infinite nor 0.
        double largest = own.Max(step => step.Rmse), unit = Array.TrueForAll(own, IsSquared) || !double.IsFinite(largest) ? 1 : largest;
        double square = own.Sum(step => Square(step) * step.Count), spread = own.Sum(step => step.Count * Spread(step));
        double mse = square / count * unit * unit;
        var all = new Scores(count, 1 - (square / spread), mse, mae);
        return unit == 1 ? all : all with { Rmse = Math.Sqrt(square / count) * unit };

        // An exact forecast does not tell the spread by its R2.
        double Spread(Scores step) => unit == 1 && step.Variance > 0 && double.IsFinite(step.Variance) ? step.Variance : Square(step) / (1 - step.R2);

        double Square(Scores step) => unit == 1 ? step.Mse : step.Rmse / unit * (step.Rmse / unit);
    }

    // Whether the mean squared error says what its root does.
    private static bool IsSquared(Scores scores) => (double.IsFinite(scores.Mse) && scores.Mse > 0) || scores.Rmse == 0;

    // MAE at some of the steps ahead.
    private static void Steps(CliContext context, WindowOptions windows, int target, Row[] rows)
    {
        const int most = 8;
        int[] steps = windows.Horizon <= most ? [.. Enumerable.Range(0, windows.Horizon)] : [.. Enumerable.Range(0, most).Select(n => n * (windows.Horizon - 1) / (most - 1))];
        (TextColumn, Func<Row, TextCell>)[] columns =
        [
            ("", row => row.Name),
            .. steps.Select(step => ((TextColumn)Invariant($">{step + 1}"), (Func<Row, TextCell>)(row => NumberText.Number(row.Scores.Each[(step * windows.Targets.Count) + target].Mae)))),
        ];
        context.Show("MAE by step ahead", rows, columns);
    }

    /// <summary>What to do about errors that are too large to be squared; null where there are none.</summary>
    public static string? Overflow(Scores scores, SeriesTable table, IEnumerable<string> columns)
    {
        if (double.IsFinite(scores.Mse) && double.IsFinite(scores.Mae)) return null;
        (string column, int row) = columns
            .SelectMany(name => Enumerable.Range(0, table.Length).Select(row => (Name: name, Row: row)))
            .MaxBy(place => Math.Abs(table.Column(place.Name)[place.Row]));
        string time = table.Times is { } times ? $" ({CsvText.Time(times[row])})" : "";
        return Invariant(
            $"warning: the mean squared error is not finite; the largest value of the data is {table.Column(column)[row]:R}, column '{column}', row {row + 1} after the header{time}; correct it if it is a mistake, or train on smaller units");
    }

    /// <summary>Which is best, in a sentence.</summary>
    public static string Reading(Row model, IReadOnlyList<Row> baselines)
    {
        const int fewest = 10;
        Row best = baselines.MinBy(row => row.Scores.Rmse)!;
        double own = model.Scores.Rmse, other = best.Scores.Rmse;
        if (model.Scores.Count == 0) return "No true value was measured, so there is nothing to judge by.";
        if (double.IsNaN(own)) return "The model gives no finite answer.";
        if (!double.IsFinite(own) || !double.IsFinite(other)) return "The errors are too large to be summed, so there is nothing to judge by.";
        if (model.Scores.Count < fewest) return $"{NumberText.Count(model.Scores.Count, "value")} are too few to judge by; leave more for the test part.".Replace("1 value are", "1 value is", StringComparison.Ordinal);
        string against = IsSquared(model.Scores) && IsSquared(best.Scores)
            ? $"MSE {NumberText.Number(best.Scores.Mse)} against {NumberText.Number(model.Scores.Mse)}"
            : $"RMSE {NumberText.Number(other)} against {NumberText.Number(own)}";
        if (Math.Abs(own - other) < Alike * Math.Max(own, other)) return $"{best.Name} ({best.Parameters} parameters) and the model are equally good here: {against}.";
        string below = Invariant($"{100 * (1 - (own / other * (own / other))):F1} % below that of {best.Name}");
        return other < own
            ? $"{best.Name} ({best.Parameters} parameters) does better than the model here: {against}."
            : $"The model has the least MSE here, {below}. One seed on one test part does not show that it is better; qseq backtest compares over seeds and many origins.";
    }
}
