using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace QSeq.Cli.Terminal;

/// <summary>Items from the outside in batches of as many as are there: a slow source is answered at once, a fast one in bulk.</summary>
internal static class Feed
{
    private const int Ahead = 4; // batches that are read ahead

    /// <summary>
    /// Reads ahead on a thread of its own, which is left behind where the source waits for ever. A batch has one item at least and ends
    /// with the item that reaches <paramref name="mostSize"/>; so memory is bounded where items are large. What goes wrong in the source
    /// is thrown after the items before it.
    /// </summary>
    /// <param name="source">The items.</param>
    /// <param name="most">Items of a batch at most.</param>
    /// <param name="sizeOf">The size of an item.</param>
    /// <param name="mostSize">The size of a batch from which on it takes no more.</param>
    /// <param name="idle">After so many milliseconds without an item there is a batch of none; <see cref="Timeout.Infinite"/> for never.</param>
    /// <param name="token">Ends the waiting.</param>
    public static IEnumerable<IReadOnlyList<T>> Batches<T>(
        IEnumerable<T> source, int most, Func<T, int> sizeOf, int mostSize, int idle, CancellationToken token)
    {
        var items = new BlockingCollection<T>(Ahead * most);
        var taken = new ManualResetEventSlim();
        long waiting = 0; // the size of the items that are read and not taken yet
        var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task reading = Task.Factory.StartNew(Fill, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (true)
            {
                if (!TryTake(idle, out T? first))
                {
                    if (items.IsCompleted) break;
                    yield return [];
                    continue;
                }

                List<T> batch = [first];
                long size = sizeOf(first);
                while (batch.Count < most && size < mostSize && TryTake(0, out T? next))
                {
                    batch.Add(next);
                    size += sizeOf(next);
                }

                yield return batch;
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
        }

        void Fill()
        {
            try
            {
                foreach (T item in source)
                {
                    // An item that is taken after the event is reset sets it again, one taken before is not counted any more.
                    for (taken.Reset(); Interlocked.Read(ref waiting) >= (long)Ahead * mostSize; taken.Reset()) taken.Wait(stop.Token);
                    Interlocked.Add(ref waiting, sizeOf(item));
                    items.Add(item, stop.Token);
                }
            }
            finally
            {
                items.CompleteAdding();
            }
        }

        bool TryTake(int wait, [MaybeNullWhen(false)] out T item)
        {
            if (!items.TryTake(out item, wait, token)) return false;
            Interlocked.Add(ref waiting, -sizeOf(item));
            taken.Set();
            return true;
        }
    }
}
