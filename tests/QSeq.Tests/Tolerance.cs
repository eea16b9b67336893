namespace QSeq.Tests;

/// <summary>Every tolerance of the tests, each with its reason. They come from DESIGN.md or are derived here; none is fitted.</summary>
internal static class Tolerance
{
    /// <summary>
    /// DESIGN.md: float32 kernels against the double reference at the same float32 inputs; relative, absolute below 1.
    /// It is 34 half-units of single precision: some ten roundings of each of a few added terms.
    /// </summary>
    public const double Value = 2e-6;

    /// <summary>
    /// DESIGN.md: float32 gradients against double precision, relative to the tensor's largest magnitude, absolute where
    /// that is below 1.
    /// </summary>
    public const double Gradient = 1e-5;

    /// <summary>DARUAN in double precision against golden numbers that are themselves checked to 4e-15.</summary>
    public const double GoldenCircuit = 1e-12;

    /// <summary>Whole layers and models in double precision against golden numbers: sums of hundreds of terms, several steps.</summary>
    public const double GoldenReference = 1e-10;

    /// <summary>
    /// Central differences of the double reference at a step of 1e-5 against golden gradients: step^2/6 = 2e-11 times a
    /// third derivative of up to some hundreds, and rounding of 1e-16/1e-5.
    /// </summary>
    public const double GoldenDifference = 1e-7;

    /// <summary>
    /// What LaneMath.SinCos promises in its comment: two units in the last place of a number near 1 (2 x 1.2e-7),
    /// absolute, over every finite float.
    /// </summary>
    public const double SinCos = 2.5e-7;

    /// <summary>Sigmoid, tanh and exp: four units in the last place, 4 x 1.2e-7; a polynomial and a division.</summary>
    public const double Elementary = 4.8e-7;

    /// <summary>
    /// Parameter-shift in double precision against the float32 adjoint, relative to the tensor's largest magnitude, absolute
    /// where that is below 1: what is asked of small models over a few steps, a tenth of <see cref="Gradient"/>.
    /// </summary>
    public const double ParameterShift = 1e-6;

    /// <summary>Half a unit in the last place of a float, relative: what is lost by storing a number as one.</summary>
    public const double Rounding = 1.0 / (1 << 24);

    /// <summary>Two double-precision ways to the same number, a few dozen operations each, values of order 1.</summary>
    public const double TwoDoubleRoutes = 1e-13;

    /// <summary>Two simulators of the same circuit in double precision, hundreds of gates on probabilities that add up to 1.</summary>
    public const double TwoSimulators = 1e-12;

    /// <summary>
    /// Layers run as circuits on an exact simulator against their reference: two double-precision ways, some hundred
    /// gates, and read-outs whose slope magnifies rounding by up to 1/<see cref="PoleDistance"/>.
    /// </summary>
    public const double CircuitValue = 1e-12;

    /// <summary>
    /// Parameter-shift on exact circuits against the adjoint gradient of the single-precision kernels, as issue 5 asks:
    /// 17 half-units of single precision.
    /// </summary>
    public const double ShiftAgainstAdjoint = 1e-6;

    /// <summary>
    /// R2 of a model on an exact backend, in double precision, against its own, in single: answers differ by some 1e-6, and
    /// R2 by no more than that over the spread of the truth.
    /// </summary>
    public const double HardwareR2 = 1e-5;

    /// <summary>
    /// The amplitude difference is checked where both |alpha| and |beta| stay above this. Its slope is
    /// (1/|alpha| + 1/|beta|)/4 and |beta| comes out of unit vectors good to about 3e-7 absolute, so the slope is good
    /// to 3e-7/|beta| relative: 1e-5 asks for |beta| above 0.03. Nearer to the poles values still agree (the amplitudes
    /// are Lipschitz in the vectors), gradients cannot. A golden case that comes nearer is allowed PoleDistance/|beta|
    /// times as much, as the slope magnifies the rounding of its parameters by that.
    /// </summary>
    public const double PoleDistance = 0.05;

    /// <summary>
    /// Value of a circuit that repeats its rotations: each repeat turns by the same rounded cosines and sines, so their
    /// errors add up. Up to 4 repeats, which is what models use, it is <see cref="Value"/>.
    /// </summary>
    public static double OfRepeats(int reps) => Value * Math.Max(1, reps / 4.0);
}
