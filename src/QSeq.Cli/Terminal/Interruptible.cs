namespace QSeq.Cli.Terminal;

/// <summary>Work that may wait for the outside, such as a pipe nobody writes to, and so never look at its token.</summary>
internal static class Interruptible
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.3);

    /// <summary>Does work on a thread of its own and leaves it behind when the user asks to stop and it does not.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">Does it; must not write anything, because it may go on after this returns.</param>
    /// <param name="token">Cancelled by Ctrl+C.</param>
    /// <returns>What the work gave.</returns>
    /// <exception cref="OperationCanceledException">The user asked to stop.</exception>
    public static T Run<T>(Func<T> work, CancellationToken token)
    {
        if (!token.CanBeCanceled) return work();
        token.ThrowIfCancellationRequested();
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (WaitHandle.WaitAny([((IAsyncResult)task).AsyncWaitHandle, token.WaitHandle]) == 1 && !((IAsyncResult)task).AsyncWaitHandle.WaitOne(Grace))
            throw new OperationCanceledException(token);
        return task.GetAwaiter().GetResult();
    }
}
