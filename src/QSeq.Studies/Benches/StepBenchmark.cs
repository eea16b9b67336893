using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace QSeq.Studies.Benches;

/// <summary>What timing a case gave.</summary>
/// <param name="Case">The case.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Times">Times of a training step: forward, backward, Adam.</param>
/// <param name="CeilingUs">The time of the sine and cosine pairs of one forward pass alone, on one thread; null without a QKAN.</param>
/// <param name="InferenceUs">Median time of a forward pass over the batch, one thread.</param>
/// <param name="SingleUs">Median time of a forward pass of one sample.</param>
/// <param name="Threads">Threads the step used.</param>
public sealed record BenchResult(
    BenchCase Case, int Parameters, BenchTimes Times, double? CeilingUs, double InferenceUs, double SingleUs, int Threads)
{
    /// <summary>A digest of the weights after three steps, 64 hexadecimal digits: the same on every machine.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Samples trained in a second.</summary>
    public double SamplesPerSecond => Case.Batch / (Times.MedianUs * 1e-6);

    /// <summary>Nanoseconds for each edge, sample, rep and time step; null without a QKAN.</summary>
    public double? NsPerPair => Case.SinCosPairs == 0 ? null : Times.MedianUs * 1000 / Case.SinCosPairs;

    /// <summary>Median over ceiling; null without a QKAN.</summary>
    public double? RatioToCeiling => Times.MedianUs / CeilingUs;

    /// <summary>How many times faster than PyTorch, where that was measured.</summary>
    public double? Speedup => Case.PyTorchSeconds / (Times.MedianUs * 1e-6);
}

/// <summary>
/// Times whole training steps, and in the same run the machine's own ceiling: the sines and cosines of one forward
/// pass and nothing else.
/// </summary>
public static class StepBenchmark
{
    /// <summary>The widest vectors the kernels use here, in bits; 0 for scalar code.</summary>
    public static int VectorWidth =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Times a case.</summary>
    /// <param name="benchCase">The case.</param>
    /// <param name="seconds">About how long to time steps, after a warm-up of half that; above 0.</param>
    /// <param name="cancellationToken">Ends the timing.</param>
    /// <exception cref="ArgumentException">The case is out of range.</exception>
    public static BenchResult Run(BenchCase benchCase, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(benchCase);
        ArgumentOutOfRangeException.ThrowIfLessThan(benchCase.Batch, 1, nameof(benchCase));
        ArgumentOutOfRangeException.ThrowIfLessThan(benchCase.Window, 1, nameof(benchCase));

        using var subject = new Subject(benchCase);
        string digest = subject.Digest();
        var times = BenchTimes.Of(() => subject.Step(), seconds, cancellationToken);
        using TrainingStep forward = subject.Forward(benchCase.Batch), single = subject.Forward(1);
        return new BenchResult(
            benchCase,
            subject.Parameters,
            times,
            benchCase.SinCosPairs == 0 ? null : Ceiling(benchCase.SinCosPairs, seconds / 4, cancellationToken),
            BenchTimes.MedianOf(() => forward.Loss(), seconds / 4, cancellationToken),
            BenchTimes.MedianOf(() => single.Loss(), seconds / 4, cancellationToken),
            subject.Threads)
        { Digest = digest };
    }

    private static double Ceiling(long pairs, double seconds, CancellationToken cancellationToken)
    {
        // Where buffers happen to lie can make the loop slower by half, which would flatter the step: the quickest of
        // several places counts.
        const int places = 8, values = 4096;
        double quickest = double.PositiveInfinity;
        for (int place = 0; place < places; place++)
        {
            AlignedBuffer x = new(values), y = new(values);
            for (int n = 0; n < values; n++) x.Span[n] = 0.003f * n;
            quickest = Math.Min(quickest, BenchTimes.MedianOf(() => SinCosAlone(x, y), seconds / places, cancellationToken));
        }

        return quickest * pairs / values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SinCosAlone(AlignedBuffer x, AlignedBuffer y)
    {
        ref float x0 = ref MemoryMarshal.GetReference(x.Span);
        ref float y0 = ref MemoryMarshal.GetReference(y.Span);
        for (int n = 0; n < x.Length; n += Lanes.Width)
        {
            LaneMath.SinCosNear(Vector512.LoadUnsafe(ref x0, (nuint)n), out Vector512<float> sin, out Vector512<float> cos);
            (sin + cos).StoreUnsafe(ref y0, (nuint)n);
        }
    }

    private const int DigestSteps = 3;

    /// <summary>A model, its data and all buffers of a case, ready to step.</summary>
    internal sealed class Subject : IDisposable
    {
        private readonly BenchCase _case;
        private readonly WindowSet _data;
        private readonly SequenceModel _model;
        private readonly TrainingStep _step;
        private readonly int[] _order;

        public Subject(BenchCase benchCase)
        {
            _case = benchCase;
            _data = Data(benchCase);
            _model = new SequenceModel(benchCase.Config, seed: 1);
            _step = new TrainingStep(_model, _data, Options(benchCase.Batch, benchCase.Threads));
            _order = [.. Enumerable.Range(0, _data.Count)];
        }

        public int Parameters => _model.Table.TrainableCount;

        public int Threads => _step.Threads;

        /// <summary>Forward, backward, Adam; returns the loss.</summary>
        public double Step() => _step.Run(_order, 0, _case.Batch);

        /// <summary>The same on one thread, with the time of each shard.</summary>
        public void Step(Span<TimeSpan> shards) => _step.Run(_order, 0, _case.Batch, shards);

        /// <summary>A digest of the weights after the first three steps.</summary>
        public string Digest()
        {
            for (int n = 0; n < DigestSteps; n++) Step();
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(_model.Parameters.AsSpan())));
        }

        /// <summary>The same model over fewer windows, for forward passes.</summary>
        public TrainingStep Forward(int samples) => new(_model, _data.Slice(0, samples), Options(samples, 1));

        public void Dispose() => _step.Dispose();

        private static TrainingOptions Options(int batch, int threads) =>
            new() { BatchSize = batch, Threads = threads, Optimizer = OptimizerConfig.Adam(1e-4) };

        // Two slow waves a column, as many rows as the batch needs.
        private static WindowSet Data(BenchCase benchCase)
        {
            int rows = benchCase.Batch + benchCase.Window + 1;
            string[] names = [.. Enumerable.Range(0, benchCase.Config.Inputs).Select(n => $"input{n}")];
            double[][] columns = [.. names.Select((_, n) => Enumerable.Range(0, rows).Select(t => Math.Sin((0.1 * t) + n) + (0.3 * Math.Sin(0.37 * t))).ToArray())];
            var table = new SeriesTable("generated: waves for timing", names, columns);
            var windows = new WindowOptions { Window = benchCase.Window, Inputs = names, Targets = [names[0]] };
            return WindowSet.Create(table, Scaler.Fit(ScalerKind.MinMax, table, rows), windows);
        }
    }
}
