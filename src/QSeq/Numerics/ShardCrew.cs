namespace QSeq.Numerics;

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
    private Exception? _failure;

    public ShardCrew(int threads, Action<int, int> work)
    {
        _work = work;
        Threads = Math.Max(1, threads);
        _threads = new Thread[Threads - 1];
        for (int n = 0; n < _threads.Length; n++)
        {
            int worker = n + 1;
            _threads[n] = new Thread(() => Wait(worker)) { IsBackground = true, Name = $"qseq shard {worker}" };
            _threads[n].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Does shards 0 to <paramref name="shards"/>-1 and returns when all are done.</summary>
    public void Run(int shards)
    {
        int helpers = Math.Min(_threads.Length, shards - 1);
        if (helpers <= 0)
        {
            for (int shard = 0; shard < shards; shard++) _work(0, shard);
            return;
        }

        (_next, _shards) = (-1, shards);
        _go.Release(helpers);
        Take(0);
        for (int n = 0; n < helpers; n++) _done.Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new InvalidOperationException("A worker thread failed: " + failure.Message, failure);
    }

    public void Dispose()
    {
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
            while (true)
            {
                int shard = Interlocked.Increment(ref _next);
                if (shard >= _shards) return;
                _work(worker, shard);
            }
        }
        catch (Exception failure) when (worker != 0)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}
