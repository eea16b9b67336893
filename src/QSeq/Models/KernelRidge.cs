using MathNet.Numerics.LinearAlgebra;
using QSeq.Quantum;

namespace QSeq.Models;

/// <summary>
/// Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) with a quantum kernel: of all functions
/// f(x) = sum_n A_n k(x, x_n) the one that makes |f(x_n) - y_n|^2 + ridge |f|^2 least, which is (K + ridge I) A = Y with
/// K_mn = k(x_m, x_n). Nothing is iterated and nothing is random.
/// </summary>
public sealed class KernelRidge
{
    private readonly QuantumKernel _kernel;
    private readonly float[] _samples; // [n][inputs]
    private readonly double[] _weights; // A [n][outputs]

    private KernelRidge(QuantumKernel kernel, float[] samples, double[] weights, int outputs)
    {
        (_kernel, _samples, _weights) = (kernel, samples, weights);
        Outputs = outputs;
    }

    /// <summary>Values of a sample's features.</summary>
    public int Inputs => _kernel.Inputs;

    /// <summary>The most samples that can be fitted: their matrix has to fit into one array.</summary>
    public const int MostSamples = 46_000;

    /// <summary>Values of an answer.</summary>
    public int Outputs { get; }

    /// <summary>Samples that answers are made of: all that were fitted.</summary>
    public int Count => _samples.Length / Inputs;

    /// <summary>The weights A of the samples, [samples][outputs].</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Fits samples; takes time of the order of their number cubed and memory of its square.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="samples">[samples][inputs], at least one, finite.</param>
    /// <param name="targets">[samples][outputs], finite.</param>
    /// <param name="ridge">What large weights cost, above 0; 1e-3 trusts the samples, 1 smooths them. At least some millionths of their number, as the kernel is in single precision.</param>
    /// <returns>The fitted function.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="kernel"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ridge"/> is not a finite number above 0.</exception>
    /// <exception cref="ArgumentException">There is no sample, the sizes do not fit, a value is not finite, or the ridge is too small.</exception>
    public static KernelRidge Fit(QuantumKernel kernel, ReadOnlySpan<float> samples, ReadOnlySpan<double> targets, double ridge)
    {
        int count = CountOf(kernel, samples);
        if (count == 0) throw new ArgumentException("There are no samples to fit.", nameof(samples));
        if (!(ridge > 0 && double.IsFinite(ridge)))
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, string.Create(CultureInfo.InvariantCulture, $"ridge is {ridge}, expected a finite number above 0."));
        if (targets.Length == 0 || targets.Length % count != 0)
            throw new ArgumentException($"{targets.Length} target values were given for {count} samples, expected one or more for each.", nameof(targets));
        foreach (double value in targets)
            if (!double.IsFinite(value)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A target is {value}, expected finite values."), nameof(targets));

        if (count > MostSamples)
            throw new ArgumentException($"{count} samples were given, but their matrix is solved whole, which takes {MostSamples} at most; fit a part of them.", nameof(samples));

        int outputs = targets.Length / count;
        float[,] gram = kernel.Gram(samples);
        Matrix<double> k = Matrix<double>.Build.Dense(count, count, (m, n) => gram[m, n] + (m == n ? ridge : 0));
        Matrix<double> y = Matrix<double>.Build.DenseOfRowMajor(count, outputs, targets.ToArray());
        double[] weights;
        try
        {
            weights = k.Cholesky().Solve(y).ToRowMajorArray();
        }
        catch (ArgumentException e)
        {
            // K is positive semidefinite but for its rounding.
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"ridge {ridge} is too small beside the rounding of {count} samples' kernel; choose {1e-6 * count:G1} or more."), nameof(ridge), e);
        }

        if (!double.IsFinite(weights.Sum(Math.Abs))) // which bounds any answer, as no kernel is above 1
            throw new ArgumentException("The targets are so large that the weights are not finite; scale them.", nameof(targets));
        return new KernelRidge(kernel, samples.ToArray(), weights, outputs);
    }

    /// <summary>The fitted function's values.</summary>
    /// <param name="samples">[samples][inputs], finite; may be none.</param>
    /// <returns>[samples][outputs]</returns>
    /// <exception cref="ArgumentException">The samples are not whole, or a value is not finite.</exception>
    public double[] Predict(ReadOnlySpan<float> samples)
    {
        int count = CountOf(_kernel, samples);
        double[] answers = new double[checked(count * Outputs)];
        if (count == 0) return answers;
        float[,] gram = _kernel.Gram(samples, _samples);
        for (int m = 0; m < count; m++)
        {
            Span<double> answer = answers.AsSpan(m * Outputs, Outputs);
            for (int n = 0; n < Count; n++)
                for (int j = 0; j < Outputs; j++) answer[j] += gram[m, n] * _weights[(n * Outputs) + j];
        }

        return answers;
    }

    /// <summary>How many samples these are; whether they are finite the kernel finds out.</summary>
    internal static int CountOf(QuantumKernel kernel, ReadOnlySpan<float> samples)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (samples.Length % kernel.Inputs != 0)
            throw new ArgumentException($"{samples.Length} values were given, expected samples of {kernel.Inputs} features.", nameof(samples));
        return samples.Length / kernel.Inputs;
    }
}
