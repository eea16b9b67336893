using QSeq.Evaluation;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>A tagger's scores beside those of the most-frequent-tag baseline, tag by tag, and what it takes for what.</summary>
internal static class TagReport
{
    /// <summary>With fewer words nobody is called better: at 85 % right, two standard errors of 500 words are 3 points.</summary>
    public const int LeastWords = 500;

    private const int MostConfusions = 5;
    private const int Gap = 3; // between columns

    /// <summary>One line of the table.</summary>
    /// <param name="Name">Model or baseline.</param>
    /// <param name="Parameters">Its parameters.</param>
    /// <param name="Scores">Its scores.</param>
    internal sealed record Row(string Name, int Parameters, TagScores Scores);

    /// <summary>The row of a baseline.</summary>
    public static Row Baseline(MostFrequentTagBaseline baseline, TagScores scores) => new("most frequent tag", baseline.ParameterCount, scores);

    /// <summary>Prints the table and the reading.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="model">The model's row.</param>
    /// <param name="baseline">The baseline's row, or null.</param>
    /// <param name="missing">Why there is no baseline, or null.</param>
    public static void Write(CliContext context, string title, Row model, Row? baseline, string? missing)
    {
        IAnsiConsole console = Screen.Of(context);
        TagScores s = model.Scores;
        Table table = Screen.Table(title, "", ">parameters", ">accuracy", ">sentences", ">unknown words", ">macro F1");
        foreach (Row row in new[] { model, baseline }.OfType<Row>())
        {
            table.Add(
                row.Name,
                row.Parameters.ToString(CultureInfo.InvariantCulture),
                Text(row.Scores.Accuracy),
                Text(row.Scores.SentenceAccuracy),
                Text(row.Scores.UnknownAccuracy),
                Text(row.Scores.MacroF1));
        }

        console.Write(table);
        console.Paragraph(Invariant(
            $"Accuracy over {Texts.Count(s.Words, "word")}, over {Texts.Count(s.Sentences, "whole sentence")}, and over the {Texts.Count(s.UnknownWords, "word")} not in training ({100.0 * s.UnknownWords / s.Words:F1} %)."));
        if (missing is not null) console.Paragraph($"Without a baseline: {missing}.");
        if (baseline is not null) console.Paragraph(Reading(model, baseline));
    }

    /// <summary>Prints the scores of every tag, and what is taken for what most often.</summary>
    public static void WriteTags(CliContext context, TagScores model, TagScores? baseline)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table("tag by tag", ["tag", ">words", ">precision", ">recall", ">F1", .. baseline is null ? Array.Empty<string>() : [">F1 of baseline"]]);
        foreach (TagScore tag in model.Tags.Where(tag => tag.Support > 0 || !double.IsNaN(tag.Precision)))
        {
            string[] cells = [tag.Tag, tag.Support.ToString(CultureInfo.InvariantCulture), Text(tag.Precision), Text(tag.Recall), Text(tag.F1)];
            table.Add([.. cells, .. baseline is null ? Array.Empty<string>() : [Text(baseline.Tags.FirstOrDefault(other => other.Tag == tag.Tag)?.F1 ?? double.NaN)]]);
        }

        console.Write(table);
        if (Confusions(model) is { Length: > 0 } text) console.Paragraph($"Most often confused: {text}.");
    }

    /// <summary>Prints which tags were given in place of which, in as many tables side by side as the width asks for.</summary>
    public static void WriteConfusion(CliContext context, TagScores scores)
    {
        IAnsiConsole console = Screen.Of(context);
        int[,] counts = scores.ConfusionMatrix();
        string[] names = [.. scores.Tags.Select(tag => tag.Tag)];
        int[] used = [.. Enumerable.Range(0, names.Length).Where(n => scores.Tags[n].Support > 0 || !double.IsNaN(scores.Tags[n].Precision))];
        int[] widths = [.. used.Select(n => Math.Max(names[n].Length, used.Max(row => Cell(counts, row, n).Length)))];
        int head = Math.Max("true tag".Length, used.Max(n => names[n].Length));
        for (int start = 0, end; start < used.Length; start = end)
        {
            int wide = head + Gap;
            for (end = start; end < used.Length && (end == start || wide + widths[end] + Gap <= context.Width); end++) wide += widths[end] + Gap;
            int[] columns = used[start..end];
            Table table = Screen.Table(start == 0 ? "words by their true tag (down) and the tag given (across)" : "further tags given", ["true tag", .. columns.Select(n => ">" + names[n])]);
            foreach (TableColumn column in table.Columns) column.NoWrap = true;
            foreach (int row in used) table.Add([names[row], .. columns.Select(n => Cell(counts, row, n))]);
            console.Write(table);
        }
    }

    /// <summary>Who is better, in a sentence.</summary>
    internal static string Reading(Row model, Row baseline)
    {
        double own = 100 * (1 - model.Scores.Accuracy), other = 100 * (1 - baseline.Scores.Accuracy);
        string wrong = Invariant($"{own:F1} % of words are wrong against {other:F1} %");
        if (model.Scores.Words < LeastWords) return $"{Texts.Count(model.Scores.Words, "word")} are too few to tell whether the model is better than the most frequent tag: {wrong}.";
        return model.Scores.Accuracy > baseline.Scores.Accuracy
            ? $"The model is better than the most frequent tag of each word here: {wrong}."
            : $"The most frequent tag of each word is as good as the model here, or better: {wrong}.";
    }

    /// <summary>A fraction with 4 digits after the point, or a dash where there is nothing to make one of.</summary>
    internal static string Text(double value) => double.IsNaN(value) ? "-" : Screen.Fixed(value);

    private static string Cell(int[,] counts, int row, int column) => counts[row, column] == 0 ? "." : counts[row, column].ToString(CultureInfo.InvariantCulture);

    private static string Confusions(TagScores scores)
    {
        int[,] counts = scores.ConfusionMatrix();
        int n = scores.Tags.Length;
        return string.Join(", ", Enumerable.Range(0, n * n)
            .Select(place => (True: place / n, Given: place % n, Count: counts[place / n, place % n]))
            .Where(pair => pair.True != pair.Given && pair.Count > 0)
            .OrderByDescending(pair => pair.Count)
            .Take(MostConfusions)
            .Select(pair => Invariant($"{scores.Tags[pair.True].Tag} taken for {scores.Tags[pair.Given].Tag} ({pair.Count})")));
    }
}
