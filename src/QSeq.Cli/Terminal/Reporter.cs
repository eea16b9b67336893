namespace QSeq.Cli.Terminal;

/// <summary>Progress that is told at once, on the thread that made it.</summary>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
