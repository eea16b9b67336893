using QSeq.Models;

namespace QSeq.Forecasting;

/// <summary>Passes that are lent out, one to a caller at a time: as many as callers have been at work at once, up to some.</summary>
internal sealed class ForecastPool(SequenceModel model, int window)
{
    private readonly float[] _folded = model.Folded();
    private readonly ForecastPass?[] _idle = new ForecastPass?[2 * Environment.ProcessorCount];

    /// <summary>Takes an idle pass, or makes one.</summary>
    public ForecastPass Rent()
    {
        for (int n = 0; n < _idle.Length; n++)
            if (Interlocked.Exchange(ref _idle[n], null) is { } pass) return pass;
        return new ForecastPass(model, _folded, window);
    }

    /// <summary>Gives a pass back; where enough are idle it is dropped.</summary>
    public void Return(ForecastPass pass)
    {
        for (int n = 0; n < _idle.Length; n++)
            if (Interlocked.CompareExchange(ref _idle[n], pass, null) is null) return;
    }
}

/// <summary>The buffers of one forecast at a time, sized once for windows of so many time steps.</summary>
internal sealed class ForecastPass(SequenceModel model, float[] folded, int window)
{
    // Rows before the last answer.
    private readonly int _answers = model.Config.Output == OutputMode.Sequence ? (window - 1) * model.Config.Outputs : 0;
    private readonly ModelPass _pass = new(model, window, Lanes.Width);

    /// <summary>[window][inputs]</summary>
    public float[] Window { get; } = new float[window * model.Config.Inputs];

    /// <summary>[outputs]</summary>
    public float[] Answer { get; } = new float[model.Config.Outputs];

    public StepAnswer Step => field ??= Run;

    private void Run(ReadOnlySpan<float> values, Span<float> answer)
    {
        _pass.Start(window, Lanes.Width, masked: false, out Rows x, out _);
        for (int n = 0; n < values.Length; n++) x[n][0] = values[n];
        Rows y = _pass.Forward(folded, Lanes.Width);
        for (int n = 0; n < answer.Length; n++) answer[n] = y[_answers + n][0];
    }
}
