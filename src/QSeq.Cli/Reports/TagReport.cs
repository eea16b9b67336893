namespace QSeq.Cli.Reports;

/// <summary>A tagger's scores beside those of the most-frequent-tag baseline, tag by tag, and what it takes for what.</summary>
internal static class TagReport
{
    private const int MostConfusions = 5;
    private const int Gap = 3; // between columns
    private const int FewestSentences = 20; // of which a verdict is given
    private const double Chance = 0.05;

    internal sealed record Row(string Name, int Parameters, TagScores Scores)
    {
        public static Row Of(TrainedTagger tagger, TagScores scores) => new(tagger.Name, tagger.Model.Table.TrainableCount, scores);

        public static Row Baseline(IReadOnlyCollection<TaggedSentence> train, IReadOnlyList<TaggedSentence> test)
        {
            var baseline = MostFrequentTagBaseline.Fit(train);
            return new Row("most frequent tag", baseline.ParameterCount, baseline.Score(test));
        }
    }

    /// <summary>Prints the table and the reading; <paramref name="missing"/> says why there is no baseline.</summary>
    public static void Write(CliContext context, string title, Row model, Row? baseline, string? missing)
    {
        context.Show(
            title,
            new[] { model, baseline }.OfType<Row>(),
            ("", row => row.Name),
            (">parameters", row => Invariant($"{row.Parameters}")),
            (">accuracy", row => Text(row.Scores.Accuracy)),
            (">sentences", row => Text(row.Scores.SentenceAccuracy)),
            (">unknown words", row => Text(row.Scores.UnknownAccuracy)),
            (">macro F1", row => Text(row.Scores.MacroF1)));
        TagScores s = model.Scores;
        string words = NumberText.Count(s.Words, "word"), unknown = NumberText.Count(s.UnknownWords, "word");
        string sentences = NumberText.Count(s.Sentences, "whole sentence");
        double share = 100.0 * s.UnknownWords / s.Words;
        context.Paragraph(Invariant(
            $"Accuracy over {words}, over {sentences}, and over the {unknown} not in training ({share:F1} %)."));
        if (missing is not null) context.Paragraph($"Without a baseline: {missing}.");
        if (baseline is not null) context.Paragraph(Reading(model, baseline));
    }

    public static void WriteTags(CliContext context, TagScores model, TagScores? baseline)
    {
        string Other(TagScore tag) => Text(baseline.Tags.FirstOrDefault(other => other.Tag == tag.Tag)?.F1 ?? double.NaN);
        (TextColumn, Func<TagScore, TextCell>)[] columns =
        [
            ("tag", tag => tag.Tag),
            (">words", tag => Invariant($"{tag.Support}")),
            (">precision", tag => Text(tag.Precision)),
            (">recall", tag => Text(tag.Recall)),
            (">F1", tag => Text(tag.F1)),
        ];
        if (baseline is not null) columns = [.. columns, (">F1 of baseline", tag => Other(tag))];
        context.Show("tag by tag", model.Tags.Where(IsUsed), columns);
        if (Confusions(model) is { Length: > 0 } text) context.Paragraph($"Most often confused: {text}.");
    }

    /// <summary>Prints which tags were given in place of which, in as many tables side by side as the width asks for.</summary>
    public static void WriteConfusion(CliContext context, TagScores scores)
    {
        int[,] counts = scores.ConfusionMatrix();
        string[] names = [.. scores.Tags.Select(tag => tag.Tag)];
        int[] used = [.. Enumerable.Range(0, names.Length).Where(n => IsUsed(scores.Tags[n]))];
        int[] widths = [.. used.Select(n => Math.Max(names[n].Length, used.Max(row => Cell(row, n).Length)))];
        int head = Math.Max("true tag".Length, used.Max(n => names[n].Length));
        for (int start = 0, end; start < used.Length; start = end)
        {
            int wide = head + Gap;
            for (end = start; end < used.Length && (end == start || wide + widths[end] + Gap <= context.Width); end++)
                wide += widths[end] + Gap;
            context.Show([TextTable.Of(
                start == 0 ? "words by their true tag (down) and the tag given (across)" : "further tags given",
                used,
                [
                    ("true tag", row => names[row]),
                    .. used[start..end].Select(n => ((TextColumn)(">" + names[n]), (Func<int, TextCell>)(row => Cell(row, n)))),
                ])]);
        }

        string Cell(int row, int column) => counts[row, column] == 0 ? "." : Invariant($"{counts[row, column]}");
    }

    public static JsonObject ToJson(Row row)
    {
        TagScores scores = row.Scores;
        int[,] counts = scores.ConfusionMatrix();
        IEnumerable<int> places = Enumerable.Range(0, counts.GetLength(0));
        return new JsonObject
        {
            ["name"] = row.Name,
            ["parameters"] = row.Parameters,
            ["sentences"] = scores.Sentences,
            ["words"] = scores.Words,
            ["unknownWords"] = scores.UnknownWords,
            ["accuracy"] = JsonText.Finite(scores.Accuracy),
            ["sentenceAccuracy"] = JsonText.Finite(scores.SentenceAccuracy),
            ["knownAccuracy"] = JsonText.Finite(scores.KnownAccuracy),
            ["unknownAccuracy"] = JsonText.Finite(scores.UnknownAccuracy),
            ["macroF1"] = JsonText.Finite(scores.MacroF1),
            ["tags"] = JsonText.Array(scores.Tags, tag => new JsonObject
            {
                ["tag"] = tag.Tag,
                ["words"] = tag.Support,
                ["precision"] = JsonText.Finite(tag.Precision),
                ["recall"] = JsonText.Finite(tag.Recall),
                ["f1"] = JsonText.Finite(tag.F1),
            }),
            ["confusion"] = JsonText.Array(places, t => JsonText.Array(places, given => counts[t, given])), // in the order of the tags
        };
    }

    /// <summary>Whether the model is better, as a sentence.</summary>
    public static string Reading(Row model, Row baseline)
    {
        double own = 100 * (1 - model.Scores.Accuracy), other = 100 * (1 - baseline.Scores.Accuracy);
        string wrong = Invariant($"{own:F1} % of words are wrong against {other:F1} %");
        int sentences = Math.Min(model.Scores.Sentences, baseline.Scores.Sentences);
        if (sentences < FewestSentences)
            return $"{NumberText.Count(sentences, "sentence")} {(sentences == 1 ? "is" : "are")} too few to tell whether the model is better than the most frequent tag of each word: {wrong}; expected {FewestSentences} or more.";
        var test = DieboldMariano.OfLosses(Losses(model), Losses(baseline), 1); // each sentence by itself: a paired t-test
        string chance = $"{BacktestReport.Probability(test.PValue)}, paired t-test over {NumberText.Count(sentences, "sentence")}";
        return test.PValue < Chance
            ? $"The model is {(test.Statistic < 0 ? "better" : "worse")} than the most frequent tag of each word here: {wrong} ({chance})."
            : $"No difference is shown between the model and the most frequent tag of each word: {wrong} ({chance}).";

        static double[] Losses(Row row) => [.. row.Scores.Errors.Select(wrong => (double)wrong)];
    }

    /// <summary>A fraction with 4 digits after the point, or a dash where there is nothing to make one of.</summary>
    private static string Text(double value) => double.IsNaN(value) ? "-" : NumberText.Fixed(value);

    private static bool IsUsed(TagScore tag) => tag.Support > 0 || !double.IsNaN(tag.Precision);

    private static string Confusions(TagScores scores)
    {
        int[,] counts = scores.ConfusionMatrix();
        int n = scores.Tags.Length;
        return string.Join(", ", Enumerable.Range(0, n * n)
            .Select(place => (True: place / n, Given: place % n, Count: counts[place / n, place % n]))
            .Where(pair => pair.True != pair.Given && pair.Count > 0)
            .OrderByDescending(pair => pair.Count)
            .Take(MostConfusions)
            .Select(pair => $"{scores.Tags[pair.True].Tag} taken for {scores.Tags[pair.Given].Tag} ({pair.Count})"));
    }
}
