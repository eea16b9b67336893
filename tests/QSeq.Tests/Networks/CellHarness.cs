using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

/// <summary>
/// One step of a cell, without any gate map: lanes against the double reference, gradients of either against central
/// differences of it. The inputs are pre-activations, the hidden state and the memory, one after another, [row][lanes].
/// </summary>
internal sealed class CellHarness<TCell>(int hidden, int lanes, ulong seed = 1)
    where TCell : ICell
{
    private const float There = 3; // in the gradient of h, which is added to

    private static readonly string Name = typeof(TCell).Name;

    private readonly RandomSource _random = new(seed, "cell");

    private int Rows => (TCell.Gates + 1 + TCell.Memory) * hidden;

    public void CheckForward()
    {
        float[] inputs = Draw(Rows * lanes);
        Close.Values($"{Name}, a step", References(Close.Widen(inputs)), Step(inputs, []).States, Tolerance.Value);
    }

    public void CheckBackward()
    {
        float[] inputs = Draw(Rows * lanes), d = Draw((1 + TCell.Memory) * hidden * lanes);
        double Loss(double[] at) => References(at).Zip(d, (y, weight) => y * weight).Sum();

        GradientCheckResult lanesResult = GradientCheck.Check(Loss, Close.Widen(inputs), Step(inputs, d).Gradient);
        GradientCheckResult doubleResult = GradientCheck.Check(Loss, Close.Widen(inputs), Close.Narrow(ReferenceBackward(inputs, d)));
        Measured.Record($"{Name}, gradient of a step", lanesResult.Deviation);
        Assert.True(lanesResult.Deviation <= Tolerance.Gradient, lanesResult.ToString());
        Assert.True(doubleResult.Deviation <= Tolerance.Rounding + Tolerance.GoldenDifference, doubleResult.ToString());
    }

    private float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)_random.NextUniform(-2, 2))];

    private (float[] States, float[] Gradient) Step(float[] inputs, float[] d)
    {
        float[] room = new float[((2 * TCell.Memory) + TCell.Tape + 3) * hidden * lanes];
        Rows given = new([.. inputs], lanes), own = new(room, lanes);
        Rows gates = given.Slice(0, TCell.Gates * hidden), h = given.Slice(gates.Count, hidden), memory = given.Slice(gates.Count + hidden, TCell.Memory * hidden);
        Rows after = own.Slice(0, (1 + TCell.Memory) * hidden), tape = own.Slice(after.Count, TCell.Tape * hidden), before = own.Slice(after.Count + tape.Count, after.Count);
        TCell.Forward(gates, h, memory, after.Slice(0, hidden), after.Slice(hidden, memory.Count), tape);
        float[] states = after.Data.ToArray();
        if (d.Length == 0) return (states, []);
        Rows dAfter = new(d, lanes), dMemory = before.Slice(hidden, memory.Count);
        dAfter.Slice(hidden, memory.Count).Data.CopyTo(dMemory.Data);
        before.Slice(0, hidden).Data.Fill(There);
        TCell.Backward(gates, h, memory, tape, dAfter.Slice(0, hidden), before.Slice(0, hidden), dMemory);
        foreach (ref float value in before.Slice(0, hidden).Data) value -= There;
        return (states, [.. gates.Data, .. before.Data]);
    }

    private double[] References(double[] inputs) => ByLane(inputs, [], (gates, h, memory, _, next, nextMemory, tape) =>
    {
        TCell.Reference(gates, h, memory, next, nextMemory, tape);
        return [.. next, .. nextMemory];
    });

    private double[] ReferenceBackward(float[] inputs, float[] d) => ByLane(Close.Widen(inputs), Close.Widen(d), (gates, h, memory, dAfter, next, nextMemory, tape) =>
    {
        TCell.Reference(gates, h, memory, next, nextMemory, tape);
        double[] dh = [.. Enumerable.Repeat((double)There, hidden)], dMemory = dAfter[hidden..];
        TCell.ReferenceBackward(gates, h, memory, tape, dAfter.AsSpan(0, hidden), dh, dMemory);
        return [.. gates, .. dh.Select(value => value - There), .. dMemory];
    });

    private delegate double[] LaneStep(double[] gates, double[] h, double[] memory, double[] d, double[] next, double[] nextMemory, double[] tape);

    private double[] ByLane(double[] inputs, double[] d, LaneStep step)
    {
        double[][] columns = [.. Enumerable.Range(0, lanes).Select(lane =>
        {
            double[] Column(double[] rows) => [.. Enumerable.Range(0, rows.Length / lanes).Select(row => rows[(row * lanes) + lane])];
            double[] own = Column(inputs);
            int gates = TCell.Gates * hidden, memory = TCell.Memory * hidden;
            return step(own[..gates], own[gates..(gates + hidden)], own[(gates + hidden)..], Column(d), new double[hidden], new double[memory], new double[TCell.Tape * hidden]);
        })];
        return [.. Enumerable.Range(0, columns[0].Length * lanes).Select(n => columns[n % lanes][n / lanes])];
    }
}
