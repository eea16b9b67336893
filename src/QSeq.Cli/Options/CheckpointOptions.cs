namespace QSeq.Cli.Options;

/// <summary>Whether a training goes on from where one was stopped, and how often it leaves such a place.</summary>
internal sealed class CheckpointOptions : OptionGroup
{
    private const double Usual = 30; // seconds

    private readonly Option<bool> _resume = Opt.Flag(
        "--resume",
        "Go on from the checkpoint that an interrupted run with the same options and data left beside --out; "
        + "the model is the same as without the interruption.");
    private readonly Option<double> _every = Opt.Number(
        "--checkpoint",
        "Seconds between checkpoints, which are kept beside --out as FILE.checkpoint until the model is saved; "
        + "0 for one after every batch.",
        Usual);

    public override Option[] All => [_resume, _every];

    public bool Resumes(ParseResult parsed) => parsed.GetValue(_resume);

    public TimeSpan Every(ParseResult parsed) => parsed.GetValue(_every) is >= 0 and <= 1e6 and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(Invariant($"{_every.Name} is {parsed.GetValue(_every)}, expected 0 to 1000000 seconds"));
}
