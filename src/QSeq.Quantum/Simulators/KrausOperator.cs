using System.Numerics;
using QSeq.Quantum.Circuits;

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

    internal bool IsReal => K00.Imaginary == 0 && K01.Imaginary == 0 && K10.Imaginary == 0 && K11.Imaginary == 0;

    internal bool IsDiagonal => K01 == 0 && K10 == 0;

    /// <summary>The matrix of a gate of one qubit with a bound angle.</summary>
    internal static KrausOperator Of(Operation operation)
    {
        double root = Math.Sqrt(0.5), angle = operation.Angle?.At([]) ?? 0;
        return operation.Kind switch
        {
            GateKind.H => new(root, root, root, -root),
            GateKind.X => new(0, 1, 1, 0),
            GateKind.Y => new(0, new(0, -1), new(0, 1), 0),
            GateKind.Z => new(1, 0, 0, -1),
            GateKind.S => Phase((1, 0)),
            GateKind.Sdg => Phase((-1, 0)),
            GateKind.T => Phase((root, root)),
            GateKind.Tdg => Phase((-root, root)),
            GateKind.P => Phase(PortableMath.SinCos(angle)),
            GateKind.RX => RX(PortableMath.SinCos(angle / 2)),
            GateKind.RY => RY(PortableMath.SinCos(angle / 2)),
            GateKind.RZ => RZ(PortableMath.SinCos(angle / 2)),
            _ => throw new ArgumentException($"{operation.Kind} is not a gate of one qubit.", nameof(operation)),
        };
    }

    // exp(-i a X/2), exp(-i a Y/2), exp(-i a Z/2) by sine and cosine of a/2
    internal static KrausOperator RX((double Sin, double Cos) half) => new(half.Cos, new(0, -half.Sin), new(0, -half.Sin), half.Cos);

    internal static KrausOperator RY((double Sin, double Cos) half) => new(half.Cos, -half.Sin, half.Sin, half.Cos);

    internal static KrausOperator RZ((double Sin, double Cos) half) => new(new(half.Cos, -half.Sin), 0, 0, new(half.Cos, half.Sin));

    private static KrausOperator Phase((double Sin, double Cos) angle) => new(1, 0, 0, new(angle.Cos, angle.Sin));
}
