using QSeq.Core;
using QSeq.Layers;
using QSeq.Recurrent;

namespace QSeq.Tests.Recurrent;

/// <summary>One step of the cell, without any gate map, against its double reference.</summary>
public class LstmStepTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 48)]
    [InlineData(33, 16)]
    public void ForwardAgreesWithTheReference(int hidden, int lanes)
    {
        Step step = Step.Random(hidden, lanes);
        (float[] h, float[] c, _, _) = step.Forward();
        (double[] expectedH, double[] expectedC) = step.Reference();
        Close.Values("lstm step, h", expectedH, h, Tolerance.Value);
        Close.Values("lstm step, c", expectedC, c, Tolerance.Value);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 32)]
    [InlineData(5, 16)]
    public void BackwardAgreesWithCentralDifferences(int hidden, int lanes)
    {
        Step step = Step.Random(hidden, lanes);
        var random = new RandomSource(2, "dy");
        float[] dh = Step.Draw(random, hidden * lanes), dc = Step.Draw(random, hidden * lanes), dcBefore = [.. dc];
        (_, _, float[] gates, float[] tanh) = step.Forward();
        LstmStep.Backward(new Rows(gates, lanes), new Rows(step.C, lanes), new Rows(tanh, lanes), new Rows(dh, lanes), new Rows(dcBefore, lanes));

        double Loss(double[] values)
        {
            var moved = new Step(hidden, lanes, [], []) { WideGates = values[..(4 * hidden * lanes)], WideC = values[(4 * hidden * lanes)..] };
            (double[] h, double[] c) = moved.Reference();
            return h.Zip(dh, (a, b) => a * b).Sum() + c.Zip(dc, (a, b) => a * b).Sum();
        }

        GradientCheckResult result = GradientCheck.Check(Loss, [.. Close.Widen(step.Gates), .. Close.Widen(step.C)], [.. gates, .. dcBefore]);
        Measured.Record("lstm step, gradient", result.Deviation);
        Assert.True(result.Deviation <= Tolerance.Gradient, result.ToString());
    }

    private sealed record Step(int Hidden, int Lanes, float[] Gates, float[] C)
    {
        public double[] WideGates { get; init; } = Close.Widen(Gates);

        public double[] WideC { get; init; } = Close.Widen(C);

        public static Step Random(int hidden, int lanes)
        {
            var random = new RandomSource(1, "step");
            return new Step(hidden, lanes, Draw(random, 4 * hidden * lanes), Draw(random, hidden * lanes));
        }

        public static float[] Draw(RandomSource random, int count) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-2, 2))];

        public (float[] H, float[] C, float[] Activations, float[] Tanh) Forward()
        {
            float[] gates = [.. Gates], next = new float[C.Length], tanh = new float[C.Length], h = new float[C.Length];
            LstmStep.Forward(new Rows(gates, Lanes), new Rows(C, Lanes), new Rows(next, Lanes), new Rows(tanh, Lanes), new Rows(h, Lanes));
            return (h, next, gates, tanh);
        }

        /// <summary>Lane by lane, in the layout [hidden][lanes].</summary>
        public (double[] H, double[] C) Reference()
        {
            double[] allH = new double[Hidden * Lanes], allC = new double[Hidden * Lanes];
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] Column(double[] rows, int count) => [.. Enumerable.Range(0, count).Select(row => rows[(row * Lanes) + lane])];
                double[] h = new double[Hidden], c = Column(WideC, Hidden);
                LstmStep.Reference(Column(WideGates, 4 * Hidden), h, c);
                for (int n = 0; n < Hidden; n++) (allH[(n * Lanes) + lane], allC[(n * Lanes) + lane]) = (h[n], c[n]);
            }

            return (allH, allC);
        }
    }
}
