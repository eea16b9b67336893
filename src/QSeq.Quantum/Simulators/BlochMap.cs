using System.Numerics;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// What a gate or channel of one qubit does to the Bloch vector, r' = M r + t (Nielsen and Chuang, section 8.3.2), or to
/// the Pauli components (1, x, y, z) of one qubit of many. M and t follow from Kraus operators as
/// <code>M_ij = 1/2 sum_k tr(s_i K_k s_j K_k^dagger)   t_i = 1/2 sum_k tr(s_i K_k K_k^dagger)</code>
/// </summary>
internal readonly record struct BlochMap(
    double XX, double XY, double XZ, double YX, double YY, double YZ, double ZX, double ZY, double ZZ, double TX, double TY, double TZ)
{
    private static readonly double HalfRoot = Math.Sqrt(0.5);

    public static BlochMap Identity => Diagonal(1, 1, 1);

    public static BlochMap Diagonal(double x, double y, double z) => new(x, 0, 0, 0, y, 0, 0, 0, z, 0, 0, 0);

    /// <summary>Of a gate of one qubit, its angle at the values of the circuit's parameters.</summary>
    public static BlochMap Of(Operation operation, ReadOnlySpan<double> values = default)
    {
        (double sin, double cos) = operation.Angle is { } angle ? PortableMath.SinCos(angle.At(values)) : default;
        return operation.Kind switch
        {
            GateKind.H => new(0, 0, 1, 0, -1, 0, 1, 0, 0, 0, 0, 0),
            GateKind.X => Diagonal(1, -1, -1),
            GateKind.Y => Diagonal(-1, 1, -1),
            GateKind.Z => Diagonal(-1, -1, 1),
            GateKind.S => AboutZ(1, 0),
            GateKind.Sdg => AboutZ(-1, 0),
            GateKind.T => AboutZ(HalfRoot, HalfRoot),
            GateKind.Tdg => AboutZ(-HalfRoot, HalfRoot),
            GateKind.RX => new(1, 0, 0, 0, cos, -sin, 0, sin, cos, 0, 0, 0),
            GateKind.RY => new(cos, 0, sin, 0, 1, 0, -sin, 0, cos, 0, 0, 0),
            GateKind.RZ or GateKind.P => AboutZ(sin, cos),
            _ => throw new ArgumentException($"{operation.Kind} is not a gate of one qubit.", nameof(operation)),
        };
    }

    public static BlochMap Of(IEnumerable<KrausOperator> operators)
    {
        Span<double> m = stackalloc double[12];
        KrausOperator[] pauli = [new(0, 1, 1, 0), new(0, -Complex.ImaginaryOne, Complex.ImaginaryOne, 0), new(1, 0, 0, -1)];
        foreach (KrausOperator k in operators)
        {
            KrausOperator adjoint = k.Adjoint();
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++) m[(3 * i) + j] += HalfTrace(pauli[i].After(k).After(pauli[j]).After(adjoint));
                m[9 + i] += HalfTrace(pauli[i].After(k).After(adjoint));
            }
        }

        return new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);
    }

    /// <summary>The Pauli components afterwards; <paramref name="one"/> is 1 for a single qubit.</summary>
    public (double X, double Y, double Z) Apply(double one, double x, double y, double z) => (
        (XX * x) + (XY * y) + (XZ * z) + (TX * one),
        (YX * x) + (YY * y) + (YZ * z) + (TY * one),
        (ZX * x) + (ZY * y) + (ZZ * z) + (TZ * one));

    public BlochMap Then(BlochMap next)
    {
        (double xx, double yx, double zx) = next.Apply(0, XX, YX, ZX);
        (double xy, double yy, double zy) = next.Apply(0, XY, YY, ZY);
        (double xz, double yz, double zz) = next.Apply(0, XZ, YZ, ZZ);
        (double tx, double ty, double tz) = next.Apply(1, TX, TY, TZ);
        return new(xx, xy, xz, yx, yy, yz, zx, zy, zz, tx, ty, tz);
    }

    private static BlochMap AboutZ(double sin, double cos) => new(cos, -sin, 0, sin, cos, 0, 0, 0, 1, 0, 0, 0);

    private static double HalfTrace(KrausOperator k) => 0.5 * (k.K00.Real + k.K11.Real);
}
