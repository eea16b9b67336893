using Spectre.Console;

namespace QSeq.Cli.Terminal;

/// <summary>Long work with its progress: a bar with the time left on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class Work(CliContext context, string title, double total, ProgressTask? bar)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _start = context.Clock.GetTimestamp();
    private TimeSpan _lastLine;
    private double _done;

    /// <summary>Does work, of an amount in any unit, while showing how far it is.</summary>
    public static T Run<T>(CliContext context, string title, double total, Func<Work, T> work)
    {
        if (!context.ErrIsTerminal) return work(new Work(context, title, total, null));
        return Screen.OfProgress(context).Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(progress => work(new Work(context, title, total, progress.AddTask(Markup.Escape(title), maxValue: total))));
    }

    public static void Run(CliContext context, string title, double total, Action<Work> work) => Run(context, title, total, running =>
    {
        work(running);
        return true;
    });

    /// <summary>So much more of the work is done; may be called from any thread.</summary>
    public void Advance(double amount, string? detail = null)
    {
        lock (_lock) Reach(_done + amount, detail);
    }

    /// <summary>So much of the work is done in all; may be called from any thread.</summary>
    public void Reach(double done, string? detail = null)
    {
        lock (_lock)
        {
            _done = Math.Min(total, done);
            if (bar is not null)
            {
                bar.Value = _done;
                if (detail is not null) bar.Description = Markup.Escape($"{title} ({detail})");
                return;
            }

            TimeSpan now = context.Clock.GetElapsedTime(_start);
            if (now - _lastLine < BetweenLines || _done <= 0) return;
            _lastLine = now;
            double left = now.TotalSeconds * (total - _done) / _done;
            string about = detail is null ? "" : $" ({detail})";
            context.Note(Invariant($"{title}: {100 * _done / total:F0} %, about {Math.Ceiling(left):F0} s left{about}"));
        }
    }
}
