namespace QSeq.Cli;

/// <summary>The command line asks for something that does not exist or does not go together.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The work failed, though command line and data were sound.</summary>
internal sealed class WorkException(string message) : Exception(message);

/// <summary>What an exception means to the user: an exit code and one line, never a stack trace.</summary>
internal static class Failures
{
    /// <summary>The exit code and the line; <paramref name="sentences"/> where the work was on these rather than series.</summary>
    public static (int Code, string Message) Describe(Exception e, CancellationToken token, bool sentences = false) => e switch
    {
        OperationCanceledException => (ExitCode.Cancelled, Line(e is CancelledException ? e : new OperationCanceledException("cancelled"))),
        _ when token.IsCancellationRequested && e is AggregateException => (ExitCode.Cancelled, "cancelled"),
        AggregateException { InnerException: { } inner } => Describe(inner, token, sentences),
        SeriesTooShortException => (ExitCode.BadData, Line(e)),
        UsageException => (ExitCode.Usage, Line(e)),
        ArgumentException when IsOurs(e) => (ExitCode.Usage, Line(e)),
        InvalidDataException or FileNotFoundException or DirectoryNotFoundException => (ExitCode.BadData, Line(e)),
        WorkException or IOException or UnauthorizedAccessException => (ExitCode.Failure, Line(e)),
        OverflowException => (ExitCode.Usage, $"the sizes asked for are too large to count; choose {(sentences ? "shorter sentences or a smaller --hidden or --batch" : "a smaller --hidden, --window or --batch")}"),
        OutOfMemoryException => (ExitCode.Failure, $"out of memory; choose {(sentences ? "shorter sentences" : "fewer columns or --members, a shorter series or --window,")} or a smaller model"),
        _ => (ExitCode.Failure, $"unexpected {e.GetType().Name}: {Line(e)}; please report this with the command line"),
    };

    // The library answers a bad value with an exception of its own. One from elsewhere, or for a null, is a bug of ours.
    private static bool IsOurs(Exception e) =>
        e is not ArgumentNullException && (e.Source is null or "<unknown>" || e.Source.StartsWith("QSeq", StringComparison.Ordinal));

    private static string Line(Exception e) => ErrorText.Of(e).Say(AdviceWords.Say).TrimEnd('.', ' ');
}

/// <summary>The user asked to stop; the message says what was kept.</summary>
internal sealed class CancelledException(string message) : OperationCanceledException(message);
