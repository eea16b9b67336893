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
