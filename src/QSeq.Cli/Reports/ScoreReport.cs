namespace QSeq.Cli.Reports;

/// <summary>A model's scores beside those of the baselines, in the units of the data, and which is best.</summary>
internal static class ScoreReport
{
    internal sealed record Row(string Name, int Parameters, Scores Scores)
    {
        public static Row Of(TrainedForecaster model, Scores scores) => new(model.Name, model.Model.Table.TrainableCount, scores);
    }

    /// <summary>The baselines that the windows allow, those alone that need no fit where there is nothing to fit them on.</summary>
    public static List<Row> Baselines(WindowSet? train, WindowSet test, Scaler scaler, out string? missing)
    {
        var rows = new List<Row>();
        string? naive = Failure(() => rows.Add(new Row("naive (last value)", 0, Evaluation.Baselines.Naive(test, scaler))));
        string? linear = train is null ? null : Failure(() =>
        {
            Scores scores = Evaluation.Baselines.LinearAr(train, test, out int parameters, scaler);
            rows.Add(new Row("linear AR", parameters, scores));
        });
        missing = naive is null || linear is null ? naive ?? linear : "they take windows with one answer each";
        return rows;

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

    /// <summary>The forecast series in words; <paramref name="name"/> where the data calls the single one so.</summary>
    public static string Series(WindowOptions windows, string? name = null) =>
        $"'{name ?? string.Join(", ", windows.Targets)}'{(windows.Targets.Count > 1 ? " together" : "")}";

    /// <summary>Prints the table and the reading; <paramref name="missing"/> says why a baseline is missing.</summary>
    public static void Write(CliContext context, string title, Row model, IReadOnlyList<Row> baselines, string? missing)
    {
        context.Show<Row>(
            title,
            [model, .. baselines],
            ("", row => row.Name),
            (">parameters", row => Invariant($"{row.Parameters}")),
            (">MAE", row => NumberText.Number(row.Scores.Mae)),
            (">RMSE", row => NumberText.Number(row.Scores.Rmse)),
            (">MSE", row => NumberText.Number(row.Scores.Mse)),
            (">R2", row => NumberText.Fixed(row.Scores.R2)));
        if (missing is not null)
            context.Paragraph((baselines.Count == 0 ? "Without baselines: " : "A baseline is missing: ") + missing + ".");
        if (baselines.Count > 0) context.Paragraph(Reading(model, baselines));
    }

    public static JsonObject ToJson(Row row) => new()
    {
        ["name"] = row.Name,
        ["parameters"] = row.Parameters,
        ["count"] = row.Scores.Count,
        ["mae"] = JsonText.Finite(row.Scores.Mae),
        ["mse"] = JsonText.Finite(row.Scores.Mse),
        ["rmse"] = JsonText.Finite(row.Scores.Rmse),
        ["r2"] = JsonText.Finite(row.Scores.R2),
    };

    /// <summary>What to do about scores that are not finite, as a value is too large to be squared; null where they are.</summary>
    public static string? Overflow(Scores scores, SeriesTable table, IEnumerable<string> columns)
    {
        if (double.IsFinite(scores.Mse) && double.IsFinite(scores.Mae)) return null;
        (string column, int row) = columns
            .SelectMany(name => Enumerable.Range(0, table.Length).Select(row => (Name: name, Row: row)))
            .MaxBy(place => Math.Abs(table.Column(place.Name)[place.Row]));
        string time = table.Times is { } times ? $" ({CsvText.Time(times[row])})" : "";
        return Invariant(
            $"warning: the scores are not finite; the largest value of the data is {table.Column(column)[row]:R}, column '{column}', row {row + 1} after the header{time}; correct it if it is a mistake, or train on smaller units");
    }

    private static string Reading(Row model, IReadOnlyList<Row> baselines)
    {
        Row best = baselines.MinBy(row => row.Scores.Mse)!;
        double own = model.Scores.Mse, other = best.Scores.Mse;
        if (double.IsNaN(own)) return "The model gives no finite answer.";
        string against = $"MSE {NumberText.Number(other)} against {NumberText.Number(own)}";
        string below = Invariant($"{100 * (1 - (own / other)):F1} % below that of {best.Name}");
        return other <= own
            ? $"{best.Name} ({best.Parameters} parameters) is better than the model here: {against}."
            : $"The model is better than every baseline here: its MSE is {below}.";
    }
}
