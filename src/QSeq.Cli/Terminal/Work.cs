using Spectre.Console;

namespace QSeq.Cli.Terminal;

/// <summary>Long work with its progress: a bar with the time left on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class Work
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CliContext _context;
    private readonly string _title;
    private readonly double _total;
    private readonly ProgressTask? _bar;
    private readonly long _start;
    private TimeSpan _lastLine;
    private double _done;

    private Work(CliContext context, string title, double total, ProgressTask? bar) =>
        (_context, _title, _total, _bar, _start) = (context, title, total, bar, context.Clock.GetTimestamp());

    /// <summary>Does work while showing how far it is.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="context">The outside.</param>
    /// <param name="title">What is being done, in a few words.</param>
    /// <param name="total">The amount of work, in any unit.</param>
    /// <param name="work">Does it, and tells how far it is.</param>
    /// <returns>What the work gave.</returns>
    public static T Run<T>(CliContext context, string title, double total, Func<Work, T> work)
    {
        if (!context.ErrIsTerminal) return work(new Work(context, title, total, null));
        return Screen.OfProgress(context).Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress => work(new Work(context, title, total, progress.AddTask(Markup.Escape(title), maxValue: total))));
    }

    /// <summary>Some of the work is done; may be called from any thread.</summary>
    /// <param name="amount">How much more.</param>
    /// <param name="detail">What to say about it, or null.</param>
    public void Advance(double amount, string? detail = null)
    {
        lock (_lock)
        {
            _done = Math.Min(_total, _done + amount);
            if (_bar is not null)
            {
                _bar.Value = _done;
                if (detail is not null) _bar.Description = Markup.Escape($"{_title} ({detail})");
                return;
            }

            TimeSpan now = _context.Clock.GetElapsedTime(_start);
            if (now - _lastLine < BetweenLines || _done <= 0) return;
            _lastLine = now;
            double left = now.TotalSeconds * (_total - _done) / _done;
            _context.Note(Invariant(
                $"{_title}: {100 * _done / _total:F0} %, about {Math.Ceiling(left):F0} s left{(detail is null ? "" : $" ({detail})")}"));
        }
    }
}
