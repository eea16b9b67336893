using QSeq.Core;
using QSeq.Layers;
using QSeq.Recurrent;

namespace QSeq.Models;

/// <summary>
/// The buffers and the order of one pass of a model over a block of samples: inputs [steps][inputs][lanes] to outputs
/// [Outputs][lanes] (or [steps][Outputs][lanes]), and back. Sized once for the longest sequence; one thread at a time.
/// </summary>
internal sealed class ModelPass
{
    private readonly SequenceModel _model;
    private readonly RecurrentLayer[] _layers;
    private readonly AlignedBuffer _between; // [width][lanes]: what passes between layers at a step, either way
    private readonly AlignedBuffer _top; // [answers][width][lanes]: what the head reads
    private readonly AlignedBuffer _y; // [answers][outputs][lanes]
    private readonly AlignedBuffer _dx; // [steps][most inputs][lanes]
    private readonly AlignedBuffer _keep; // [steps][lanes], in the order of the cells that read backward
    private int _steps;
    private bool _ragged;

    public ModelPass(SequenceModel model, int maxSteps, int maxLanes)
    {
        _model = model;
        SequenceModelConfig config = model.Config;
        int directions = config.Directions, answers = config.Output == OutputMode.Last ? 1 : maxSteps;
        _layers = new RecurrentLayer[config.Layers];
        for (int n = 0; n < _layers.Length; n++)
            _layers[n] = new RecurrentLayer(model.Gates.Slice(n * directions, directions), config.Hidden, maxSteps, maxLanes);
        Cells = [.. _layers.SelectMany(layer => layer.Cells)];
        _between = new AlignedBuffer(checked(config.Width * maxLanes));
        _top = new AlignedBuffer(checked(answers * config.Width * maxLanes));
        _y = new AlignedBuffer(checked(answers * config.Outputs * maxLanes));
        _dx = new AlignedBuffer(checked(maxSteps * Math.Max(config.Inputs, config.Width) * maxLanes));
        _keep = new AlignedBuffer(config.Bidirectional ? checked(maxSteps * maxLanes) : 0);
    }

    /// <summary>The cells, layer after layer, in each the one that reads forward first.</summary>
    public Unroller[] Cells { get; }

    private bool Last => _model.Config.Output == OutputMode.Last;

    private int Answers => Last ? 1 : _steps;

    /// <param name="folded">The model's folded constants.</param>
    /// <param name="x">[steps][inputs][lanes]; its size says how many steps.</param>
    /// <param name="mask">
    /// [steps][lanes], 1 where a sample has a step and 0 behind its end; no rows where all samples are as long as the
    /// block. Samples begin at step 0. Outputs behind a sample's end mean nothing, and their gradient must be 0.
    /// </param>
    /// <returns>[answers][outputs][lanes], valid until the next call.</returns>
    public Rows Forward(ReadOnlySpan<float> folded, Rows x, Rows mask = default)
    {
        if (Last && !mask.Data.IsEmpty) throw new ArgumentException("A model that answers once reads sequences of one length.", nameof(mask));
        int lanes = x.Lanes, inputs = _model.Config.Inputs, outputs = _model.Config.Outputs;
        _steps = x.Count / inputs;
        _ragged = _model.Config.Bidirectional && !mask.Data.IsEmpty;
        for (int t = 0; _ragged && t < _steps; t++) mask[t].CopyTo(_keep.Rows(_steps - 1 - t, 1, lanes).Data);
        for (int t = 0; t < _steps; t++) _layers[0].SetInput(t, _steps, x.Slice(t * inputs, inputs));
        for (int n = 0; n < _layers.Length; n++)
        {
            int size = FoldedSize(n);
            _layers[n].Forward(folded[..size], _steps, lanes, Keep(lanes));
            folded = folded[size..];
            for (int t = 0; n + 1 < _layers.Length && t < _steps; t++)
            {
                Rows between = _between.Rows(0, _layers[n].Width, lanes);
                _layers[n].Output(t, _steps - 1 - t, between);
                _layers[n + 1].SetInput(t, _steps, between);
            }
        }

        Rows y = _y.Rows(0, Answers * outputs, lanes), none = new([], lanes);
        for (int n = 0; n < Answers; n++)
        {
            (int forward, int backward) = Read(n);
            _layers[^1].Output(forward, backward, Top(n, lanes));
            _model.Head.Forward(folded, Top(n, lanes), y.Slice(n * outputs, outputs), none, none);
        }

        return y;
    }

    /// <param name="folded">The model's folded constants.</param>
    /// <param name="dy">[answers][outputs][lanes]</param>
    /// <param name="gradient">The gradient of the folded constants, added to.</param>
    /// <returns>The gradient of the inputs, [steps][inputs][lanes], valid until the next call.</returns>
    public Rows Backward(ReadOnlySpan<float> folded, Rows dy, Span<float> gradient)
    {
        int lanes = dy.Lanes, outputs = _model.Config.Outputs;
        LinearLayer head = _model.Head;
        ReadOnlySpan<float> ownFolded = folded[^head.FoldedSize..];
        Span<float> own = gradient[^head.GradientSize..];
        folded = folded[..^head.FoldedSize];
        gradient = gradient[..^head.GradientSize];
        Rows none = new([], lanes), between = _between.Rows(0, _layers[^1].Width, lanes);
        if (Last) _layers[^1].ClearGradient(_steps, lanes);
        for (int n = 0; n < Answers; n++)
        {
            Rows d = dy.Slice(n * outputs, outputs);
            head.Backward(ownFolded, Top(n, lanes), d, between, none, none, own);
            head.Accumulate(Top(n, lanes), d, own);
            (int forward, int backward) = Read(n);
            _layers[^1].SetGradient(forward, backward, between);
        }

        Rows dx = default;
        for (int n = _layers.Length - 1; n >= 0; n--)
        {
            RecurrentLayer layer = _layers[n];
            int inputs = layer.Inputs, foldedSize = FoldedSize(n), gradientSize = GradientSize(n);
            dx = _dx.Rows(0, _steps * inputs, lanes);
            layer.Backward(folded[^foldedSize..], _steps, Keep(lanes), dx, gradient[^gradientSize..]);
            folded = folded[..^foldedSize];
            gradient = gradient[..^gradientSize];
            for (int t = 0; n > 0 && t < _steps; t++) _layers[n - 1].SetGradient(t, _steps - 1 - t, dx.Slice(t * inputs, inputs));
        }

        return dx;
    }

    // What answer n reads of either cell: both at the same place of the sequence, or where each has read all of it.
    private (int Forward, int Backward) Read(int n) => Last ? (_steps - 1, _steps - 1) : (n, _steps - 1 - n);

    private Rows Top(int n, int lanes) => _top.Rows(n * _layers[^1].Width, _layers[^1].Width, lanes);

    private Rows Keep(int lanes) => _ragged ? _keep.Rows(0, _steps, lanes) : default;

    private int FoldedSize(int layer)
    {
        int size = 0;
        foreach (Layer gates in Gates(layer)) size += gates.FoldedSize;
        return size;
    }

    private int GradientSize(int layer)
    {
        int size = 0;
        foreach (Layer gates in Gates(layer)) size += gates.GradientSize;
        return size;
    }

    private ReadOnlySpan<Layer> Gates(int layer) => _model.Gates.Slice(layer * _model.Config.Directions, _model.Config.Directions);
}
