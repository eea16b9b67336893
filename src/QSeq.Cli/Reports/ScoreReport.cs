using QSeq.Core;
using QSeq.Evaluation;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>A model's scores beside those of the baselines, in the units of the data, and which is best.</summary>
internal static class ScoreReport
{
    /// <summary>One line of the table.</summary>
    /// <param name="Name">Model or baseline.</param>
    /// <param name="Parameters">Its parameters.</param>
    /// <param name="Scores">Its scores.</param>
    internal sealed record Row(string Name, int Parameters, Scores Scores);

    /// <summary>The baselines that the windows allow.</summary>
    /// <param name="train">What to fit them on; null for those that need no fit.</param>
    /// <param name="test">What to judge them on.</param>
    /// <param name="scaler">The scaling to undo.</param>
    /// <param name="missing">Why one is missing, or null.</param>
    /// <returns>The rows.</returns>
    public static List<Row> Baselines(WindowSet? train, WindowSet test, Scaler scaler, out string? missing)
    {
        var rows = new List<Row>();
        missing = null;
        try
        {
            rows.Add(new Row("naive (last value)", 0, Evaluation.Baselines.Naive(test, scaler)));
        }
        catch (ArgumentException e)
        {
            missing = ErrorText.Of(e).ToString();
        }

        if (train is null) return rows;
        try
        {
            Scores scores = Evaluation.Baselines.LinearAr(train, test, out int parameters, scaler);
            rows.Add(new Row("linear AR", parameters, scores));
        }
        catch (ArgumentException e)
        {
            missing = missing is null ? ErrorText.Of(e).ToString() : "they take windows with one answer each";
        }

        return rows;
    }

    /// <summary>Prints the table and the reading.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="model">The model's row.</param>
    /// <param name="baselines">The baselines' rows.</param>
    /// <param name="missing">Why a baseline is missing, or null.</param>
    public static void Write(CliContext context, string title, Row model, IReadOnlyList<Row> baselines, string? missing)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table(title, "", ">parameters", ">MAE", ">RMSE", ">MSE", ">R2");
        foreach (Row row in (Row[])[model, .. baselines])
        {
            table.Add(
                row.Name,
                row.Parameters.ToString(CultureInfo.InvariantCulture),
                Screen.Number(row.Scores.Mae),
                Screen.Number(row.Scores.Rmse),
                Screen.Number(row.Scores.Mse),
                Screen.Fixed(row.Scores.R2));
        }

        console.Write(table);
        if (missing is not null) console.Paragraph((baselines.Count == 0 ? "Without baselines: " : "A baseline is missing: ") + missing + ".");
        if (baselines.Count > 0) console.Paragraph(Reading(model, baselines));
    }

    /// <summary>What to do about scores that are no finite numbers, because a value is too large to be squared; null where they are finite.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="table">The data.</param>
    /// <param name="columns">The columns used.</param>
    /// <returns>One line, or null.</returns>
    public static string? Overflow(Scores scores, SeriesTable table, IEnumerable<string> columns)
    {
        if (double.IsFinite(scores.Mse) && double.IsFinite(scores.Mae)) return null;
        (string column, int row) = columns.Select(name => (name, Largest(table.Column(name)))).MaxBy(place => Math.Abs(table.Column(place.name)[place.Item2]));
        string time = table.Times is { } times ? $" ({CsvText.Time(times[row])})" : "";
        return Invariant(
            $"warning: the scores are not finite; the largest value of the data is {table.Column(column)[row]:R}, column '{column}', row {row + 1} after the header{time}; correct it if it is a mistake, or train on smaller units");
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        int place = 0;
        for (int n = 1; n < values.Length; n++)
            if (Math.Abs(values[n]) > Math.Abs(values[place])) place = n;
        return place;
    }

    /// <summary>Who is best, in a sentence.</summary>
    internal static string Reading(Row model, IReadOnlyList<Row> baselines)
    {
        Row best = baselines.MinBy(row => row.Scores.Mse)!;
        if (double.IsNaN(model.Scores.Mse)) return "The model gives no finite answer.";
        if (best.Scores.Mse <= model.Scores.Mse)
        {
            return Invariant(
                $"{best.Name} ({best.Parameters} parameters) is better than the model here: MSE {Screen.Number(best.Scores.Mse)} against {Screen.Number(model.Scores.Mse)}.");
        }

        return Invariant(
            $"The model is better than every baseline here: its MSE is {100 * (1 - (model.Scores.Mse / best.Scores.Mse)):F1} % below that of {best.Name}.");
    }
}
