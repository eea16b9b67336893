using System.Collections.Concurrent;

namespace QSeq.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Share">The share of the work that is done, 0 to 1.</param>
/// <param name="Finished">Runs finished.</param>
/// <param name="Runs">Runs in all.</param>
public readonly record struct StudyProgress(double Share, int Finished, int Runs);

/// <summary>
/// Does the runs of a study on several threads. Every run has its own seed and its own model and is done by one thread, so the
/// results are the same whatever the number of threads, and whether or not the study was stopped in between.
/// </summary>
public static class StudyRunner
{
    /// <summary>Does all runs, long ones first, so that threads end together.</summary>
    /// <param name="study">The study.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="journal">Takes every finished run, and gives those that were finished before; null keeps none.</param>
    /// <param name="progress">Told at the start, now and then, and after every run; never two at once.</param>
    /// <param name="cancellationToken">Ends the runs; those that are not finished are not kept.</param>
    /// <exception cref="ArgumentException">There is no seed or no case, or no thread.</exception>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public static StudyResult Run(
        Study study, int threads = 1, StudyJournal? journal = null, IProgress<StudyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(study.Seeds, 1, nameof(study));
        ArgumentOutOfRangeException.ThrowIfZero(study.Cases.Length, nameof(study));
        long start = Stopwatch.GetTimestamp();
        (StudyCase Case, ulong Seed)[] cells = [.. study.Cases.SelectMany(one => Enumerable.Range(0, study.SeedsOf(one)).Select(seed => (one, (ulong)seed)))];
        int count = cells.Length;
        StudyRun?[] runs = [.. cells.Select(cell => journal?.Find(cell.Case.Identity(cell.Seed)))];
        int[] order = [.. Enumerable.Range(0, count).Where(n => runs[n] is null).OrderByDescending(n => cells[n].Case.Cost).ThenBy(n => n)];

        Lock turn = new();
        double total = order.Sum(n => cells[n].Case.Cost), done = 0;
        int finished = count - order.Length;
        void Tell(double amount, int more)
        {
            lock (turn)
            {
                (done, finished) = (Math.Min(total, done + amount), finished + more);
                progress?.Report(new StudyProgress(finished == count ? 1 : done / total, finished, count));
            }
        }

        Tell(0, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), options, n =>
        {
            (StudyCase one, ulong seed) = cells[n];
            double left = one.Cost;
            StudyRun run = one.Run(
                seed,
                new Told<double>(amount =>
                {
                    left -= amount;
                    Tell(amount, 0);
                }),
                cancellationToken);
            runs[n] = run;
            journal?.Add(run);
            Tell(Math.Max(0, left), 1);
        });
        int first = 0;
        ImmutableArray<StudyRun> Of(StudyCase one)
        {
            int from = first;
            first += study.SeedsOf(one);
            return [.. runs[from..first].Select(run => run!)];
        }

        return new StudyResult(study, [.. study.Cases.Select(Of)], Stopwatch.GetElapsedTime(start).TotalSeconds) { TakenOver = count - order.Length };
    }
}
