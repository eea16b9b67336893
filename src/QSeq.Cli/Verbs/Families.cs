namespace QSeq.Cli.Verbs;

/// <summary>The verbs that only hold verbs of their own.</summary>
internal static class Families
{
    public static VerbCommand Data(CliContext context) => new(
        "data",
        "Make series, or read the raw Milan telecom files, into CSV.",
        "qseq data generate shm --out shm.csv",
        "qseq data milan milan/ --squares best:10 --out milan.csv")
    {
        DataGenerateVerb.Create(context),
        DataMilanVerb.Create(context),
    };

    public static VerbCommand Hardware(CliContext context) => new(
        "hardware",
        "A forecast on a quantum device, round by round: write OpenQASM jobs, read their counts, write the next ones.",
        "qseq hardware export total.qseq sales.csv --out jobs   # then run jobs/round-001/*.qasm",
        "qseq hardware collect jobs                             # and so on, until the forecast",
        "qseq hardware simulate jobs --all --depolarising 0.01  # instead of a device")
    {
        HardwareExportVerb.Create(context),
        HardwareCollectVerb.Create(context),
        HardwareSimulateVerb.Create(context),
    };

    public static VerbCommand Tag(CliContext context) => new(
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
