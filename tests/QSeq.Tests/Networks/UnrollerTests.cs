using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class UnrollerTests
{
    private const int Hidden = 3;
    private const int Inputs = 2;

    [Theory]
    [InlineData("linear", false, true, false)]
    [InlineData("linear", true, false, true)]
    [InlineData("linear", true, true, false)]
    [InlineData("qkan", false, false, false)]
    [InlineData("qkan", true, false, true)]
    [InlineData("gru", true, false, true)]
    [InlineData("gru", false, true, false)]
    public void StepsDoneAnewInPiecesGiveTheSameBits(string kind, bool bidirectional, bool last, bool masked)
    {
        const int steps = (2 * Unroller.Piece) + 37;
        Pass whole = Run(kind, bidirectional, last, masked, steps, int.MaxValue), pieces = Run(kind, bidirectional, last, masked, steps, 1);
        Assert.Equal(whole.Y, pieces.Y);
        Assert.Equal(whole.Dx, pieces.Dx);
        Assert.Equal(whole.Gradient, pieces.Gradient);
        Assert.Equal(whole.Visited, pieces.Visited);
        Assert.Contains(whole.Gradient, value => value != 0);
        Assert.InRange(pieces.TapeRows, 1, 0.55 * whole.TapeRows);
    }

    [Fact]
    public void TheTapeIsKeptWholeUntilItIsTooLong()
    {
        Unroller cell = Cell(32);
        Assert.Equal(300, cell.Kept(300));
        int rows = cell.TapeRows(300) / 301; // of a step
        int most = (Unroller.MostRows / rows) - 1;
        Assert.Equal((most, Unroller.Piece), (cell.Kept(most), cell.Kept(most + 1)));
        Assert.InRange(cell.TapeRows(most), Unroller.MostRows - rows, Unroller.MostRows);

        // One piece and the state after it, and the states before all pieces.
        Assert.Equal((rows * 513) + (cell.StateRows * 20), cell.TapeRows(10_000 + 100));

        // So wide that a piece is longer than that.
        Unroller wide = Cell(Unroller.MostRows / 64);
        Assert.Equal((512, 512), (wide.Kept(512), wide.Kept(1024)));
        Assert.Equal(513 * (wide.TapeRows(1) / 2), wide.TapeRows(512));
        Assert.Equal(wide.TapeRows(512) + (2 * wide.StateRows), wide.TapeRows(1024));

        static Unroller Cell(int hidden) => new Unroller<LstmCell>(new LinearLayer(new ParameterTable.Builder(), hidden + 1, 4 * hidden), hidden, false, Unroller.MostRows);
    }

    private static Pass Run(string kind, bool bidirectional, bool last, bool masked, int steps, int mostRows)
    {
        const int lanes = 32;
        var table = new ParameterTable.Builder();
        int gates = (kind == "gru" ? GruCell.Gates : LstmCell.Gates) * Hidden;
        Layer forward = Gates("forward"), backward = Gates("backward");
        RecurrentLayer layer = kind == "gru" ? new Recurrent<GruCell>(forward, bidirectional ? backward : null, Hidden, last, mostRows)
            : new Recurrent<LstmCell>(forward, bidirectional ? backward : null, Hidden, last, mostRows);
        float[] parameters = table.Build().Initialize(5), folded = new float[layer.FoldedSize], gradient = new float[layer.GradientSize];
        layer.Fold(parameters, folded);
        var random = new RandomSource(7, "x");
        Rows x = Drawn(steps * Inputs), dy = Drawn(layer.Answers(steps) * layer.Outputs), mask = masked ? Empty(steps) : default;
        for (int t = 0; t < mask.Data.Length / lanes; t++)
            for (int lane = 0; lane < lanes; lane++) mask[t][lane] = t < steps - (lane * 20) ? 1 : 0;
        Rows y = Empty(dy.Count), dx = Empty(x.Count), tape = Empty(layer.TapeRows(steps)), scratch = Empty(layer.ScratchRows(steps));
        layer.Forward(folded, x, mask, y, tape, scratch);
        List<float> visited = [];
        for (int cell = 0; cell < layer.Cells.Length; cell++)
        {
            layer.Visit(cell, folded, x, mask, tape, scratch, (step, v, h, memory) =>
            {
                visited.Add(step);
                visited.AddRange(v.Data);
                visited.AddRange(h.Data);
                visited.AddRange(memory.Data);
            });
        }

        layer.Backward(folded, x, mask, dy, dx, tape, scratch, gradient);
        return new Pass(y.Data.ToArray(), dx.Data.ToArray(), gradient, [.. visited], tape.Count);

        Layer Gates(string name) => kind == "qkan" ? new QkanLayer(table.Scope(name), Hidden + Inputs, gates) : new LinearLayer(table.Scope(name), Hidden + Inputs, gates);

        Rows Empty(int rows) => new(Enumerable.Repeat(float.NaN, rows * lanes).ToArray(), lanes);

        Rows Drawn(int rows)
        {
            Rows drawn = Empty(rows);
            foreach (ref float value in drawn.Data) value = (float)random.NextGaussian();
            return drawn;
        }
    }

    private sealed record Pass(float[] Y, float[] Dx, float[] Gradient, float[] Visited, int TapeRows);
}
