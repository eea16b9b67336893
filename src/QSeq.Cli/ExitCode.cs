namespace QSeq.Cli;

/// <summary>What the process answers to the shell.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>The work failed: a file that cannot be written, a run that diverged.</summary>
    public const int Failure = 1;

    /// <summary>The command line asks for something that does not exist or is out of range.</summary>
    public const int Usage = 2;

    /// <summary>The data or model file is missing or cannot be read for certain.</summary>
    public const int BadData = 3;

    /// <summary>Ctrl+C.</summary>
    public const int Cancelled = 130;
}
