using System.Runtime.CompilerServices;

namespace QSeq.Quantum;

/// <summary>
/// A vector of the Bloch sphere, r = (&lt;X&gt;, &lt;Y&gt;, &lt;Z&gt;). RX, RY and RZ turn it by the full angle about their axis;
/// the derivative of m.R r by the angle is m.(n x R r) with n the axis. Plain additions and products, so the bits do
/// not depend on the machine.
/// </summary>
internal readonly record struct Bloch(float X, float Y, float Z)
{
    public static Bloch UnitX => new(1, 0, 0);

    public static Bloch UnitY => new(0, 1, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Dot(Bloch other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Bloch Rotate(Axis axis, Turn turn) => axis switch
    {
        Axis.X => new(X, (turn.Cos * Y) - (turn.Sin * Z), (turn.Sin * Y) + (turn.Cos * Z)),
        Axis.Y => new((turn.Cos * X) + (turn.Sin * Z), Y, (turn.Cos * Z) - (turn.Sin * X)),
        _ => new((turn.Cos * X) - (turn.Sin * Y), (turn.Sin * X) + (turn.Cos * Y), Z),
    };

    /// <summary>n x r: where the vector goes when the angle about the axis grows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Bloch Velocity(Axis axis) => axis switch
    {
        Axis.X => new(0, -Z, Y),
        Axis.Y => new(Z, 0, -X),
        _ => new(-Y, X, 0),
    };
}

internal enum Axis
{
    X,
    Y,
    Z,
}

internal readonly record struct Turn(float Cos, float Sin)
{
    public Turn Back => new(Cos, -Sin);
}
