using QSeq.Quantum;

namespace QSeq.Models;

/// <summary>
/// A classifier with a quantum kernel: one kernel ridge regression for each class, on +1 for its samples and -1 for all
/// others (one against the rest, a least-squares support vector machine without offset); the highest answer wins.
/// </summary>
public sealed class KernelClassifier
{
    private const int MostClasses = 4096;

    private readonly KernelRidge _ridge;

    private KernelClassifier(KernelRidge ridge) => _ridge = ridge;

    /// <summary>Values of a sample's features.</summary>
    public int Inputs => _ridge.Inputs;

    /// <summary>Classes, 2 or more.</summary>
    public int Classes => _ridge.Outputs;

    /// <summary>Fits samples; takes time of the order of their number cubed and memory of its square.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="samples">[samples][inputs], finite.</param>
    /// <param name="labels">The class of each sample, 0 to the number of classes (at most 4096) less 1; each class has a sample, and there are two or more.</param>
    /// <param name="ridge">As in <see cref="KernelRidge.Fit"/>.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="kernel"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ridge"/> is not a finite number above 0.</exception>
    /// <exception cref="ArgumentException">The sizes do not fit, a value is not finite, a label is out of range, a class has no sample, or the ridge is too small.</exception>
    public static KernelClassifier Fit(QuantumKernel kernel, ReadOnlySpan<float> samples, ReadOnlySpan<int> labels, double ridge)
    {
        int count = KernelRidge.CountOf(kernel, samples);
        if (labels.Length != count) throw new ArgumentException($"{labels.Length} labels were given for {count} samples, expected one for each.", nameof(labels));
        int classes = CountClasses(labels);
        double[] targets = new double[checked(count * classes)];
        Array.Fill(targets, -1);
        for (int n = 0; n < count; n++) targets[(n * classes) + labels[n]] = 1;
        return new KernelClassifier(KernelRidge.Fit(kernel, samples, targets, ridge));
    }

    /// <summary>How much speaks for each class: near 1 for a fitted sample's own, near -1 for the others.</summary>
    /// <param name="samples">[samples][inputs], finite; may be none.</param>
    /// <returns>[samples][classes]</returns>
    /// <exception cref="ArgumentException">The samples are not whole, or a value is not finite.</exception>
    public double[] Scores(ReadOnlySpan<float> samples) => _ridge.Predict(samples);

    /// <summary>The class of the highest score, the first of them where several are equal.</summary>
    /// <param name="samples">[samples][inputs], finite; may be none.</param>
    /// <returns>[samples]</returns>
    /// <exception cref="ArgumentException">The samples are not whole, or a value is not finite.</exception>
    public int[] Predict(ReadOnlySpan<float> samples)
    {
        double[] scores = Scores(samples);
        int[] labels = new int[scores.Length / Classes];
        for (int n = 0; n < labels.Length; n++)
        {
            ReadOnlySpan<double> own = scores.AsSpan(n * Classes, Classes);
            for (int c = 1; c < own.Length; c++)
                if (own[c] > own[labels[n]]) labels[n] = c;
        }

        return labels;
    }

    private static int CountClasses(ReadOnlySpan<int> labels)
    {
        if (labels.IndexOfAnyExceptInRange(0, MostClasses - 1) is >= 0 and var bad)
            throw new ArgumentException($"A label is {labels[bad]}, expected 0 to {MostClasses - 1}.", nameof(labels));
        int classes = labels.ToArray().DefaultIfEmpty().Max() + 1;
        if (classes < 2) throw new ArgumentException("All labels are 0 or there is none, expected two or more classes.", nameof(labels));
        for (int c = 0; c < classes; c++)
            if (!labels.Contains(c)) throw new ArgumentException($"Class {c} of {classes} has no sample; number the classes without gaps.", nameof(labels));
        return classes;
    }
}
