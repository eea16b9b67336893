using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Engines;

/// <summary>Windows as samples.</summary>
internal sealed class WindowSource : IBatchSource
{
    private readonly WindowSet _data;

    /// <param name="model">The model they are for.</param>
    /// <param name="data">The windows.</param>
    /// <param name="objective">What the model was made for; null for one output a target value.</param>
    /// <param name="part">What the windows are for, such as training.</param>
    /// <exception cref="ArgumentException">The windows do not fit the model, or there is none.</exception>
    public WindowSource(SequenceModel model, WindowSet data, Objective? objective, string part)
    {
        Check(model, data, objective, part);
        _data = data;
    }

    public int Count => _data.Count;

    public int MaxSteps => _data.Window;

    public int[]? Lengths => null;

    public int TargetsPerWeight => TargetRows(_data.Window);

    public bool LearnsInputs => false;

    public int TargetRows(int steps) => _data.Sequence ? _data.Outputs * steps : _data.Outputs;

    public int Weight(ReadOnlySpan<int> samples) => samples.Length;

    public void Fill(ReadOnlySpan<int> samples, Rows x, Rows target, Rows mask) => _data.Fill(samples, x.Lanes, x.Data, target.Data);

    public void Scatter(ReadOnlySpan<int> samples, Rows dx, Span<float> gradient)
    {
    }

    /// <summary>Refuses windows a model cannot take.</summary>
    public static void Check(SequenceModel model, WindowSet data, Objective? objective, string part)
    {
        SequenceModelConfig config = model.Config;
        int each = objective?.OutputsPerTarget ?? 1;
        if (data.Count == 0) throw new ArgumentException($"There is no {part} window; give a longer series or other fractions.", nameof(data));
        if (config.Embedding is not null)
            throw new ArgumentException($"The model reads symbols (it has an embedding), but the {part} windows are numbers.", nameof(data));
        if (data.Inputs != config.Inputs)
            throw new ArgumentException($"The {part} windows have {data.Inputs} inputs, but the model takes {config.Inputs}.", nameof(data));
        if (data.Outputs * each != config.Outputs)
        {
            string targets = each == 1 ? $"{data.Outputs} outputs (targets times horizon)" : $"{data.Outputs} targets times horizon with {each} outputs each";
            throw new ArgumentException($"The {part} windows have {targets}, but the model gives {config.Outputs}.", nameof(data));
        }

        if (data.Sequence != (config.Output == OutputMode.Sequence))
            throw new ArgumentException($"The {part} windows are {(data.Sequence ? "sequence to sequence" : "sequence to one")}, but the model's output mode is {config.Output}.", nameof(data));
    }
}
