using System.Numerics;
using QSeq.Core;
using QSeq.Quantum;

namespace QSeq.Tests.Quantum;

/// <summary>Rotations of the Bloch sphere against gates on a complex state.</summary>
public class BlochTests
{
    [Fact]
    public void RotationsTurnTheSphereAsTheGatesTurnTheState() => Property.ForAllSeeds(200, seed =>
    {
        var random = new RandomSource(seed, "gates");
        var state = new StateVectorReference(1).Apply(StateVectorReference.Hadamard, 0);
        Bloch r = Bloch.UnitX;
        for (int n = 0; n < 6; n++)
        {
            var axis = (Axis)random.NextInt(3);
            double angle = random.NextUniform(-Math.PI, Math.PI);
            Complex[,] pauli = axis switch { Axis.X => StateVectorReference.X, Axis.Y => StateVectorReference.Y, _ => StateVectorReference.Z };
            state.Apply(StateVectorReference.Rotation(pauli, angle), 0);
            r = r.Rotate(axis, new Turn((float)Math.Cos(angle), (float)Math.Sin(angle)));
        }

        // <X> = 2 Re(conj(a) b), <Y> = 2 Im(conj(a) b): with the sign of RZ, which <Z> alone would not show.
        Complex ab = Complex.Conjugate(state.State[0]) * state.State[1];
        double error = Math.Abs(r.X - (2 * ab.Real)) + Math.Abs(r.Y - (2 * ab.Imaginary)) + Math.Abs(r.Z - state.ExpectationZ(0));
        return error <= Tolerance.Value;
    });

    // A quarter turn takes the part of r across the axis to n x r and leaves the part along it.
    [Fact]
    public void VelocityIsTheQuarterTurnOfWhatLiesAcrossTheAxis() => Property.ForAllSeeds(100, seed =>
    {
        var random = new RandomSource(seed, "vectors");
        Bloch r = new((float)random.NextGaussian(), (float)random.NextGaussian(), (float)random.NextGaussian());
        var axis = (Axis)random.NextInt(3);
        Bloch across = axis switch { Axis.X => r with { X = 0 }, Axis.Y => r with { Y = 0 }, _ => r with { Z = 0 } };
        return across.Rotate(axis, new Turn(0, 1)) == r.Velocity(axis);
    });
}
