using System.Runtime.CompilerServices;

namespace QSeq.Data;

/// <summary>
/// Samples cut from scaled series by a sliding window. Sample s starts at row r = (first + s) * stride: its inputs are rows
/// r to r+W-1, its targets rows r+W to r+W+H-1 (sequence: for each step t the row r+t+1). The values are kept once,
/// however many windows and slices look at them.
/// </summary>
public sealed class WindowSet
{
    private readonly float[][] _inputs;  // [input][row], scaled
    private readonly float[][] _targets; // [target][row], scaled; shared with _inputs where the column is the same
    private readonly Truth[] _truth; // [target]
    private readonly int _first;

    private WindowSet(float[][] inputs, float[][] targets, Truth[] truth, WindowOptions options, int first, int count) =>
        (_inputs, _targets, _truth, Options, _first, Count) = (inputs, targets, truth, options, first, count);

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
    /// <returns>floor((length - window - horizon) / stride) + 1 samples, less those left out at the end.</returns>
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

        var scaled = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (string name in named.Inputs.Concat(named.Targets))
            if (!scaled.ContainsKey(name)) scaled[name] = ScaleColumn(table.Column(name), scaler, name);
        return new WindowSet(
            [.. named.Inputs.Select(name => scaled[name])],
            [.. named.Targets.Select(name => scaled[name])],
            [.. named.Targets.Select(name => new Truth(table.Values(table.ColumnIndex(name)), table.FilledRows(table.ColumnIndex(name))))],
            named,
            first: 0,
            CountOf(table.Length, named, Describe(named)));
    }

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
        return new WindowSet(_inputs, _targets, _truth, Options, _first + start, count);
    }

    /// <inheritdoc cref="Slice(int, int)"/>
    /// <param name="range">The samples, such as a part of a <see cref="Split"/>.</param>
    public WindowSet Slice(WindowRange range) => Slice(range.Start, range.Count);

    /// <summary>The row of the table that holds the first target of a sample: the row after the window (sequence: after its first step).</summary>
    /// <param name="sample">The sample, 0 to <see cref="Count"/> less 1.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public int TargetIndex(int sample)
    {
        CheckSample(sample);
        return ((_first + sample) * Options.Stride) + (Sequence ? 1 : Window);
    }

    /// <summary>A target value in the units of the data, as the table has it.</summary>
    /// <param name="sample">The sample, 0 to <see cref="Count"/> less 1.</param>
    /// <param name="place">Its place in the sample: target j of step h is at h * targets + j.</param>
    /// <param name="isMeasured">Whether it was measured; false where a gap was filled in.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public double Target(int sample, int place, out bool isMeasured)
    {
        Truth truth = _truth[place % _truth.Length];
        int row = TargetIndex(sample) + (place / _truth.Length);
        isMeasured = truth.Filled?[row] != true;
        return truth.Values[row];
    }

    /// <summary>The last value of a target before a sample's targets, in the units of the data.</summary>
    internal double Last(int sample, int place) => _truth[place % _truth.Length].Values[TargetIndex(sample) - 1];

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
        Gather(_targets, samples, Sequence ? 1 : Window, Sequence ? Window : Horizon, lanes, y, "y");
    }

    /// <summary>Gathers the inputs alone, as <see cref="Fill"/> does.</summary>
    /// <inheritdoc cref="Fill"/>
    public void FillInputs(ReadOnlySpan<int> samples, int lanes, Span<float> x)
    {
        OptionCheck.Require(lanes % 16 == 0 && lanes >= samples.Length, $"{lanes} lanes were given for {samples.Length} samples, expected a multiple of 16 and no fewer");
        foreach (int sample in samples) CheckSample(sample);
        Gather(_inputs, samples, offset: 0, Window, lanes, x, "x");
    }

    /// <summary>Copies columns[c][row of the sample + offset + step] to buffer[step][c][lane].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(float[][] columns, ReadOnlySpan<int> samples, int offset, int steps, int lanes, Span<float> buffer, string name)
    {
        int needed = steps * columns.Length * lanes, stride = Options.Stride;
        if (buffer.Length < needed) throw new ArgumentException($"buffer {name} holds {buffer.Length} values, expected {needed}");
        for (int step = 0; step < steps; step++)
        {
            foreach (float[] column in columns)
            {
                Span<float> target = buffer[..lanes];
                int row = (_first * stride) + offset + step;
                for (int lane = 0; lane < samples.Length; lane++) target[lane] = column[row + (samples[lane] * stride)];
                target[samples.Length..].Clear();
                buffer = buffer[lanes..];
            }
        }
    }

    private void CheckSample(int sample) =>
        OptionCheck.Require((uint)sample < (uint)Count, $"sample {sample} was asked for, expected 0 to {Count - 1}");

    /// <summary>The options with every column named, checked against the table.</summary>
    internal static WindowOptions Complete(WindowOptions options, SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        IReadOnlyList<string> inputs = options.Inputs is { Count: > 0 } ? [.. options.Inputs] : table.Names;
        IReadOnlyList<string> targets = options.Targets is { Count: > 0 } ? [.. options.Targets] : inputs;
        CheckDifferent(inputs, "input");
        CheckDifferent(targets, "target");
        return options with { Inputs = inputs, Targets = targets };
    }

    private static void CheckDifferent(IReadOnlyList<string> names, string what)
    {
        if (names.CountBy(name => name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
            throw new ArgumentException($"{what} column '{twice}' is named twice; name it once");
    }

    /// <summary>What errors call the series of a table.</summary>
    internal static string Describe(WindowOptions named) => $"series '{named.Targets[0]}'";

    /// <summary>How many windows so many rows give.</summary>
    internal static int CountOf(int rows, WindowOptions options, string name)
    {
        options.Validate();
        long last = (long)rows - options.Window - options.Horizon;
        long count = last < 0 ? 0 : (last / options.Stride) + 1;
        if (count > options.OmitLast) return (int)count - options.OmitLast;

        string series = $"{name} ({rows} {(rows == 1 ? "value" : "values")})";
        if (count > 0) throw new SeriesTooShortException($"{series} gives {count} windows of {options.Window}, all of which are left out; leave out fewer than {options.OmitLast}");
        int largest = rows - options.Horizon;
        if (largest < 1) throw new SeriesTooShortException($"{series} is too short for window {options.Window} and horizon {options.Horizon}; it needs {(long)options.Window + options.Horizon} values or more");
        string fits = options.Window > rows ? "is longer than" : $"and horizon {options.Horizon} do not fit in";
        throw new SeriesTooShortException($"window {options.Window} {fits} {series}; choose a window of {largest} or less");
    }

    // A target's column as the table has it.
    private readonly record struct Truth(double[] Values, bool[]? Filled);

    private static float[] ScaleColumn(ReadOnlySpan<double> column, Scaler scaler, string name)
    {
        int index = scaler.IndexOf(name);
        var scaled = new float[column.Length];
        for (int t = 0; t < scaled.Length; t++)
        {
            scaled[t] = (float)scaler.Transform(index, column[t]);
            if (!float.IsFinite(scaled[t]))
                throw new InvalidDataException($"column '{name}', row {t}: {column[t]:R} scaled is too large for single precision; choose another scaler or correct the value");
        }

        return scaled;
    }
}
