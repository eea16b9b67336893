using QSeq.Core;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum;
using QSeq.Tests.Networks;

namespace QSeq.Tests.Golden;

/// <summary>Gated fast weights against an implementation of their own in NumPy; fast_weights.py writes the answers.</summary>
public class FastWeightGoldenTests
{
    private static readonly FastWeightForm[] Forms =
    [
        FastWeightForm.QkanQkan, FastWeightForm.QkanQkan, FastWeightForm.LinearQkan,
        FastWeightForm.QkanLinear, FastWeightForm.QkanCircuit, FastWeightForm.QkanCircuit,
    ];

    public static TheoryData<string, int> Cases => GoldenFile.Cases("fast_weights");

    [Theory]
    [MemberData(nameof(Cases))]
    public void AFormAnswersAsItsDefinition(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        var gates = new FastWeightGates
        {
            Form = Forms[index],
            Features = golden.Int("features"),
            SlowWidth = golden.Int("slow"),
            FastWidth = golden.Int("fast"),
            Reps = golden.Int("reps"),
            Qubits = golden.Int("qubits"),
            Depth = golden.Int("depth"),
            Readout = Readout.AmplitudeDifference,
            TrainPreactivation = true,
        };
        int inputs = golden.Int("inputs"), hidden = golden.Int("hidden");
        int samples = golden.Tensor("x").Shape[0], steps = golden.Tensor("x").Shape[1];
        var layer = new SequenceHarness("golden fast weights", table => gates.BuildLayer(table, inputs, hidden, false, true));
        foreach (ParameterSlice frozen in layer.Table.Slices.Where(slice => slice.Name.Contains("postact", StringComparison.Ordinal)))
            frozen.Of(layer.Parameters.AsSpan()).Fill(frozen.Name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1);
        GoldenCase weights = golden.Group("params");
        foreach (string name in weights.Names) weights.Tensor(name).Floats.CopyTo(layer.Table[name].Of(layer.Parameters.AsSpan()));

        int size = steps * inputs;
        double[] expected = golden.Tensor("y").Data, y = new double[samples * hidden], x = golden.Tensor("x").Data;
        double[] parameters = Close.Widen(layer.Parameters);
        for (int s = 0; s < samples; s++)
            SequenceGradientCheck.Reference(layer.Layer, parameters, x.AsSpan(s * size, size), y.AsSpan(s * hidden, hidden));
        Close.Values("golden fast weights, reference", expected, y, Tolerance.GoldenReference);
        float[] kernel = SequenceGradientCheck.Run(layer.Layer, steps, layer.Parameters, golden.Tensor("x").Floats, new float[y.Length]).Y;
        Close.Values("golden fast weights, kernel", expected, kernel, Tolerance.Value);
    }
}
