namespace QSeq.Quantum;

/// <summary>
/// A vector of the Bloch sphere, r = (&lt;X&gt;, &lt;Y&gt;, &lt;Z&gt;). RX, RY and RZ turn it by the full angle about their axis;
/// the derivative of m.R r by the angle is m.(n x R r) with n the axis.
/// </summary>
internal readonly record struct Bloch(double X, double Y, double Z)
{
    public static Bloch UnitX => new(1, 0, 0);

    public static Bloch UnitY => new(0, 1, 0);

    public static Bloch UnitZ => new(0, 0, 1);

    public static Bloch operator +(Bloch a, Bloch b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public double Dot(Bloch other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public Bloch Rotate(Axis axis, double angle)
    {
        (double s, double c) = Math.SinCos(angle);
        return axis switch
        {
            Axis.X => new(X, (c * Y) - (s * Z), (s * Y) + (c * Z)),
            Axis.Y => new((c * X) + (s * Z), Y, (c * Z) - (s * X)),
            _ => new((c * X) - (s * Y), (s * X) + (c * Y), Z),
        };
    }

    /// <summary>n x r: where the vector goes when the angle about the axis grows.</summary>
    public Bloch Velocity(Axis axis) => axis switch
    {
        Axis.X => new(0, -Z, Y),
        Axis.Y => new(Z, 0, -X),
        _ => new(-Y, X, 0),
    };
}

/// <summary>An axis of the Bloch sphere.</summary>
internal enum Axis
{
    X,
    Y,
    Z,
}
