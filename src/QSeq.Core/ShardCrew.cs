using System.Runtime.ExceptionServices;

namespace QSeq.Core;

/// <summary>
/// Threads that wait for shards of work: the caller is one of them, the others sleep between runs. Which thread takes
/// which shard is not fixed; what a shard computes must not depend on it.
/// </summary>
internal sealed class ShardCrew : IDisposable
{
    private readonly Action<int, int> _work; // (worker, shard)
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private int _next;
    private int _shards;
    private bool _ended;
    private ExceptionDispatchInfo? _failure;

    public ShardCrew(int threads, Action<int, int> work)
    {
        _work = work;
        Threads = Math.Max(1, threads);
        _threads = new Thread[Threads - 1];
        for (int n = 0; n < _threads.Length; n++)
        {
            int worker = n + 1;
            _threads[n] = new Thread(() => Wait(worker)) { IsBackground = true, Name = $"QSeq shard {worker}" };
            _threads[n].Start();
        }
    }

    public int Threads { get; }

    /// <summary>
    /// Does shards 0 to <paramref name="shards"/>-1 and returns when all are done; <paramref name="alone"/> on this thread, where
    /// waking others would take longer. An exception of any worker reaches the caller as it was thrown, once no worker runs
    /// any more; shards not yet begun are then left out, and the crew is ready for another run.
    /// </summary>
    public void Run(int shards, bool alone = false)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        (_next, _shards, _failure) = (-1, shards, null);
        int helpers = alone ? 0 : Math.Min(_threads.Length, shards - 1);
        if (helpers > 0) _go.Release(helpers);
        Take(0);
        for (int n = 0; n < helpers; n++) _done.Wait();
        _failure?.Throw();
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        if (_threads.Length > 0) _go.Release(_threads.Length);
        foreach (Thread thread in _threads) thread.Join();
        _go.Dispose();
        _done.Dispose();
    }

    private void Wait(int worker)
    {
        while (true)
        {
            _go.Wait();
            if (_ended) return;
            Take(worker);
            _done.Release();
        }
    }

    private void Take(int worker)
    {
        try
        {
            while (Volatile.Read(ref _failure) is null)
            {
                int shard = Interlocked.Increment(ref _next);
                if (shard >= _shards) return;
                _work(worker, shard);
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
    }
}
