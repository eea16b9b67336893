using QSeq.Quantum;

namespace QSeq.Studies.Benches;

/// <summary>A Gram matrix of a quantum kernel to time, on one thread.</summary>
/// <param name="Case">Its letter.</param>
/// <param name="Samples">Samples, at least 1.</param>
/// <param name="Qubits">Qubits, each with a feature of its own.</param>
/// <param name="Reps">Repeats of the circuit.</param>
/// <param name="LimitSeconds">What it may take on a 2-core machine like the one QSeq is developed on.</param>
public sealed record GramCase(string Case, int Samples, int Qubits, int Reps, double LimitSeconds)
{
    /// <summary>The standard cases K and L: products of one-qubit overlaps, and state vectors.</summary>
    public static ImmutableArray<GramCase> Standard { get; } = [new("K", 1000, 8, 1, 0.05), new("L", 1000, 8, 2, 2)];
}

/// <summary>What timing a Gram matrix gave.</summary>
/// <param name="Case">The case.</param>
/// <param name="Times">Times of the whole matrix.</param>
public sealed record GramResult(GramCase Case, BenchTimes Times)
{
    /// <summary>Pairs of different samples, and of samples with themselves, in a second.</summary>
    public double PairsPerSecond => Case.Samples * (Case.Samples + 1L) / 2 / (Times.MedianUs * 1e-6);

    /// <summary>Whether the median is within the limit.</summary>
    public bool WithinLimit => Times.MedianUs <= Case.LimitSeconds * 1e6;
}

/// <summary>Times Gram matrices, after their values have been compared with the double-precision reference.</summary>
public static class GramBenchmark
{
    private const double Allowed = 2e-6; // what kernels promise, absolute below 1

    /// <summary>Times a case.</summary>
    /// <param name="gramCase">The case.</param>
    /// <param name="seconds">About how long to time it, after a warm-up of half that; above 0.</param>
    /// <param name="cancellationToken">Ends the timing.</param>
    /// <exception cref="ArgumentException">The case is out of range.</exception>
    /// <exception cref="InvalidOperationException">Values are off.</exception>
    public static GramResult Run(GramCase gramCase, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gramCase);
        ArgumentOutOfRangeException.ThrowIfLessThan(gramCase.Samples, 1, nameof(gramCase));
        var subject = new Subject(gramCase);
        subject.Check();
        return new GramResult(gramCase, BenchTimes.Of(() => subject.Gram(), seconds, cancellationToken));
    }

    internal sealed class Subject
    {
        private readonly FeatureMapOptions _options;
        private readonly QuantumKernel _kernel;
        private readonly float[] _samples; // [n][qubits]
        private readonly double _scale;

        public Subject(GramCase gramCase)
        {
            _options = new FeatureMapOptions { Reps = gramCase.Reps };
            _scale = 1 / Math.Sqrt(gramCase.Qubits);
            _kernel = new QuantumKernel(gramCase.Qubits, _options, _scale);
            var random = new RandomSource(1, "bench/gram");
            _samples = new float[gramCase.Samples * gramCase.Qubits];
            for (int n = 0; n < _samples.Length; n++) _samples[n] = (float)random.NextUniform(-1, 1);
        }

        public float[,] Gram() => _kernel.Gram(_samples);

        /// <summary>Compares pairs spread over the matrix with the reference.</summary>
        public void Check()
        {
            const int pairs = 100;
            float[,] k = Gram();
            double[] scale = [.. Enumerable.Repeat((double)(float)_scale, _kernel.Inputs)];
            double[] Sample(int index) => [.. _samples.AsSpan(index * _kernel.Inputs, _kernel.Inputs).ToArray().Select(value => (double)value)];
            for (int n = 0; n < pairs; n++)
            {
                int row = n * (k.GetLength(0) - 1) / pairs, column = n * 7919 % k.GetLength(1);
                double expected = KernelReference.Evaluate(_options, scale, Sample(row), Sample(column));
                if (!(Math.Abs(k[row, column] - expected) <= Allowed))
                    throw new InvalidOperationException($"k[{row}, {column}] is {k[row, column]}, expected {expected}: the kernel is wrong on this machine.");
            }
        }
    }
}
