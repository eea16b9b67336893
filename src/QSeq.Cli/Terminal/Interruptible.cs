namespace QSeq.Cli.Terminal;

/// <summary>Work that may wait for the outside, such as a pipe nobody writes to, and so never look at its token.</summary>
internal static class Interruptible
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.3);

    /// <summary>Does work on a thread that is left behind when it does not heed a stop: it must not write, for it may go on.</summary>
    public static T Run<T>(Func<T> work, CancellationToken token)
    {
        if (!token.CanBeCanceled) return work();
        token.ThrowIfCancellationRequested();
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        WaitHandle finished = ((IAsyncResult)task).AsyncWaitHandle;
        if (WaitHandle.WaitAny([finished, token.WaitHandle]) == 1 && !finished.WaitOne(Grace)) throw new OperationCanceledException(token);
        return task.GetAwaiter().GetResult();
    }
}
