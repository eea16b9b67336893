using QSeq.Models;

namespace QSeq.Forecasting;

/// <summary>The buffers of one forecast at a time, sized once.</summary>
internal sealed class ForecastPass
{
    private readonly int _answers; // rows before the last answer of a sequence
    private readonly ModelPass _pass;
    private readonly float[] _folded;
    private readonly int _window; // steps

    /// <param name="model">The model.</param>
    /// <param name="folded">Its folded constants.</param>
    /// <param name="window">Time steps of a window.</param>
    public ForecastPass(SequenceModel model, float[] folded, int window)
    {
        (_folded, _window) = (folded, window);
        _pass = new ModelPass(model, window, Lanes.Width);
        _answers = model.Config.Output == OutputMode.Sequence ? (window - 1) * model.Config.Outputs : 0;
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
        _pass.Start(_window, Lanes.Width, masked: false, out Rows x, out _);
        for (int n = 0; n < window.Length; n++) x[n][0] = window[n];
        Rows y = _pass.Forward(_folded, Lanes.Width);
        for (int n = 0; n < answer.Length; n++) answer[n] = y[_answers + n][0];
    }
}
