using QSeq.Layers;
using QSeq.Numerics;
using QSeq.Recurrent;

namespace QSeq.Models;

/// <summary>
/// The buffers and the order of one pass of a model over a block of samples: inputs [window][inputs][lanes] to
/// outputs [Outputs][lanes] (or [window][Outputs][lanes]), and back. Sized once; one thread at a time.
/// </summary>
internal sealed class ModelPass
{
    private readonly SequenceModel _model;
    private readonly int _window;
    private readonly Unroller[] _cells;
    private readonly AlignedBuffer _y; // [answers][outputs][lanes]
    private readonly AlignedBuffer _dx; // [window][most inputs][lanes]

    public ModelPass(SequenceModel model, int window, int maxLanes)
    {
        (_model, _window) = (model, window);
        SequenceModelConfig config = model.Config;
        _cells = new Unroller[config.Layers];
        for (int n = 0; n < _cells.Length; n++) _cells[n] = new Unroller(model.Gates[n], config.Hidden, window, maxLanes);
        _y = new AlignedBuffer(checked(Answers * config.Outputs * maxLanes));
        _dx = new AlignedBuffer(checked(window * Math.Max(config.Inputs, config.Hidden) * maxLanes));
    }

    /// <summary>Answers to a window: 1, or one for each step.</summary>
    public int Answers => _model.Config.Output == OutputMode.Last ? 1 : _window;

    public ReadOnlySpan<Unroller> Cells => _cells;

    /// <param name="folded">The model's folded constants.</param>
    /// <param name="x">[window][inputs][lanes]</param>
    /// <returns>[answers][outputs][lanes], valid until the next call.</returns>
    public Rows Forward(ReadOnlySpan<float> folded, Rows x)
    {
        int lanes = x.Lanes, inputs = _model.Config.Inputs, outputs = _model.Config.Outputs;
        for (int t = 0; t < _window; t++) x.Slice(t * inputs, inputs).Data.CopyTo(_cells[0].Input(t, lanes).Data);
        for (int n = 0; n < _cells.Length; n++)
        {
            int size = _model.Gates[n].FoldedSize;
            _cells[n].Forward(folded[..size], lanes);
            folded = folded[size..];
            if (n + 1 == _cells.Length) break;
            for (int t = 0; t < _window; t++) _cells[n].Hidden(t, lanes).Data.CopyTo(_cells[n + 1].Input(t, lanes).Data);
        }

        Rows y = Y(lanes), none = new([], lanes);
        for (int n = 0; n < Answers; n++)
            _model.Head.Forward(folded, _cells[^1].Hidden(_window - Answers + n, lanes), y.Slice(n * outputs, outputs), none, none);
        return y;
    }

    /// <param name="folded">The model's folded constants.</param>
    /// <param name="dy">[answers][outputs][lanes]</param>
    /// <param name="gradient">The gradient of the folded constants, added to.</param>
    /// <returns>The gradient of the inputs, [window][inputs][lanes], valid until the next call.</returns>
    public Rows Backward(ReadOnlySpan<float> folded, Rows dy, Span<float> gradient)
    {
        int lanes = dy.Lanes, outputs = _model.Config.Outputs, hidden = _model.Config.Hidden;
        LinearLayer head = _model.Head;
        ReadOnlySpan<float> ownFolded = folded[^head.FoldedSize..];
        Span<float> own = gradient[^head.GradientSize..];
        folded = folded[..^head.FoldedSize];
        gradient = gradient[..^head.GradientSize];
        Rows none = new([], lanes);
        for (int t = 0; t < _window; t++)
        {
            int answer = t - (_window - Answers);
            Rows dh = _cells[^1].HiddenGradient(t, lanes);
            if (answer < 0)
            {
                dh.Data.Clear();
                continue;
            }

            Rows h = _cells[^1].Hidden(t, lanes), d = dy.Slice(answer * outputs, outputs);
            head.Backward(ownFolded, h, d, dh, none, none, own);
            head.Accumulate(h, d, own);
        }

        Rows dx = default;
        for (int n = _cells.Length - 1; n >= 0; n--)
        {
            Layer gates = _model.Gates[n];
            int inputs = gates.Inputs - hidden;
            dx = _dx.Rows(0, _window * inputs, lanes);
            _cells[n].Backward(folded[^gates.FoldedSize..], lanes, dx, gradient[^gates.GradientSize..]);
            folded = folded[..^gates.FoldedSize];
            gradient = gradient[..^gates.GradientSize];
            for (int t = 0; n > 0 && t < _window; t++) dx.Slice(t * inputs, inputs).Data.CopyTo(_cells[n - 1].HiddenGradient(t, lanes).Data);
        }

        return dx;
    }

    private Rows Y(int lanes) => _y.Rows(0, Answers * _model.Config.Outputs, lanes);
}
