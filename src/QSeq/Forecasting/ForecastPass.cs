using QSeq.Models;

namespace QSeq.Forecasting;

/// <summary>The buffers of one forecast at a time, sized once.</summary>
internal sealed class ForecastPass
{
    private readonly int _answers; // rows before the last answer of a sequence
    private readonly ModelPass _pass;
    private readonly float[] _folded;
    private readonly float[] _x; // [window * inputs][lanes], one sample in lane 0

    /// <param name="model">The model.</param>
    /// <param name="folded">Its folded constants.</param>
    /// <param name="window">Time steps of a window.</param>
    public ForecastPass(SequenceModel model, float[] folded, int window)
    {
        _folded = folded;
        _pass = new ModelPass(model, window, Lanes.Width);
        _answers = model.Config.Output == OutputMode.Sequence ? (window - 1) * model.Config.Outputs : 0;
        _x = new float[window * model.Config.Inputs * Lanes.Width];
        Window = new float[window * model.Config.Inputs];
        Answer = new float[model.Config.Outputs];
        Step = Run;
    }

    /// <summary>[window][inputs]</summary>
    public float[] Window { get; }

    /// <summary>[outputs]</summary>
    public float[] Answer { get; }

    /// <summary>The model.</summary>
    public StepAnswer Step { get; }

    private void Run(ReadOnlySpan<float> window, Span<float> answer)
    {
        for (int n = 0; n < window.Length; n++) _x[n * Lanes.Width] = window[n];
        Rows y = _pass.Forward(_folded, new Rows(_x, Lanes.Width));
        for (int n = 0; n < answer.Length; n++) answer[n] = y[_answers + n][0];
    }
}
