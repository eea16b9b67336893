namespace QSeq.Cli;

/// <summary>What the process answers to the shell.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1; // the work failed: a file that cannot be written, a run that diverged
    public const int Usage = 2; // the command line asks for something that does not exist or is out of range
    public const int BadData = 3; // the data or model file is missing or cannot be read for certain
    public const int Cancelled = 130; // Ctrl+C, SIGTERM, and SIGHUP of forecast --follow
    public const int ClosedPipe = 141; // nobody reads standard output any more: 128 and the number of SIGPIPE, as of other filters
}
