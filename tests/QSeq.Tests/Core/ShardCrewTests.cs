using QSeq.Core;

namespace QSeq.Tests.Core;

public class ShardCrewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void EveryShardIsDoneOnceByOneOfTheWorkers(int threads)
    {
        int[] done = new int[100];
        int strangers = 0, most = Math.Max(1, threads);
        using var crew = new ShardCrew(threads, (worker, shard) =>
        {
            if (worker < 0 || worker >= most) Interlocked.Increment(ref strangers);
            Interlocked.Increment(ref done[shard]);
        });
        Assert.Equal(most, crew.Threads);
        for (int run = 0; run < 300; run++)
        {
            int shards = run % (done.Length + 1);
            crew.Run(shards);
            Assert.All(done[..shards], times => Assert.Equal(1, times));
            Assert.All(done[shards..], times => Assert.Equal(0, times));
            Array.Clear(done);
        }

        Assert.Equal(0, strangers);
    }

    [Fact]
    public void NoTwoShardsRunOnOneWorkerAtATime()
    {
        int[] busy = new int[4];
        int clashes = 0;
        using var crew = new ShardCrew(4, (worker, _) =>
        {
            if (Interlocked.Increment(ref busy[worker]) != 1) Interlocked.Increment(ref clashes);
            Thread.SpinWait(50);
            Interlocked.Decrement(ref busy[worker]);
        });
        for (int run = 0; run < 200; run++) crew.Run(16);
        Assert.Equal(0, clashes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnExceptionReachesTheCallerAsThrownAndTheCrewGoesOn(int threads)
    {
        int done = 0, bad = -1;
        using var crew = new ShardCrew(threads, (_, shard) =>
        {
            if (shard == bad) throw new InvalidDataException($"shard {shard}");
            Interlocked.Increment(ref done);
        });
        for (int run = 0; run < 100; run++)
        {
            bad = run % 12;
            Assert.Equal($"shard {bad}", Assert.Throws<InvalidDataException>(() => crew.Run(12)).Message);
            (bad, done) = (-1, 0);
            crew.Run(12);
            Assert.Equal(12, done);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NobodyWorksAnyMoreWhenTheExceptionArrives(bool callerFails)
    {
        // Both hold a shard; one fails at once, the other takes its time.
        int running = 0;
        using var both = new Barrier(2);
        using var crew = new ShardCrew(2, (worker, _) =>
        {
            Interlocked.Increment(ref running);
            both.SignalAndWait();
            if (worker != 0 == callerFails) Thread.Sleep(30);
            Interlocked.Decrement(ref running);
            if (worker == 0 == callerFails) throw new InvalidDataException("broken");
        });
        Assert.Throws<InvalidDataException>(() => crew.Run(2));
        Assert.Equal(0, Volatile.Read(ref running));
    }

    [Fact]
    public void AllWorkersMayFailAtOnce()
    {
        using var barrier = new Barrier(3);
        bool together = true;
        using var crew = new ShardCrew(3, (_, _) =>
        {
            if (together) barrier.SignalAndWait();
            throw new InvalidDataException("broken");
        });
        Assert.Throws<InvalidDataException>(() => crew.Run(3));
        together = false;
        Assert.Throws<InvalidDataException>(() => crew.Run(3));
    }

    [Fact]
    public void ADisposedCrewRefusesAndMayBeDisposedAgain()
    {
        var crew = new ShardCrew(3, (_, _) => { });
        crew.Run(5);
        crew.Dispose();
        crew.Dispose();
        Assert.Throws<ObjectDisposedException>(() => crew.Run(5));
    }
}
