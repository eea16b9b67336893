namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag evaluate</c>: a saved tagger's scores on the test part of data, tag by tag, beside the baseline.</summary>
internal static class TagEvaluateVerb
{
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq tag train." };
        Argument<string> data = SentenceInput.FileArgument();
        Option<bool> all = Opt.Flag(
            "--all",
            "All of the sentences instead of the test part, for text the tagger has not seen. [default: the split it was trained with]");
        Option<string?> train = Opt.Text(
            "--train", "FILE", "The file it was trained on, to fit the baseline on where FILE has no training part.");
        Option<bool> confusion = Opt.Flag("--confusion", "Which tags were given in place of which, too.");
        Option<bool> json = Opt.Flag("--json", "JSON instead of tables, the confusion matrix included.");
        return new VerbCommand(
            "evaluate",
            "Score a saved tagger on the test part of data, tag by tag, beside the most-frequent-tag baseline.",
            "qseq tag evaluate tagger.qseq treebank.conllu --confusion",
            "qseq tag evaluate tagger.qseq other.conllu --all --train treebank.conllu",
            "qseq tag evaluate tagger.qseq treebank.conllu --json | jq .scores") { model, data, all, train, confusion, json }.Does(parsed =>
        {
            TrainedTagger tagger = ModelFile.Tagger(parsed.GetValue(model)!);
            string file = parsed.GetValue(data)!;
            string? other = parsed.GetValue(train);
            if (other == "-" && file == "-")
                throw new UsageException("FILE and --train are both standard input; name a file for one of them");
            IReadOnlyList<TaggedSentence> sentences = SentenceInput.Read(context, file, tagger.Recipe.Column);
            Cut cut = Part(context, sentences, tagger, SentenceInput.SourceOf(file), parsed.GetValue(all));
            if (other is not null) cut = cut with { Train = SentenceInput.Read(context, other, tagger.Recipe.Column, "--train") };

            string? repeated = other is null ? null : SentenceWarnings.InFile(cut.Train!, cut.Test);
            string[] warnings = context.Warn(
                SentenceWarnings.Seen(cut.Seen), repeated, SentenceWarnings.UnknownTags(tagger.Tags, cut.Test));
            var own = TagReport.Row.Of(
                tagger, Interruptible.Run(() => ModelFile.Use(tagger, cut.Source, () => tagger.Evaluate(cut.Test)), context.Token));
            TagReport.Row? baseline = cut.Train is null ? null : TagReport.Row.Baseline([.. cut.Train], cut.Test);
            if (parsed.GetValue(json))
            {
                JsonText.Write(context.Out, ToJson(cut, tagger.Data.Train.Source, warnings, own, baseline));
                return;
            }

            const string missing = "no part of the data is for training; name the file the tagger was trained on with --train";
            string title = $"{cut.Source}, {(cut.Whole ? "all" : "test part")}";
            TagReport.Write(context, title, own, baseline, baseline is null ? missing : null);
            TagReport.WriteTags(context, own.Scores, baseline?.Scores);
            if (parsed.GetValue(confusion)) TagReport.WriteConfusion(context, own.Scores);
        });
    }

    /// <summary>The sentences to judge on, and those to fit the baseline on.</summary>
    private static Cut Part(
        CliContext context, IReadOnlyList<TaggedSentence> sentences, TrainedTagger tagger, string source, bool all)
    {
        SentenceOrigin known = tagger.Data;
        if (known.Train.Hashes is null)
            context.Note("note: the file does not say what it was trained on, so sentences that it has seen are not recognised");
        SplitFractions? split = tagger.Recipe.Split;
        if (!all && split is null) context.Note($"note: {WhyNoSplit(known)}; all of FILE is scored");
        bool? same = known.Train.Begins(sentences);
        if (all || split is null) return new Cut(source, true, null, sentences, same, SeenSentences.In(sentences, known));

        SentenceSplit parts = SentenceSplit.Create(sentences, split);
        string fractions = Invariant($"{split.Train},{split.Validation}");
        if (parts.Test.Count == 0)
            throw new UsageException($"the tagger was trained with --split {fractions}, which leaves no test part; use --all");
        if (same == false)
        {
            context.Note(
                $"note: this is not the same file as the tagger was trained on ({known.Train.Source}), or not as it was; the test part is "
                + $"that of the data given here, split {fractions}, and the baseline is fitted on its training part");
        }

        return new Cut(source, false, parts.Train, parts.Test, same, SeenSentences.In(parts.Test, known));
    }

    private static string WhyNoSplit(SentenceOrigin known) => known switch
    {
        { Test: not null } => "the tagger was trained with --dev and --test",
        { Train.Sentences: not null } => "the tagger has learned from all of its sentences, so there was no test part",
        _ => "the file does not say how the tagger's sentences were split",
    };

    private static JsonObject ToJson(Cut cut, string trainedOn, string[] warnings, TagReport.Row own, TagReport.Row? baseline) => new()
    {
        ["source"] = cut.Source,
        ["part"] = cut.Whole ? "all" : "test",
        ["trainedOn"] = trainedOn,
        ["sameSentences"] = cut.Same,
        ["scoredSentences"] = cut.Seen is not { } seen ? null : new JsonObject // of four words or more
        {
            ["counted"] = seen.Scored,
            ["learnedFrom"] = seen.Learned,
            ["choseEpoch"] = seen.Chosen,
        },
        ["warnings"] = JsonText.Array(warnings),
        ["scores"] = JsonText.Array(new[] { own, baseline }.OfType<TagReport.Row>(), TagReport.ToJson),
    };

    /// <summary>What is scored, and whether it begins with what the tagger learned from; null where its file does not say.</summary>
    private sealed record Cut(
        string Source,
        bool Whole,
        IReadOnlyList<TaggedSentence>? Train,
        IReadOnlyList<TaggedSentence> Test,
        bool? Same,
        SeenSentences? Seen);
}
