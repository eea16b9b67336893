using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Quantum;

/// <summary>The variational circuits against the textbook simulator.</summary>
public class VqcTextbookTests
{
    [Theory]
    [InlineData(Entangler.Chain, false)]
    [InlineData(Entangler.Ring, false)]
    [InlineData(Entangler.EvenOdd, false)]
    [InlineData(Entangler.EvenOdd, true)]
    [InlineData(Entangler.Chain, true)]
    public void TheTextbookSimulatorConfirmsReferenceAndKernel(Entangler entangler, bool hadamardFirst) => Property.ForAllSeeds(40, seed =>
    {
        var random = new RandomSource(seed, "circuit");
        int qubits = 1 + random.NextInt(5), depth = 1 + random.NextInt(3), circuits = 1 + random.NextInt(2), read = 1 + random.NextInt(qubits);
        var options = new VqcOptions { Depth = depth, Entangler = entangler, HadamardFirst = hadamardFirst };
        var layer = new LayerHarness("circuit", table => new VqcLayer(table, qubits, read, options, circuits), seed);
        float[] x = layer.Inputs(1, Math.PI);

        double[] expected = [.. Enumerable.Range(0, circuits).SelectMany(circuit =>
        {
            StateVectorReference state = Textbook(layer, circuit, depth, entangler, hadamardFirst, x);
            return Enumerable.Range(0, read).Select(state.ExpectationZ);
        })];
        double reference = Worst(expected, layer.Reference(x)), kernel = Worst(expected, Close.Widen(layer.Run(x, new float[expected.Length]).Y));
        Measured.Record("textbook, vqc, double reference", reference);
        Measured.Record("textbook, vqc, kernel", kernel);
        return reference <= Tolerance.TwoDoubleRoutes && kernel <= Tolerance.Value;
    });

    [Fact]
    public void ACnotFlipsTheTargetWhereTheControlIsOne()
    {
        for (int input = 0; input < 8; input++)
        {
            var state = new StateVectorReference(3);
            for (int wire = 0; wire < 3; wire++)
                if ((input >> (2 - wire) & 1) != 0) state.Apply(StateVectorReference.X, wire);
            state.Cnot(0, 2);
            int output = (input & 4) != 0 ? input ^ 1 : input;
            Assert.Equal(1, state.State[output].Real);
        }
    }

    private static double Worst(double[] expected, double[] actual) => expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();

    private static StateVectorReference Textbook(LayerHarness layer, int circuit, int depth, Entangler entangler, bool hadamardFirst, float[] x)
    {
        int qubits = x.Length;
        var state = new StateVectorReference(qubits);
        void Ry(int wire, double angle) => state.Apply(StateVectorReference.Rotation(StateVectorReference.Y, angle), wire);

        for (int wire = 0; wire < qubits && hadamardFirst; wire++) state.Apply(StateVectorReference.H, wire);
        for (int wire = 0; wire < qubits; wire++) Ry(wire, x[wire]);
        for (int d = 0; d < depth; d++)
        {
            for (int wire = 0; wire + 1 < qubits && entangler != Entangler.EvenOdd; wire++) state.Cnot(wire, wire + 1);
            for (int wire = 0; wire + 1 < qubits && entangler == Entangler.EvenOdd; wire += 2) state.Cnot(wire, wire + 1);
            for (int wire = 1; wire + 1 < qubits && entangler == Entangler.EvenOdd; wire += 2) state.Cnot(wire, wire + 1);
            if (entangler == Entangler.Ring && qubits > 1) state.Cnot(qubits - 1, 0);
            for (int wire = 0; wire < qubits; wire++) Ry(wire, layer.Parameters[(((circuit * depth) + d) * qubits) + wire]);
        }

        return state;
    }
}
