using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using QSeq.Core;
using QSeq.Quantum;

namespace QSeq.Tests.Quantum;

public class QuantumKernelTests
{
    [Fact]
    public void AGramMatrixAgreesWithTheReference() => Property.ForAllSeeds(40, seed =>
    {
        Setting s = Setting.Random(seed);
        float[] a = s.Draw(1 + s.Source.NextInt(70)), b = s.Draw(1 + s.Source.NextInt(70));
        float[,] k = s.Kernel.Gram(a, b);
        Close.Values("Gram matrix", s.Reference(a, b), [.. k.Cast<float>()], Tolerance.Value);
        return k.GetLength(0) == a.Length / s.Features && k.GetLength(1) == b.Length / s.Features;
    });

    [Fact]
    public void AGramMatrixOfOneSetIsSymmetricWithAUnitDiagonalAndPositiveSemidefinite() => Property.ForAllSeeds(40, seed =>
    {
        Setting s = Setting.Random(seed);
        float[] samples = s.Draw(1 + s.Source.NextInt(70));
        float[,] k = s.Kernel.Gram(samples);
        int n = samples.Length / s.Features;
        Close.Values("Gram matrix, mirrored", s.Reference(samples, samples), [.. k.Cast<float>()], Tolerance.Value);
        for (int row = 0; row < n; row++)
        {
            Assert.Equal(1, k[row, row]);
            for (int column = 0; column < n; column++)
            {
                Assert.Equal(k[row, column], k[column, row]);
                Assert.InRange(k[row, column], 0, 1);
            }
        }

        // Entries off by at most e move an eigenvalue by at most n e.
        double least = DenseMatrix.Create(n, n, (row, column) => k[row, column]).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
        Measured.Record("Gram matrix, least eigenvalue below 0, for each sample", Math.Max(0, -least / n));
        return least >= -n * Tolerance.Value;
    });

    [Theory]
    [InlineData(3, 2)]
    [InlineData(8, 16)]
    [InlineData(10, 64)]
    public void ASampleIsExactlyAsItselfHoweverManyRepeats(int features, int reps)
    {
        var kernel = new QuantumKernel(features, new FeatureMapOptions { Reps = reps });
        float[] samples = Draw(new RandomSource(4, "diagonal"), 20 * features), near = [.. samples.Select(float.BitIncrement)];
        float[,] one = kernel.Gram(samples), two = kernel.Gram(samples, samples), beside = kernel.Gram(samples, near);
        for (int n = 0; n < 20; n++)
        {
            Assert.Equal((1, 1), (one[n, n], two[n, n]));
            Assert.Equal(1, kernel.Evaluate(samples.AsSpan(n * features, features), samples.AsSpan(n * features, features)));
            Assert.InRange(beside[n, n], 0.99f, 1);
        }
    }

    [Fact]
    public void TheProductFormGivesWhatStateVectorsGive() => Property.ForAllSeeds(60, seed =>
    {
        var random = new RandomSource(seed, "forms");
        int features = 1 + random.NextInt(10), qubits = 1 + random.NextInt(Math.Min(features, 8));
        float[] a = Draw(random, features), b = Draw(random, features);
        double[] values = [.. new KernelForm[] { new ProductForm(qubits), new StateForm(qubits, 1, Entangler.Ring) }.Select(form => Compare(form, features, a, b))];
        Measured.Record("product form against state vectors", Math.Abs(values[0] - values[1]));
        return Math.Abs(values[0] - values[1]) <= Tolerance.Value;
    });

    [Fact]
    public void AGramMatrixOfManyTilesIsTheSame()
    {
        // 2^22 floats hold 512 samples of 12 qubits.
        var kernel = new QuantumKernel(12, new FeatureMapOptions { Reps = 2 }, 0.5);
        float[] samples = Draw(new RandomSource(1, "tiles"), 530 * 12);
        float[,] k = kernel.Gram(samples);
        foreach ((int row, int column) in new[] { (0, 0), (511, 512), (529, 3), (3, 529), (520, 515), (515, 520) })
        {
            double one = kernel.Evaluate(samples.AsSpan(row * 12, 12), samples.AsSpan(column * 12, 12));
            Assert.Equal(one, k[row, column], Tolerance.Value);
            Assert.Equal(k[column, row], k[row, column]);
        }
    }

    [Fact]
    public void OnePairIsTheSameNumberAsInAMatrix()
    {
        foreach (int reps in (int[])[1, 3])
        {
            var kernel = new QuantumKernel(3, new FeatureMapOptions { Reps = reps }, 0.7);
            float[] a = Draw(new RandomSource(2, "a"), 3 * 20), b = Draw(new RandomSource(2, "b"), 3 * 37);
            float[,] k = kernel.Gram(a, b);
            for (int row = 0; row < 20; row++)
                for (int column = 0; column < 37; column++)
                    Assert.Equal(k[row, column], kernel.Evaluate(a.AsSpan(row * 3, 3), b.AsSpan(column * 3, 3)));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    public void ErrorsGrowNoFasterThanTheRepeats(int reps)
    {
        var options = new FeatureMapOptions { Reps = reps, Entangler = Entangler.Ring };
        var kernel = new QuantumKernel(5, options);
        float[] samples = Draw(new RandomSource(4, "deep"), 20 * 5);
        double[] one = [.. Enumerable.Repeat(1.0, 5)];
        Complex[][][] states = [.. samples.Chunk(5).Select(x => KernelReference.States(options, one, Close.Widen(x)))];
        double[] expected = [.. states.SelectMany(_ => states, KernelReference.Overlap)];
        Close.Values($"Gram matrix, {reps} repeats", expected, [.. kernel.Gram(samples).Cast<float>()], Tolerance.OfRepeats(reps));
    }

    [Fact]
    public void HugeAnglesAreReducedExactly()
    {
        var kernel = new QuantumKernel(2, new FeatureMapOptions { Reps = 2 });
        float[] a = [1e6f, -3e8f], b = [12345678f, 0.5f];
        double expected = KernelReference.Evaluate(new FeatureMapOptions { Reps = 2 }, [1, 1], Close.Widen(a), Close.Widen(b));
        Assert.Equal(expected, kernel.Evaluate(a, b), Tolerance.Value);
    }

    [Fact]
    public void SamplesThatAreNoneAreRefused()
    {
        var kernel = new QuantumKernel(3, scale: 2);
        Assert.Equal((3, 3, 1), (kernel.Inputs, kernel.Qubits, kernel.Reps));
        Refused(() => kernel.Gram([1, 2, 3, 4]), "4 values do not fill samples of 3 features");
        Refused(() => kernel.Gram(new float[3], new float[2]), "2 values do not fill samples of 3 features");
        Refused(() => kernel.Evaluate(new float[6], new float[3]), "a has 6 values, expected 3");
        Refused(() => kernel.Evaluate(new float[3], new float[6]), "b has 6 values, expected 3");
        Refused(() => kernel.Gram([0, 0, 0, 0, float.NaN, 0]), "Feature 1 of sample 1, NaN, is not a finite number");
        Refused(() => kernel.Gram([0, 0, float.NegativeInfinity]), "Feature 2 of sample 0");
        Refused(() => kernel.Gram([3e38f, 0, 0]), "times the scale 2 is not a finite angle");
        Assert.Empty(kernel.Gram([]));
        Assert.Equal((0, 2), (kernel.Gram([], new float[6]).GetLength(0), kernel.Gram([], new float[6]).GetLength(1)));

        static void Refused(Action compute, string expected) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(compute).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        foreach (double scale in (double[])[0, double.NaN, double.NegativeInfinity, 1e300, 1e-300])
            Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernel(2, scale: scale));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernel(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernel(4097));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernel(2, new FeatureMapOptions { Reps = 0 }));
        Assert.Equal(4096, new QuantumKernel(4096).Qubits);
        Assert.Equal(12, new QuantumKernel(40, new FeatureMapOptions { Qubits = 12, Reps = 64 }).Qubits);
    }

    [Fact]
    public void WorkCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new QuantumKernel(2).Gram(new float[4], source.Token));
        Assert.Throws<OperationCanceledException>(() => new QuantumKernel(2).Gram(new float[4], new float[4], source.Token));
    }

    private static float[] Draw(RandomSource random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-2, 2))];

    private static double Compare(KernelForm form, int features, float[] a, float[] b)
    {
        var angles = new FeatureAngles(features, form.Qubits);
        float[] scale = [.. Enumerable.Repeat(1f, features)], turns = new float[angles.TurnRows * Lanes.Width], spare = new float[form.SpareRows * Lanes.Width];
        float[] picture = new float[form.PictureRows * Lanes.Width], reference = new float[form.PictureRows], k = new float[Lanes.Width];
        var x = new Rows(new float[features * Lanes.Width], Lanes.Width);
        foreach (float[] sample in new[] { a, b })
        {
            KernelForm.Store(picture, 3, reference); // the sample before
            KernelForm.Load(sample, x.Data, 3);
            angles.Turns(x, 0, scale, form.ThetaFactor, turns);
            form.Picture(turns, picture, spare);
        }

        form.Compare(reference, picture, new Rows(k, Lanes.Width), 0, new float[form.OverlapRows * Lanes.Width]);
        return k[3];
    }

    /// <summary>A kernel of random settings.</summary>
    private sealed record Setting(QuantumKernel Kernel, FeatureMapOptions Options, double Scale, RandomSource Source)
    {
        public int Features => Kernel.Inputs;

        public static Setting Random(ulong seed)
        {
            var random = new RandomSource(seed, "kernel");
            int reps = 1 + random.NextInt(3), features = 1 + random.NextInt(reps == 1 ? 14 : 6), qubits = 1 + random.NextInt(features);
            var options = new FeatureMapOptions { Qubits = qubits, Reps = reps, Entangler = (Entangler)random.NextInt(2) };
            double scale = (float)random.NextUniform(0.1, 1.5);
            return new Setting(new QuantumKernel(features, options, scale), options, scale, random);
        }

        public float[] Draw(int samples) => QuantumKernelTests.Draw(Source, samples * Features);

        public double[] Reference(float[] a, float[] b)
        {
            double[] scale = [.. Enumerable.Repeat(Scale, Features)];
            var states = new[] { a, b }.Select(set => set.Chunk(Features).Select(x => KernelReference.States(Options, scale, Close.Widen(x))).ToArray()).ToArray();
            return [.. states[0].SelectMany(_ => states[1], KernelReference.Overlap)];
        }
    }

    [Fact]
    public void TooManyFeaturesAreRefusedBeforeMemoryIsTaken()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new QuantumKernel(int.MaxValue, new FeatureMapOptions { Qubits = 4 }));
        Assert.Contains("more than 65536", e.Message, StringComparison.Ordinal);
    }
}
