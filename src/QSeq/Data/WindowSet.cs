using System.Runtime.CompilerServices;

namespace QSeq.Data;

/// <summary>
/// Samples cut from scaled series by a sliding window. Window w starts at row r = w * stride: its inputs are rows r to r+W-1
/// (those known in the future: rows r+H to r+H+W-1), its targets rows r+W to r+W+H-1 (sequence: for each step t the row
/// r+t+1). Where values were filled in, a window knows nothing of what comes after it, and one that is made of them for the
/// most part is no sample (<see cref="WindowOptions.MaxGap"/>). The values are kept once, however many windows and slices
/// look at them.
/// </summary>
public sealed class WindowSet
{
    private readonly WindowColumn[] _inputs;  // shared with _targets where the column is the same
    private readonly WindowColumn[] _targets;
    private readonly int[]? _windows; // those that are samples; null for all
    private readonly int _first; // window, or place among them

    private WindowSet(WindowColumn[] inputs, WindowColumn[] targets, WindowOptions options, int[]? windows, int first, int count) =>
        (_inputs, _targets, Options, _windows, _first, Count) = (inputs, targets, options, windows, first, count);

    /// <summary>How the windows were cut, with every column named.</summary>
    public WindowOptions Options { get; }

    /// <summary>The number of samples; may be 0 in a slice.</summary>
    public int Count { get; }

    /// <summary>Time steps a sample.</summary>
    public int Window => Options.Window;

    /// <summary>Steps ahead that are targets.</summary>
    public int Horizon => Options.Horizon;

    /// <summary>Input columns.</summary>
    public int Inputs => _inputs.Length;

    /// <summary>Target values a sample (a step, when <see cref="Sequence"/>): targets times horizon, target j of step h at h * targets + j.</summary>
    public int Outputs => _targets.Length * Horizon;

    /// <summary>Whether every step of the window has a target.</summary>
    public bool Sequence => Options.Sequence;

    /// <summary>Cuts windows over the whole of a table, in time order.</summary>
    /// <param name="table">The series.</param>
    /// <param name="scaler">The scaling of its columns, found by name.</param>
    /// <param name="options">How to cut.</param>
    /// <returns>floor((length - window - horizon) / stride) + 1 samples, less those left out at the end and those across long gaps.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window, horizon or stride below 1, or a sequence with a horizon above 1.</exception>
    /// <exception cref="SeriesTooShortException">The series is too short for one window.</exception>
    /// <exception cref="ArgumentException">A column is unknown or named twice.</exception>
    /// <exception cref="InvalidDataException">A scaled value is too large for single precision.</exception>
    public static WindowSet Create(SeriesTable table, Scaler scaler, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(scaler);
        WindowOptions named = Complete(options, table);

        var columns = new Dictionary<string, WindowColumn>(StringComparer.Ordinal);
        foreach (string name in named.Inputs.Concat(named.Targets))
            if (!columns.ContainsKey(name)) columns[name] = WindowColumn.Of(table, name, scaler, named.Known.Contains(name) ? named.Horizon : 0);
        WindowColumn[] inputs = [.. named.Inputs.Select(name => columns[name])], targets = [.. named.Targets.Select(name => columns[name])];
        int count = CountOf(table.Length, named, Describe(named));
        int[]? kept = WindowGaps.Kept(inputs, targets, named, count);
        return new WindowSet(inputs, targets, named, kept, first: 0, kept?.Length ?? count) { LeftOut = count - (kept?.Length ?? count) };
    }

    /// <summary>How many windows of the table are no samples because values that were filled in make up too much of them; 0 for a slice.</summary>
    public int LeftOut { get; private init; }

    /// <summary>Some of the samples, still in time order; a view, nothing is copied.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <returns>The view; its sample 0 is sample <paramref name="start"/> of this set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The samples are not all in this set.</exception>
    public WindowSet Slice(int start, int count)
    {
        OptionCheck.Require(
            start >= 0 && count >= 0 && start <= Count - count,
            $"samples {start} to {start + (long)count - 1} were asked for, expected some of 0 to {Count - 1}");
        return new WindowSet(_inputs, _targets, Options, _windows, _first + start, count);
    }

    /// <summary>The samples among some windows of the table; a view, nothing is copied.</summary>
    /// <param name="range">The windows, such as a part of a <see cref="Split"/>.</param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The windows are not all in this set.</exception>
    public WindowSet Slice(WindowRange range)
    {
        if (_windows is null) return Slice(range.Start - _first, range.Count);
        int start = Place(range.Start), end = Place(range.Start + range.Count);
        return Slice(start - _first, end - start);

        int Place(int window) => Array.BinarySearch(_windows, window) is var place && place >= 0 ? place : ~place;
    }

    /// <summary>The row of the table that holds the first target of a sample: the row after the window (sequence: after its first step).</summary>
    /// <param name="sample">The sample, 0 to <see cref="Count"/> less 1.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public int TargetIndex(int sample)
    {
        CheckSample(sample);
        return (WindowOf(sample) * Options.Stride) + (Sequence ? 1 : Window);
    }

    /// <summary>A target value in the units of the data, as the table has it.</summary>
    /// <param name="sample">The sample, 0 to <see cref="Count"/> less 1.</param>
    /// <param name="place">Its place in the sample: target j of step h is at h * targets + j.</param>
    /// <param name="isMeasured">Whether it was measured; false where a gap was filled in.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public double Target(int sample, int place, out bool isMeasured)
    {
        WindowColumn target = _targets[place % _targets.Length];
        int row = TargetIndex(sample) + (place / _targets.Length);
        isMeasured = target.IsMeasured(row);
        return target.Values[row];
    }

    /// <summary>The last value of a target that was measured before a sample's targets, in the units of the data.</summary>
    internal double Last(int sample, int place)
    {
        WindowColumn target = _targets[place % _targets.Length];
        return target.Values[Math.Max(0, target.LastMeasured(TargetIndex(sample) - 1))];
    }

    /// <summary>Gathers samples feature by feature, sample by sample within, as kernels read them.</summary>
    /// <param name="samples">The samples, in any order, also repeated.</param>
    /// <param name="lanes">A multiple of 16, at least as many as samples; the lanes beyond them are set to 0.</param>
    /// <param name="x">The inputs, [window][inputs][lanes].</param>
    /// <param name="y">The targets, [outputs][lanes], or [window][targets][lanes] for a sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample, or the number of lanes is not as said.</exception>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public void Fill(ReadOnlySpan<int> samples, int lanes, Span<float> x, Span<float> y)
    {
        FillInputs(samples, lanes, x);
        (int offset, int steps) = Sequence ? (1, Window) : (Window, Horizon);
        Gather(_targets, samples, offset, steps, lanes, y, "y");
        for (int target = 0; target < _targets.Length; target++)
            if (_targets[target].Before is not null) Hold(_targets, target, samples, offset, steps, false, lanes, y);
    }

    /// <summary>Gathers the inputs alone, as <see cref="Fill"/> does.</summary>
    /// <inheritdoc cref="Fill"/>
    public void FillInputs(ReadOnlySpan<int> samples, int lanes, Span<float> x)
    {
        OptionCheck.Require(lanes % 16 == 0 && lanes >= samples.Length, $"{lanes} lanes were given for {samples.Length} samples, expected a multiple of 16 and no fewer");
        foreach (int sample in samples) CheckSample(sample);
        Gather(_inputs, samples, offset: 0, Window, lanes, x, "x");
        for (int input = 0; input < _inputs.Length; input++)
            if (_inputs[input].Before is not null) Hold(_inputs, input, samples, 0, Window, Sequence, lanes, x);
    }

    /// <summary>Copies columns[c][row of the sample + offset + lead + step] to buffer[step][c][lane].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(WindowColumn[] columns, ReadOnlySpan<int> samples, int offset, int steps, int lanes, Span<float> buffer, string name)
    {
        int needed = steps * columns.Length * lanes, stride = Options.Stride;
        if (buffer.Length < needed) throw new ArgumentException($"buffer {name} holds {buffer.Length} values, expected {needed}");
        int[]? windows = _windows;
        for (int step = 0; step < steps; step++)
        {
            foreach (WindowColumn column in columns)
            {
                Span<float> target = buffer[..lanes];
                float[] scaled = column.Scaled;
                int row = offset + step + (ReferenceEquals(columns, _inputs) ? column.Lead : 0);
                if (windows is null)
                {
                    row += _first * stride;
                    for (int lane = 0; lane < samples.Length; lane++) target[lane] = scaled[row + (samples[lane] * stride)];
                }
                else
                {
                    for (int lane = 0; lane < samples.Length; lane++) target[lane] = scaled[row + (windows[_first + samples[lane]] * stride)];
                }

                target[samples.Length..].Clear();
                buffer = buffer[lanes..];
            }
        }
    }

    /// <summary>Gathers one sample into one lane of buffers that are laid out as <see cref="Fill"/> says; the other lanes stay.</summary>
    internal void FillLane(int sample, int lane, int lanes, Span<float> x, Span<float> y)
    {
        CheckSample(sample);
        (int offset, int steps) = Sequence ? (1, Window) : (Window, Horizon);
        FillLane(_inputs, sample, 0, Window, Sequence, lane, lanes, x);
        FillLane(_targets, sample, offset, steps, false, lane, lanes, y);
    }

    private void FillLane(WindowColumn[] columns, int sample, int offset, int steps, bool everywhere, int lane, int lanes, Span<float> buffer)
    {
        int start = (WindowOf(sample) * Options.Stride) + offset;
        for (int place = 0; place < columns.Length; place++)
        {
            WindowColumn column = columns[place];
            ReadOnlySpan<float> scaled = column.Scaled.AsSpan(start + (ReferenceEquals(columns, _inputs) ? column.Lead : 0), steps);
            for (int step = 0; step < steps; step++) buffer[(((step * columns.Length) + place) * lanes) + lane] = scaled[step];
            if (column.Before is not null) Hold(column, start, steps, everywhere, buffer[((place * lanes) + lane)..], columns.Length * lanes);
        }
    }

    private void Hold(WindowColumn[] columns, int place, ReadOnlySpan<int> samples, int offset, int steps, bool everywhere, int lanes, Span<float> buffer)
    {
        for (int lane = 0; lane < samples.Length; lane++)
        {
            int start = (WindowOf(samples[lane]) * Options.Stride) + offset;
            Hold(columns[place], start, steps, everywhere, buffer[((place * lanes) + lane)..], columns.Length * lanes);
        }
    }

    // What was filled in between two values knows the second. Where that comes after the steps, the first is held instead; for
    // inputs with a target after every step, everywhere.
    private static void Hold(WindowColumn column, int start, int steps, bool everywhere, Span<float> values, int apart)
    {
        for (int step = steps - 1; step >= 0; step--)
        {
            bool measured = column.IsMeasured(start + step);
            if (measured && !everywhere) break;
            if (!measured) values[step * apart] = column.Scaled[Math.Max(0, column.LastMeasured(start + step))];
        }
    }

    private int WindowOf(int sample) => _windows is null ? _first + sample : _windows[_first + sample];

    private void CheckSample(int sample) =>
        OptionCheck.Require((uint)sample < (uint)Count, $"sample {sample} was asked for, expected 0 to {Count - 1}");

    /// <summary>The options with every column named, checked against the table.</summary>
    internal static WindowOptions Complete(WindowOptions options, SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        IReadOnlyList<string> inputs = options.Inputs is { Count: > 0 } ? [.. options.Inputs] : table.Names;
        IReadOnlyList<string> targets = options.Targets is { Count: > 0 } ? [.. options.Targets] : [.. inputs.Except(options.Known)];
        if (targets.Count == 0) throw new ArgumentException("every column is known in the future, so that none is left to forecast");
        foreach (string known in options.Known)
        {
            if (!inputs.Contains(known)) throw new ArgumentException(NearestName.Describe("known input", known, inputs));
            if (targets.Contains(known)) throw new ArgumentException($"column '{known}' cannot be both a target and known in the future");
        }

        return options with { Inputs = inputs, Targets = targets };
    }

    /// <summary>What errors call the series of a table.</summary>
    internal static string Describe(WindowOptions named) => $"series '{named.Targets[0]}'";

    /// <summary>How many windows so many rows give, of which none has been left out.</summary>
    internal static long Uncut(int rows, WindowOptions options)
    {
        long last = (long)rows - options.Window - options.Horizon;
        return last < 0 ? 0 : (last / options.Stride) + 1;
    }

    /// <summary>How many windows so many rows give. Where there are none, <paramref name="fitting"/> is asked what to choose instead; null is nothing.</summary>
    internal static int CountOf(int rows, WindowOptions options, string name, Func<string?>? fitting = null)
    {
        options.Validate();
        long count = Uncut(rows, options);
        if (count > options.OmitLast) return (int)count - options.OmitLast;

        string series = $"{name} ({rows} {(rows == 1 ? "value" : "values")})";
        if (count > 0) throw new SeriesTooShortException($"{series} gives {count} windows of {options.Window}, all of which are left out; leave out fewer than {options.OmitLast}");
        int largest = rows - options.Horizon;
        string? choice = fitting is not null ? fitting() : largest > 0 ? FormattableString.Invariant($"a window of {largest} or less") : null;
        if (largest < 1)
        {
            string or = choice is null ? "" : $", or choose {choice}";
            throw new SeriesTooShortException($"{series} is too short for window {options.Window} and horizon {options.Horizon}; it needs {(long)options.Window + options.Horizon} values or more{or}");
        }

        string fits = options.Window > rows ? "is longer than" : $"and horizon {options.Horizon} do not fit in";
        string advice = choice is not null ? $"choose {choice}" : "even a window of 1 leaves a part without windows, so choose other fractions or a longer series";
        throw new SeriesTooShortException($"window {options.Window} {fits} {series}; {advice}");
    }
}
