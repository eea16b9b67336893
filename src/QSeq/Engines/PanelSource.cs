using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Engines;

/// <summary>Windows of several series as samples, those of a series one after the other.</summary>
internal sealed class PanelSource : IBatchSource
{
    private readonly WindowSet[] _series;
    private readonly int[] _first; // sample of each series

    /// <param name="model">The model they are for.</param>
    /// <param name="series">The windows of each series, cut alike; at least one window in all.</param>
    /// <param name="objective">What the model was made for; null for one output a target value.</param>
    /// <param name="part">What the windows are for, such as training.</param>
    /// <exception cref="ArgumentException">Windows do not fit the model, there is none, or there are more than can be numbered.</exception>
    public PanelSource(SequenceModel model, IReadOnlyList<WindowSet> series, Objective? objective, string part)
    {
        _series = [.. series.Where(windows => windows.Count > 0)];
        if (_series.Length == 0) throw new ArgumentException($"There is no {part} window; give longer series or other fractions.", nameof(series));
        foreach (WindowSet windows in _series) WindowSource.Check(model, windows, objective, part);
        _first = new int[_series.Length];
        long count = 0;
        for (int n = 0; n < _series.Length; n++)
        {
            _first[n] = (int)count;
            count += _series[n].Count;
            if (count > Array.MaxLength) throw new ArgumentException($"There are more than {Array.MaxLength} {part} windows; cut fewer with a larger stride.", nameof(series));
        }

        Count = (int)count;
    }

    public int Count { get; }

    public int MaxSteps => _series[0].Window;

    public int[]? Lengths => null;

    public int TargetsPerWeight => TargetRows(MaxSteps);

    public bool LearnsInputs => false;

    public int TargetRows(int steps) => _series[0].Sequence ? _series[0].Outputs * steps : _series[0].Outputs;

    public int Weight(ReadOnlySpan<int> samples) => samples.Length;

    public void Fill(ReadOnlySpan<int> samples, Rows x, Rows target, Rows mask)
    {
        if (samples.Length < x.Lanes)
        {
            x.Data.Clear();
            target.Data.Clear();
        }

        for (int lane = 0; lane < samples.Length; lane++)
        {
            int series = SeriesOf(samples[lane]);
            _series[series].FillLane(samples[lane] - _first[series], lane, x.Lanes, x.Data, target.Data);
        }
    }

    public void Scatter(ReadOnlySpan<int> samples, Rows dx, Span<float> gradient)
    {
    }

    private int SeriesOf(int sample) => Array.BinarySearch(_first, sample) is var place && place >= 0 ? place : ~place - 1;
}
