using System.Numerics;
using QSeq.Core;
using QSeq.Quantum;

namespace QSeq.Tests.Quantum;

/// <summary>
/// The feature map against the textbook simulator. The kernel does not change when every RZ changes its sign, so signs are
/// tested on states.
/// </summary>
public class FeatureMapTextbookTests
{
    [Fact]
    public void TheTextbookSimulatorConfirmsTheStatesOfTheReference() => Property.ForAllSeeds(60, seed =>
    {
        Map map = Map.Random(seed, mostQubits: 5);
        Complex[][] states = KernelReference.States(map.Options, map.Scale, map.X);
        Complex[] expected = Textbook(map, lastCnots: true).State;
        double error = expected.Zip(Assert.Single(states), (a, b) => (a - b).Magnitude).Max();
        Measured.Record("textbook, feature map, double reference", error);
        return error <= Tolerance.TwoDoubleRoutes;
    });

    [Fact]
    public void TheTextbookSimulatorConfirmsTheStatesOfTheKernelUpToAPhase() => Property.ForAllSeeds(60, seed =>
    {
        Map map = Map.Random(seed, mostQubits: 5);
        float[] picture = Picture(map, new StateForm(map.Qubits, map.Options.Reps, map.Options.Entangler));
        Complex[] expected = Textbook(map, lastCnots: false).State;
        Complex[] state = [.. Enumerable.Range(0, expected.Length).Select(i => new Complex(picture[2 * i], picture[(2 * i) + 1]))];
        Complex overlap = expected.Zip(state, (a, b) => Complex.Conjugate(a) * b).Aggregate((a, b) => a + b);
        Complex phase = overlap / overlap.Magnitude;
        double error = expected.Zip(state, (a, b) => ((phase * a) - b).Magnitude).Max();
        Measured.Record("textbook, feature map, kernel's states", error);
        return error <= Tolerance.Value;
    });

    [Fact]
    public void TheTextbookSimulatorConfirmsTheVectorsOfTheProductForm() => Property.ForAllSeeds(60, seed =>
    {
        Map map = Map.Random(seed, mostQubits: 5) with { Options = new FeatureMapOptions() };
        map = map with { X = map.X[..1], Scale = map.Scale[..1] };
        float[] half = Picture(map, new ProductForm(1));
        Complex[] state = Textbook(map, lastCnots: true).State;
        Complex both = 2 * Complex.Conjugate(state[0]) * state[1]; // <X> + i <Y>
        double z = (state[0].Magnitude * state[0].Magnitude) - (state[1].Magnitude * state[1].Magnitude);
        double[] expected = [both.Real / 2, both.Imaginary / 2, z / 2];
        return expected.Zip(half, (a, b) => Math.Abs(a - b)).Max() <= Tolerance.Value;
    });

    [Fact]
    public void FlippingTheSignOfEveryRzChangesStatesAndLeavesTheKernel()
    {
        // All amplitudes of a state whose RZ turn the other way are the complex conjugates.
        Map a = Map.Random(3, mostQubits: 3), b = a with { X = [.. a.X.Select(x => x + 0.3)] };
        Complex[] Flipped(Map map) => Textbook(map, lastCnots: true, sign: -1).State;
        Complex[] state = Textbook(a, lastCnots: true).State, flipped = Flipped(a);
        Assert.All(state.Zip(flipped), pair => Assert.Equal(0, (pair.First - Complex.Conjugate(pair.Second)).Magnitude, Tolerance.TwoDoubleRoutes));
        Assert.Contains(state.Zip(flipped), pair => (pair.First - pair.Second).Magnitude > 0.1);
        Assert.Equal(
            KernelReference.Evaluate(a.Options, a.Scale, a.X, b.X), KernelReference.Overlap([flipped], [Flipped(b)]), Tolerance.TwoDoubleRoutes);
    }

    [Theory]
    [InlineData(Entangler.Chain, new[] { 0, 1, 3, 2 })]
    [InlineData(Entangler.Ring, new[] { 0, 3, 1, 2 })]
    public void TheEntanglersOfTwoWiresAreTheKnownPermutations(Entangler entangler, int[] to)
    {
        // CNOT 0 to 1 exchanges 2 and 3; the ring's CNOT 1 to 0 then exchanges 1 and 3.
        int[] from = EntanglerMap.Create(2, entangler);
        Assert.Equal(Enumerable.Range(0, 4), to.Select(index => from[index]));
    }

    private static float[] Picture(Map map, KernelForm form)
    {
        var angles = new FeatureAngles(map.X.Length, map.Qubits);
        var x = new Rows(new float[map.X.Length * Lanes.Width], Lanes.Width);
        for (int k = 0; k < map.X.Length; k++) x[k].Fill((float)map.X[k]);
        float[] turns = new float[angles.TurnRows * Lanes.Width], picture = new float[form.PictureRows * Lanes.Width], spare = new float[form.SpareRows * Lanes.Width];
        angles.Turns(x, 0, Close.Narrow(map.Scale), form.ThetaFactor, turns);
        form.Picture(turns, picture, spare);
        float[] first = new float[form.PictureRows], last = new float[form.PictureRows];
        KernelForm.Store(picture, 0, first);
        KernelForm.Store(picture, Lanes.Width - 1, last);
        Assert.Equal(first, last);
        return first;
    }

    // Written once more from the description of FeatureMapOptions.
    private static StateVectorReference Textbook(Map map, bool lastCnots, int sign = 1)
    {
        int n = map.Qubits, features = map.X.Length;
        double Angle(int slot) => Enumerable.Range(0, features).Where(k => k % (2 * n) == slot).Sum(k => map.Scale[k] * map.X[k]);
        var state = new StateVectorReference(n);
        for (int wire = 0; wire < n; wire++) state.Apply(StateVectorReference.Hadamard, wire);
        for (int rep = 0; rep < map.Options.Reps; rep++)
        {
            for (int wire = 0; wire < n; wire++)
            {
                state.Apply(StateVectorReference.Rotation(StateVectorReference.Y, Angle(wire)), wire);
                double phi = features == n ? Angle(wire) : Angle(wire + n);
                state.Apply(StateVectorReference.Rotation(StateVectorReference.Z, sign * phi), wire);
            }

            if (rep == map.Options.Reps - 1 && !lastCnots) break;
            for (int wire = 0; wire + 1 < n; wire++) state.Cnot(wire, wire + 1);
            if (map.Options.Entangler == Entangler.Ring && n > 1) state.Cnot(n - 1, 0);
        }

        return state;
    }

    /// <summary>A feature map and a sample; every number is a float, so that kernels see the same ones.</summary>
    private sealed record Map(FeatureMapOptions Options, double[] Scale, double[] X)
    {
        public int Qubits => Options.QubitsFor(X.Length);

        public static Map Random(ulong seed, int mostQubits)
        {
            var random = new RandomSource(seed, "feature map");
            int features = 1 + random.NextInt(2 * mostQubits), qubits = Math.Min(features, 1 + random.NextInt(mostQubits));
            double[] Draw(double range) => [.. Enumerable.Range(0, features).Select(_ => (double)(float)random.NextUniform(-range, range))];
            var options = new FeatureMapOptions { Qubits = qubits, Reps = 1 + random.NextInt(3), Entangler = (Entangler)random.NextInt(2) };
            return new Map(options, Draw(1), Draw(2));
        }
    }
}
