using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>The complex 2x2 matrix of a gate of one qubit, [a b; c d], as real and imaginary parts.</summary>
internal readonly record struct GateMatrix(double ARe, double AIm, double BRe, double BIm, double CRe, double CIm, double DRe, double DIm)
{
    private static readonly double Half = Math.Sqrt(0.5);

    public bool IsReal => AIm == 0 && BIm == 0 && CIm == 0 && DIm == 0;

    public bool IsDiagonal => BRe == 0 && BIm == 0 && CRe == 0 && CIm == 0;

    /// <summary>The matrix of a gate with a bound angle.</summary>
    public static GateMatrix Of(Operation operation) => operation.Kind switch
    {
        GateKind.H => Real(Half, Half, Half, -Half),
        GateKind.X => Real(0, 1, 1, 0),
        GateKind.Y => new(0, 0, 0, -1, 0, 1, 0, 0),
        GateKind.Z => Real(1, 0, 0, -1),
        GateKind.S => Phase(0, 1),
        GateKind.Sdg => Phase(0, -1),
        GateKind.T => Phase(Half, Half),
        GateKind.Tdg => Phase(Half, -Half),
        GateKind.P => Turn(operation, full: true),
        _ => Turn(operation, full: false),
    };

    /// <summary>This gate and then another: next x this.</summary>
    public GateMatrix Then(GateMatrix next)
    {
        (double aRe, double aIm) = Sum(next.ARe, next.AIm, ARe, AIm, next.BRe, next.BIm, CRe, CIm);
        (double bRe, double bIm) = Sum(next.ARe, next.AIm, BRe, BIm, next.BRe, next.BIm, DRe, DIm);
        (double cRe, double cIm) = Sum(next.CRe, next.CIm, ARe, AIm, next.DRe, next.DIm, CRe, CIm);
        (double dRe, double dIm) = Sum(next.CRe, next.CIm, BRe, BIm, next.DRe, next.DIm, DRe, DIm);
        return new(aRe, aIm, bRe, bIm, cRe, cIm, dRe, dIm);
    }

    private static GateMatrix Real(double a, double b, double c, double d) => new(a, 0, b, 0, c, 0, d, 0);

    private static GateMatrix Phase(double cos, double sin) => new(1, 0, 0, 0, 0, 0, cos, sin);

    private static GateMatrix Turn(Operation operation, bool full)
    {
        double angle = operation.Angle!.At([]);
        (double s, double c) = PortableMath.SinCos(full ? angle : angle / 2);
        return operation.Kind switch
        {
            GateKind.RX => new(c, 0, 0, -s, 0, -s, c, 0),
            GateKind.RY => Real(c, -s, s, c),
            GateKind.RZ => new(c, -s, 0, 0, 0, 0, c, s),
            GateKind.P => Phase(c, s),
            _ => throw new ArgumentException($"{operation.Kind} is not a gate of one qubit.", nameof(operation)),
        };
    }

    // p q + r s
    private static (double Re, double Im) Sum(double pRe, double pIm, double qRe, double qIm, double rRe, double rIm, double sRe, double sIm) => (
        ((pRe * qRe) - (pIm * qIm)) + ((rRe * sRe) - (rIm * sIm)),
        ((pRe * qIm) + (pIm * qRe)) + ((rRe * sIm) + (rIm * sRe)));
}
