namespace QSeq.Studies.Benches;

/// <summary>How a training step would gain from more threads, by the times of its parts on one.</summary>
/// <param name="Case">The case.</param>
/// <param name="SerialUs">What is not in the shards, folding constants, adding gradients and Adam: the median time, in microseconds.</param>
/// <param name="ShardUs">Median times of the shards of 128 samples, which threads share.</param>
public sealed record ScalingResult(BenchCase Case, double SerialUs, ImmutableArray<double> ShardUs)
{
    /// <summary>Microseconds that waking a thread is taken to cost; <see cref="TrainingStep"/> wakes them for every step.</summary>
    public const double WakeUs = 10;

    /// <summary>Times that were measured, in microseconds, by threads: those that this machine has.</summary>
    public ImmutableSortedDictionary<int, double> MeasuredUs { get; init; } = ImmutableSortedDictionary<int, double>.Empty;

    /// <summary>A step on one thread, in microseconds.</summary>
    public double StepUs => SerialUs + ShardUs.Sum();

    /// <summary>
    /// The time of a step on so many threads, in microseconds: each takes the next shard when it is done with one, the first at once and
    /// each other <see cref="WakeUs"/> after the one before. That processors share memory and heat is not in it, so it is a bound.
    /// </summary>
    /// <param name="threads">Threads, at least 1.</param>
    public double SimulatedUs(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var free = new PriorityQueue<double, double>();
        for (int n = 0; n < Math.Min(threads, ShardUs.Length); n++) free.Enqueue(n * WakeUs, n * WakeUs);
        double end = 0;
        foreach (double shard in ShardUs)
        {
            double done = free.Dequeue() + shard;
            end = Math.Max(end, done);
            free.Enqueue(done, done);
        }

        return SerialUs + end;
    }

    /// <summary>How many times faster than on one thread.</summary>
    /// <param name="threads">Threads, at least 1.</param>
    public double Speedup(int threads) => StepUs / SimulatedUs(threads);
}

/// <summary>
/// Times the shards of training steps on one thread and works out what more threads would do, for machines that are not at hand; with
/// as many threads as this machine has the step is timed as well, to be set beside it.
/// </summary>
public static class ScalingBenchmark
{
    private const int Fewest = 5;

    /// <summary>Times a case.</summary>
    /// <param name="benchCase">The case; its own threads are not read.</param>
    /// <param name="seconds">About how long to time; above 0.</param>
    /// <param name="measured">Threads to measure with, beside one; only those that this machine has.</param>
    /// <param name="cancellationToken">Ends the timing.</param>
    /// <exception cref="ArgumentException">The case or the time is out of range.</exception>
    public static ScalingResult Run(BenchCase benchCase, double seconds, IEnumerable<int> measured, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(benchCase);
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentOutOfRangeException.ThrowIfLessThan(benchCase.Batch, 1, nameof(benchCase));
        ArgumentOutOfRangeException.ThrowIfLessThan(benchCase.Window, 1, nameof(benchCase));
        OptionCheck.Require(seconds > 0, $"{seconds} seconds are out of range; choose a number above 0, such as 1.");
        ScalingResult result = Alone(benchCase with { Threads = 1 }, seconds, cancellationToken);
        return result with
        {
            MeasuredUs = measured.Where(threads => threads > 1 && threads <= Environment.ProcessorCount).Distinct().ToImmutableSortedDictionary(
                threads => threads, threads => Together(benchCase with { Threads = threads }, seconds, cancellationToken)),
        };
    }

    private static ScalingResult Alone(BenchCase benchCase, double seconds, CancellationToken cancellationToken)
    {
        using var subject = new StepBenchmark.Subject(benchCase);
        var shards = new TimeSpan[(benchCase.Batch + TrainingStep.ShardSize - 1) / TrainingStep.ShardSize];
        List<double> rest = [];
        List<double>[] times = [.. shards.Select(_ => new List<double>())];
        subject.Step(shards); // compiled, and in cache
        for (long begin = Stopwatch.GetTimestamp(); rest.Count < Fewest || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            subject.Step(shards);
            double step = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            rest.Add(step - shards.Sum(shard => shard.TotalMicroseconds));
            for (int n = 0; n < shards.Length; n++) times[n].Add(shards[n].TotalMicroseconds);
        }

        return new ScalingResult(benchCase, Median(rest), [.. times.Select(Median)]);
    }

    private static double Together(BenchCase benchCase, double seconds, CancellationToken cancellationToken)
    {
        using var subject = new StepBenchmark.Subject(benchCase);
        return BenchTimes.MedianOf(() => subject.Step(), seconds, cancellationToken);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
