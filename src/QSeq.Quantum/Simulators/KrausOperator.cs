using System.Numerics;

namespace QSeq.Quantum.Simulators;

/// <summary>A 2x2 matrix K of a channel rho -> sum_k K_k rho K_k^dagger.</summary>
/// <param name="K00">Row 0, column 0.</param>
/// <param name="K01">Row 0, column 1.</param>
/// <param name="K10">Row 1, column 0.</param>
/// <param name="K11">Row 1, column 1.</param>
public readonly record struct KrausOperator(Complex K00, Complex K01, Complex K10, Complex K11)
{
    /// <summary>The identity times a number.</summary>
    /// <param name="factor">The number.</param>
    /// <returns>The operator.</returns>
    public static KrausOperator Identity(double factor) => new(factor, 0, 0, factor);

    /// <summary>K^dagger, the conjugate transpose.</summary>
    /// <returns>The operator.</returns>
    public KrausOperator Adjoint() => new(Complex.Conjugate(K00), Complex.Conjugate(K10), Complex.Conjugate(K01), Complex.Conjugate(K11));

    /// <summary>The matrix product of this and another operator, which acts first.</summary>
    /// <param name="first">The operator that acts first.</param>
    /// <returns>The product.</returns>
    public KrausOperator After(KrausOperator first) => new(
        (K00 * first.K00) + (K01 * first.K10),
        (K00 * first.K01) + (K01 * first.K11),
        (K10 * first.K00) + (K11 * first.K10),
        (K10 * first.K01) + (K11 * first.K11));
}
