namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag</c>: part-of-speech tagging.</summary>
internal static class TagVerb
{
    /// <summary>The verb, with the verbs below it.</summary>
    public static VerbCommand Create(CliContext context) => new(
        "tag",
        "Part-of-speech tagging: train a tagger on CoNLL-U, score it beside a baseline, tag text.",
        "qseq tag train treebank.conllu --out tagger.qseq",
        "qseq tag evaluate tagger.qseq treebank.conllu",
        "echo 'The boat left .' | qseq tag predict tagger.qseq")
    {
        TagTrainVerb.Create(context),
        TagEvaluateVerb.Create(context),
        TagPredictVerb.Create(context),
    };
}
