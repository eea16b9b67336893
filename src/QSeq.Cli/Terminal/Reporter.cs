namespace QSeq.Cli.Terminal;

/// <summary>Progress that is told at once, on the thread that made it.</summary>
/// <param name="report">What to do.</param>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
