using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Sentences side by side in the lanes of one pass, as long as the longest of them, with a mask over those that end
/// before. Sized once for the longest sentence.
/// </summary>
internal sealed class TagBlock
{
    private readonly SequenceModel _model;
    private readonly int _maxSteps;
    private readonly AlignedBuffer _x; // [steps][inputs][lanes]
    private readonly AlignedBuffer _mask; // [steps][lanes]
    private readonly AlignedBuffer _dy; // [steps][tags][lanes]
    private readonly int[] _right; // [steps][lanes]
    private int _steps;

    public TagBlock(SequenceModel model, int maxSteps, int maxLanes)
    {
        (_model, _maxSteps) = (model, maxSteps);
        Pass = new ModelPass(model, maxSteps, maxLanes);
        _x = new AlignedBuffer(checked(maxSteps * model.Config.Inputs * maxLanes));
        _mask = new AlignedBuffer(checked(maxSteps * maxLanes));
        _dy = new AlignedBuffer(checked(maxSteps * model.Config.Outputs * maxLanes));
        _right = new int[checked(maxSteps * maxLanes)];
    }

    public ModelPass Pass { get; }

    /// <summary>The gradient of the scores, [steps][tags][lanes].</summary>
    public Rows Dy(int lanes) => _dy.Rows(0, _steps * _model.Config.Outputs, lanes);

    /// <summary>The right tags, [steps][lanes].</summary>
    public ReadOnlySpan<int> Right(int lanes) => _right.AsSpan(0, _steps * lanes);

    /// <summary>Puts sentences into the lanes and runs the model over them.</summary>
    /// <param name="folded">The model's folded constants.</param>
    /// <param name="all">Sentences.</param>
    /// <param name="which">Which of them, one a lane.</param>
    /// <returns>Scores, [steps][tags][lanes], valid until the next call.</returns>
    public Rows Forward(ReadOnlySpan<float> folded, TagSequence[] all, ReadOnlySpan<int> which)
    {
        int lanes = Lanes.Pad(which.Length), inputs = _model.Config.Inputs;
        _steps = 0;
        foreach (int n in which) _steps = Math.Max(_steps, all[n].Length);
        if (_steps > _maxSteps) throw new ArgumentException($"A sentence has {_steps} words, but the buffers were made for {_maxSteps}.", nameof(which));

        Rows x = _x.Rows(0, _steps * inputs, lanes), mask = _mask.Rows(0, _steps, lanes);
        x.Data.Clear();
        mask.Data.Clear();
        _right.AsSpan(0, _steps * lanes).Fill(CrossEntropyKernel.NoClass);
        for (int lane = 0; lane < which.Length; lane++)
        {
            TagSequence sentence = all[which[lane]];
            for (int t = 0; t < sentence.Length; t++)
            {
                mask[t][lane] = 1;
                _right[(t * lanes) + lane] = sentence.Tags[t];
                int row = t * inputs;
                for (int channel = 0; channel < sentence.Symbols.Length; channel++)
                {
                    Embedding table = _model.Embeddings[channel];
                    table.Gather(_model.Parameters, sentence.Symbols[channel][t], x.Slice(row, table.Dimension), lane);
                    row += table.Dimension;
                }
            }
        }

        return Pass.Forward(folded, x, mask);
    }

    /// <summary>Adds the gradient of the inputs to that of the vectors that were looked up.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dx">[steps][inputs][lanes]</param>
    /// <param name="all">As given to <see cref="Forward"/>.</param>
    /// <param name="which">As given to <see cref="Forward"/>.</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    public static void Scatter(SequenceModel model, Rows dx, TagSequence[] all, ReadOnlySpan<int> which, Span<float> gradient)
    {
        int inputs = model.Config.Inputs;
        for (int lane = 0; lane < which.Length; lane++)
        {
            TagSequence sentence = all[which[lane]];
            for (int t = 0; t < sentence.Length; t++)
            {
                int row = t * inputs;
                for (int channel = 0; channel < sentence.Symbols.Length; channel++)
                {
                    Embedding table = model.Embeddings[channel];
                    table.Scatter(gradient, sentence.Symbols[channel][t], dx.Slice(row, table.Dimension), lane);
                    row += table.Dimension;
                }
            }
        }
    }
}
