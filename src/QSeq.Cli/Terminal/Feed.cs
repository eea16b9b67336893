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
    public static IEnumerable<IReadOnlyList<T>> Batches<T>(
        IEnumerable<T> source, int most, Func<T, int> sizeOf, int mostSize, CancellationToken token)
    {
        var queue = new Queue<T>(new BlockingCollection<T>(Ahead * most), new ManualResetEventSlim(), sizeOf, (long)Ahead * mostSize);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task reading = Task.Factory.StartNew(() => queue.Fill(source, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (queue.TryTake(Timeout.Infinite, token, out T? first))
            {
                List<T> batch = [first];
                long size = sizeOf(first);
                while (batch.Count < most && size < mostSize && queue.TryTake(0, token, out T? next))
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
    }

    /// <summary>Items that are read and wait, bounded by their number and by their size.</summary>
    private sealed class Queue<T>(BlockingCollection<T> items, ManualResetEventSlim taken, Func<T, int> sizeOf, long mostSize)
    {
        private long _size;

        public void Fill(IEnumerable<T> source, CancellationToken token)
        {
            try
            {
                foreach (T item in source)
                {
                    // An item that is taken after the event is reset sets it again, one taken before is not counted any more.
                    for (taken.Reset(); Interlocked.Read(ref _size) >= mostSize; taken.Reset()) taken.Wait(token);
                    Interlocked.Add(ref _size, sizeOf(item));
                    items.Add(item, token);
                }
            }
            finally
            {
                items.CompleteAdding();
            }
        }

        public bool TryTake(int wait, CancellationToken token, [MaybeNullWhen(false)] out T item)
        {
            if (!items.TryTake(out item, wait, token)) return false;
            Interlocked.Add(ref _size, -sizeOf(item));
            taken.Set();
            return true;
        }
    }
}
