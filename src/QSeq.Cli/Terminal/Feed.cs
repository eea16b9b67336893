using System.Collections.Concurrent;

namespace QSeq.Cli.Terminal;

/// <summary>Items from the outside, such as the sentences of a pipe, in batches: as many as are there, so that a slow source is answered at once and a fast one in bulk.</summary>
internal static class Feed
{
    /// <summary>Reads ahead on a thread of its own.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="source">The items; enumerated once, and left behind where it waits for ever.</param>
    /// <param name="most">Items of a batch at most; four times as many are read ahead.</param>
    /// <param name="token">Cancelled by Ctrl+C.</param>
    /// <returns>Batches of at least one item. What goes wrong in <paramref name="source"/> is thrown after the items before it.</returns>
    public static IEnumerable<IReadOnlyList<T>> Batches<T>(IEnumerable<T> source, int most, CancellationToken token)
    {
        var queue = new BlockingCollection<T>(4 * most);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task reading = Task.Factory.StartNew(() => Fill(queue, source, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (queue.TryTake(out T? first, Timeout.Infinite, token))
            {
                List<T> batch = [first];
                while (batch.Count < most && queue.TryTake(out T? next)) batch.Add(next);
                yield return batch;
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
        }
    }

    private static void Fill<T>(BlockingCollection<T> queue, IEnumerable<T> source, CancellationToken token)
    {
        try
        {
            foreach (T item in source) queue.Add(item, token);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
