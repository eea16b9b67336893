namespace QSeq.Cli.Verbs;

/// <summary><c>qseq data</c>: series made or read, as CSV.</summary>
internal static class DataVerb
{
    /// <summary>The verb, with the verbs below it.</summary>
    public static VerbCommand Create(CliContext context) => new(
        "data",
        "Make series, or read the raw Milan telecom files, into CSV.",
        "qseq data generate shm --out shm.csv",
        "qseq data milan milan/ --squares best:10 --out milan.csv")
    {
        DataGenerateVerb.Create(context),
        DataMilanVerb.Create(context),
    };
}
