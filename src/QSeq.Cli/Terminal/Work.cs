using Spectre.Console;

namespace QSeq.Cli.Terminal;

/// <summary>Long work with its progress: a bar with the time left on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class Work(CliContext context, string title, double total, ProgressTask? bar)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private const int LeastBar = 20, Beside = 16; // columns: of the bar, and of percent, time and the spaces between
    private const int Least = 8; // of a detail that is cut
    private const string Cut = "...";

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

    /// <summary>What the work is and where it is, short enough for a bar to stand beside it in so many columns.</summary>
    public static string Label(string title, string detail, int width)
    {
        int room = Math.Max(title.Length, width - LeastBar - Beside) - title.Length - " ()".Length;
        string shown = Plain.Of(detail);
        if (shown.Length > room) shown = room > Least ? $"{shown[..(room - Cut.Length)]}{Cut}" : "";
        return shown.Length == 0 ? title : $"{title} ({shown})";
    }

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
                if (detail is not null) bar.Description = Markup.Escape(Label(title, detail, context.ErrWidth));
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
