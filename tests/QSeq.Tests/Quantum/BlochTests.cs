using System.Numerics;
using QSeq.Numerics;
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
            r = r.Rotate(axis, angle);
        }

        // <X> = 2 Re(conj(a) b), <Y> = 2 Im(conj(a) b): with the sign of RZ, which <Z> alone would not show.
        Complex ab = Complex.Conjugate(state.State[0]) * state.State[1];
        double error = Math.Abs(r.X - (2 * ab.Real)) + Math.Abs(r.Y - (2 * ab.Imaginary)) + Math.Abs(r.Z - state.ExpectationZ(0));
        return error <= Tolerance.TwoDoubleRoutes;
    });

    [Fact]
    public void VelocityIsTheDerivativeByTheAngle() => Property.ForAllSeeds(100, seed =>
    {
        var random = new RandomSource(seed, "vectors");
        Bloch r = new(random.NextGaussian(), random.NextGaussian(), random.NextGaussian()), m = new(random.NextGaussian(), random.NextGaussian(), random.NextGaussian());
        var axis = (Axis)random.NextInt(3);
        const double step = 1e-5;
        double difference = (m.Dot(r.Rotate(axis, step)) - m.Dot(r.Rotate(axis, -step))) / (2 * step);
        return Math.Abs(difference - m.Dot(r.Velocity(axis))) <= Tolerance.GoldenDifference;
    });
}
