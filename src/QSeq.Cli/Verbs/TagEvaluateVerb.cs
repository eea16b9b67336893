using System.Text.Json;
using QSeq.Cli.Reports;
using QSeq.Evaluation;
using QSeq.Tagging;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag evaluate</c>: a saved tagger's scores on the test part of data, tag by tag, beside the baseline.</summary>
internal static class TagEvaluateVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq tag train." };
        var data = new Argument<string>("FILE") { Description = "A CoNLL-U file with tags; - reads standard input." };
        Option<bool> all = Opt.Flag("--all", "All of the sentences instead of the test part, for text the tagger has not seen. [default: the split it was trained with]");
        Option<string?> train = Opt.Text("--train", "FILE", "The file it was trained on, to fit the baseline on where FILE has no training part.");
        Option<bool> confusion = Opt.Flag("--confusion", "Which tags were given in place of which, too.");
        Option<bool> json = Opt.Flag("--json", "JSON instead of tables, the confusion matrix included.");
        var command = new VerbCommand(
            "evaluate",
            "Score a saved tagger on the test part of data, tag by tag, beside the most-frequent-tag baseline.",
            "qseq tag evaluate tagger.qseq treebank.conllu --confusion",
            "qseq tag evaluate tagger.qseq other.conllu --all --train treebank.conllu",
            "qseq tag evaluate tagger.qseq treebank.conllu --json | jq .scores") { model, data, all, train, confusion, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            TrainedTagger tagger = TaggerInput.Load(path);
            if (parsed.GetValue(train) == "-" && parsed.GetValue(data) == "-") throw new UsageException("FILE and --train are both standard input; name a file for one of them");
            IReadOnlyList<TaggedSentence> sentences = SentenceInput.Read(context, parsed.GetValue(data)!, tagger.Recipe.Column);
            Cut cut = Part(context, sentences, tagger, SentenceInput.SourceOf(parsed.GetValue(data)!), parsed.GetValue(all));
            if (parsed.GetValue(train) is { } other) cut = cut with { Train = SentenceInput.Read(context, other, tagger.Recipe.Column, "--train") };

            string? repeated = parsed.GetValue(train) is null ? null : Repeated.InFile(cut.Train!, cut.Test);
            string[] warnings = [.. new[] { cut.Seen?.Warning, repeated, TagTrainVerb.UnknownTags(tagger.Tags, cut.Test) }.OfType<string>()];
            foreach (string warning in warnings) context.Note(warning);
            var own = new TagReport.Row(tagger.Name, tagger.Model.Table.TrainableCount, Interruptible.Run(() => TaggerInput.Open(tagger, cut.Source, () => tagger.Evaluate(cut.Test)), context.Token));
            TagReport.Row? baseline = cut.Train is null ? null : Baseline([.. cut.Train], cut.Test);
            if (parsed.GetValue(json))
            {
                WriteJson(context.Out, cut, tagger.Data, warnings, own, baseline);
                return ExitCode.Ok;
            }

            TagReport.Write(context, $"{cut.Source}, {(cut.Whole ? "all" : "test part")}", own, baseline, cut.Train is null ? "no part of the data is for training; name the file the tagger was trained on with --train" : null);
            TagReport.WriteTags(context, own.Scores, baseline?.Scores);
            if (parsed.GetValue(confusion)) TagReport.WriteConfusion(context, own.Scores);
            return ExitCode.Ok;
        });
        return command;
    }

    private static TagReport.Row Baseline(IReadOnlyCollection<TaggedSentence> train, IReadOnlyList<TaggedSentence> test)
    {
        var baseline = MostFrequentTagBaseline.Fit(train);
        return TagReport.Baseline(baseline, baseline.Score(test));
    }

    /// <summary>The sentences to judge on, and those to fit the baseline on.</summary>
    private static Cut Part(CliContext context, IReadOnlyList<TaggedSentence> sentences, TrainedTagger tagger, string source, bool all)
    {
        SentenceOrigin known = tagger.Data;
        if (known.Train.Hashes is null) context.Note("note: the file does not say what it was trained on, so sentences that it has seen are not recognised");
        SplitFractions? split = tagger.Recipe.Split;
        if (!all && split is null) context.Note($"note: {WhyNoSplit(known)}; all of FILE is scored");
        bool? same = known.Train.Begins(sentences);
        if (all || split is null) return new Cut(source, true, null, sentences, same, SeenSentences.In(sentences, known));

        SentenceSplit parts = SentenceSplit.Create(sentences, split);
        string fractions = Invariant($"{split.Train},{split.Validation}");
        if (parts.Test.Count == 0) throw new UsageException($"the tagger was trained with --split {fractions}, which leaves no test part; use --all");
        if (same == false)
            context.Note($"note: this is not the same file as the tagger was trained on ({known.Train.Source}), or not as it was; the test part is that of the data given here, split {fractions}, and the baseline is fitted on its training part");
        return new Cut(source, false, parts.Train, parts.Test, same, SeenSentences.In(parts.Test, known));
    }

    private static string WhyNoSplit(SentenceOrigin known) => known switch
    {
        { Test: not null } => "the tagger was trained with --dev and --test",
        { Train.Sentences: not null } => "the tagger has learned from all of its sentences, so there was no test part",
        _ => "the file does not say how the tagger's sentences were split",
    };

    private static void WriteJson(TextWriter output, Cut cut, SentenceOrigin known, string[] warnings, TagReport.Row own, TagReport.Row? baseline) => JsonText.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", cut.Source);
        writer.WriteString("part", cut.Whole ? "all" : "test");
        writer.WriteString("trainedOn", known.Train.Source);
        if (cut.Same is { } same) writer.WriteBoolean("sameSentences", same);
        else writer.WriteNull("sameSentences");
        if (cut.Seen is { } seen)
        {
            writer.WriteStartObject("scoredSentences"); // of four words or more
            writer.WriteNumber("counted", seen.Scored);
            writer.WriteNumber("learnedFrom", seen.Learned);
            writer.WriteNumber("choseEpoch", seen.Chosen);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("scoredSentences");
        }

        writer.WriteStartArray("warnings");
        foreach (string warning in warnings) writer.WriteStringValue(warning);
        writer.WriteEndArray();
        writer.WriteStartArray("scores");
        WriteScores(writer, own);
        if (baseline is not null) WriteScores(writer, baseline);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteScores(Utf8JsonWriter writer, TagReport.Row row)
    {
        TagScores scores = row.Scores;
        writer.WriteStartObject();
        writer.WriteString("name", row.Name);
        writer.WriteNumber("parameters", row.Parameters);
        writer.WriteNumber("sentences", scores.Sentences);
        writer.WriteNumber("words", scores.Words);
        writer.WriteNumber("unknownWords", scores.UnknownWords);
        writer.WriteFinite("accuracy", scores.Accuracy);
        writer.WriteFinite("sentenceAccuracy", scores.SentenceAccuracy);
        writer.WriteFinite("knownAccuracy", scores.KnownAccuracy);
        writer.WriteFinite("unknownAccuracy", scores.UnknownAccuracy);
        writer.WriteFinite("macroF1", scores.MacroF1);
        writer.WriteStartArray("tags");
        foreach (TagScore tag in scores.Tags)
        {
            writer.WriteStartObject();
            writer.WriteString("tag", tag.Tag);
            writer.WriteNumber("words", tag.Support);
            writer.WriteFinite("precision", tag.Precision);
            writer.WriteFinite("recall", tag.Recall);
            writer.WriteFinite("f1", tag.F1);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("confusion"); // [true tag][given tag], in the order of the tags
        int[,] counts = scores.ConfusionMatrix();
        for (int t = 0; t < counts.GetLength(0); t++)
        {
            writer.WriteStartArray();
            for (int column = 0; column < counts.GetLength(1); column++) writer.WriteNumberValue(counts[t, column]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What is scored.</summary>
    /// <param name="Source">What the data is called.</param>
    /// <param name="Whole">Whether all of it.</param>
    /// <param name="Train">The sentences to fit the baseline on, or null.</param>
    /// <param name="Test">The sentences scored.</param>
    /// <param name="Same">Whether the data begins with what the tagger learned from; null where its file does not say.</param>
    /// <param name="Seen">How many of the sentences scored it has seen; null where its file does not say.</param>
    private sealed record Cut(string Source, bool Whole, IReadOnlyList<TaggedSentence>? Train, IReadOnlyList<TaggedSentence> Test, bool? Same, SeenSentences? Seen);
}
