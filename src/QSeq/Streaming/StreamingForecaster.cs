using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Objectives;
using QSeq.Persistence;

namespace QSeq.Streaming;

/// <summary>
/// Forecasts of one or many streams row by row: it is given a row of inputs, in the units of the data, and gives the forecast
/// after it. A step allocates nothing. Streams stand side by side and take their rows together; each gets the bits that it would
/// get alone. Not for several threads at once; several objects may share a model.
/// </summary>
/// <example><code>
/// var stream = new StreamingForecaster(TrainedForecaster.Load("load.qseq"));
/// double[] next = new double[stream.ForecastSize];
/// foreach (double value in values)
///     if (stream.Step([value], next)) Console.WriteLine(next[0]);
/// </code></example>
public sealed class StreamingForecaster
{
    private const string Fill = "fill the gap first, such as with the value before it";

    private readonly TrainedForecaster _model;
    private readonly StreamStep _step;
    private readonly StreamBlock[] _blocks;
    private readonly StreamColumn[] _inputs;
    private readonly StreamColumn[] _targets;
    private readonly int _window;
    private readonly int _outputsPerTarget;
    private readonly int _forecastOutput;

    /// <summary>Streams of a model, before their first row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="streams">How many streams take their rows together, 1 or more.</param>
    /// <param name="mode">What a forecast is made of.</param>
    /// <exception cref="ArgumentException">There is no stream, or the mode is not defined for the model; the message says why.</exception>
    /// <exception cref="OverflowException">The rows of so many streams are more than a buffer holds.</exception>
    public StreamingForecaster(TrainedForecaster model, int streams = 1, StreamMode mode = StreamMode.Windowed)
    {
        ArgumentNullException.ThrowIfNull(model);
        OptionCheck.Require(streams >= 1, $"{streams} streams were asked for, expected 1 or more");
        WindowOptions windows = model.Recipe.Windows;
        (_model, Mode, Streams, _window) = (model, mode, streams, windows.Window);
        Objective objective = model.Recipe.Training.Objective;
        (_outputsPerTarget, _forecastOutput) = (objective.OutputsPerTarget, objective.ForecastOutput);
        _step = StreamStep.Of(model.Model, windows.Window, streams, mode);
        _inputs = [.. windows.Inputs.Select(name => StreamColumn.Of(model.Scaler, name))];
        _targets = [.. windows.Targets.Select(name => StreamColumn.Of(model.Scaler, name))];
        RowSize = checked(_inputs.Length * streams);
        ForecastSize = checked(windows.Horizon * _targets.Length * streams);
        int most = _step.MostLanes;
        _blocks = [.. Enumerable.Range(0, ((streams - 1) / most) + 1).Select(n => BlockAt(n * most))];

        StreamBlock BlockAt(int first) => new(first, Math.Min(most, streams - first), _inputs.Length, _step);
    }

    /// <summary>What a forecast is made of.</summary>
    public StreamMode Mode { get; }

    /// <summary>How many streams take their rows together.</summary>
    public int Streams { get; }

    /// <summary>Values of a row of all streams: inputs times streams.</summary>
    public int RowSize { get; }

    /// <summary>Values of a forecast of all streams: horizon times targets times streams.</summary>
    public int ForecastSize { get; }

    /// <summary>Rows that each stream has read.</summary>
    public long RowsRead { get; private set; }

    /// <summary>
    /// Whether a value that is no number stands for the value before it, of its input and stream; a saved state knows that value too.
    /// Before the first row there is none, and it is refused. By default it is refused everywhere.
    /// </summary>
    public bool FillsGaps { get; init; }

    /// <summary>
    /// Reads the next row of every stream and forecasts what comes after it. Nothing is read where it throws an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    /// <param name="row">
    /// [inputs][streams], in the order of the model's <see cref="WindowOptions.Inputs"/>, in the units of the data; finite, or no number
    /// where <see cref="FillsGaps"/>. Of an
    /// input that is known in the future (<see cref="WindowOptions.Known"/>), the value <see cref="WindowOptions.Horizon"/> rows
    /// later.
    /// </param>
    /// <param name="forecast">
    /// [horizon][targets][streams], receives the forecast in the units of the data; left as it is while there is none.
    /// </param>
    /// <returns>Whether there is a forecast: not before <see cref="WindowOptions.Window"/> rows were read.</returns>
    /// <exception cref="ArgumentException">
    /// A span is not as long as said, or a value cannot be read; the message names its column and stream.
    /// </exception>
    /// <exception cref="InvalidDataException">A forecast is not finite: the model has diverged. The row was read.</exception>
    public bool Step(ReadOnlySpan<double> row, Span<double> forecast)
    {
        if (row.Length != RowSize) throw WrongLength("row", row.Length, RowSize, _inputs.Length, "inputs");
        if (forecast.Length != ForecastSize) throw WrongLength("forecast", forecast.Length, ForecastSize, ForecastSize / Streams, "values");
        bool readable = true;
        foreach (StreamBlock block in _blocks)
        {
            Rows next = block.Next;
            for (int k = 0; k < _inputs.Length; k++)
            {
                ReadOnlySpan<double> values = row.Slice((k * Streams) + block.First, block.Count);
                readable &= StreamScaling.Read(values, _inputs[k].Offset, _inputs[k].Scale, next[k]);
            }
        }

        if (!readable && !FillGaps(row)) throw Unreadable(row);
        long number = RowsRead++;
        bool answers = number >= _window - 1, finite = true;
        foreach (StreamBlock block in _blocks)
        {
            block.Keep(number);
            Rows y = _step.Read(block, number, answers);
            for (int n = 0; answers && n < ForecastSize / Streams; n++)
            {
                StreamColumn target = _targets[n % _targets.Length];
                Span<double> values = forecast.Slice((n * Streams) + block.First, block.Count);
                finite &= StreamScaling.Write(y[(n * _outputsPerTarget) + _forecastOutput], target.Offset, target.Scale, values);
            }
        }

        if (finite) return answers;
        throw new InvalidDataException("The forecast is not finite: the model has diverged; train it again with a smaller learning rate.");
    }

    /// <summary>Forgets all rows: every stream is as before its first row.</summary>
    public void Reset()
    {
        RowsRead = 0;
        foreach (StreamBlock block in _blocks) block.Clear();
    }

    /// <summary>Saves what the streams know of their rows, whole or not at all.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        byte[] bytes = ToBytes();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes that <see cref="Save"/> writes.</summary>
    /// <returns>The file's content, the same for the same state on every system.</returns>
    public byte[] ToBytes()
    {
        float[] values = new float[ValuesAfter(RowsRead)];
        int at = 0;
        for (long row = RowsRead - KeptAfter(RowsRead); row < RowsRead; row++)
            foreach (int k in Enumerable.Range(0, _inputs.Length)) at += Exchange(values.AsSpan(at), block => block.At(row)[k], save: true);
        for (int k = 0; _step.OwnsState && k < _step.StateRows; k++) at += Exchange(values.AsSpan(at), block => block.State[k], save: true);
        return Describe(RowsRead).ToBytes(values);
    }

    /// <summary>Lets the streams go on from a saved state, with the bits they would have had.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote, for the same model, mode and number of streams.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is of another model, mode or number of streams, is damaged, or was written by a newer QSeq; the streams are as they were.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Restore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file; check the path, or {FileWords.State.Damaged.Text}", path);
        Restore(ModelFormat.ReadAll(path, FileWords.State), path);
    }

    /// <summary>Lets the streams go on from the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Restore(string)"/>.</exception>
    public void Restore(ReadOnlySpan<byte> bytes, string name)
    {
        StreamFile file = StreamFile.Read(bytes, name, out float[] values), own = Describe(0);
        ErrorText? problem = null;
        if (file.Weights != own.Weights)
            problem = $"another model, by its weights {Short(file.Weights)}, and this one has {Short(own.Weights)}; name its model";
        else if (file.Recipe != own.Recipe || file.Scaling != own.Scaling)
            problem = "a model of the same weights with another recipe or scaling; name its model";
        else if (file.Mode != own.Mode)
            problem = $"streams in the mode {BadData.Quote(file.Mode)}, expected '{own.Mode}'; {ChooseMode}";
        else if (file.Streams != Streams)
            problem = $"{file.Streams} streams, expected {Streams}; have as many";
        Advice begin = FileWords.State.Damaged;
        if (problem is not null) throw BadData.In(name, $"the state is of {problem}, or {begin}");
        if (file.RowsRead > long.MaxValue || values.LongLength != ValuesAfter((long)file.RowsRead))
            throw BadData.In(name, $"the state has {values.Length} values, unfit for {file.RowsRead} rows read; it is damaged; {begin}");
        Reset();
        int at = 0;
        for (long row = (long)file.RowsRead - KeptAfter((long)file.RowsRead); row < (long)file.RowsRead; row++)
        {
            foreach (int k in Enumerable.Range(0, _inputs.Length)) at += Exchange(values.AsSpan(at), block => block.Next[k], save: false);
            foreach (StreamBlock block in _blocks)
            {
                block.Keep(row);
                if (!_step.OwnsState) _step.Read(block, row, answers: false);
            }
        }

        for (int k = 0; _step.OwnsState && k < _step.StateRows; k++)
            at += Exchange(values.AsSpan(at), block => block.State[k], save: false);
        RowsRead = (long)file.RowsRead;
    }

    /// <summary>
    /// Scores a mode on the test part of a table, in the units of the data: a stream reads it from its first row on, and every
    /// forecast of the test part's windows is compared with what came. Of a sequence model it is the answer after a window's last row.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The series, split as the model's recipe says.</param>
    /// <param name="mode">What a forecast is made of.</param>
    /// <returns>The scores, over all targets and steps ahead.</returns>
    /// <exception cref="ArgumentException">
    /// The mode is not defined for the model, a column is unknown, the series is too short, or there is no test part.
    /// </exception>
    /// <exception cref="InvalidDataException">A value cannot be read, or a forecast is not finite.</exception>
    public static Scores Evaluate(TrainedForecaster model, SeriesTable table, StreamMode mode)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        return StreamScores.Of(model, table, new StreamingForecaster(model, 1, mode));
    }

    private Advice ChooseMode => new("StreamingForecaster.Mode", Mode == StreamMode.Carried ? StreamMode.Windowed : StreamMode.Carried, "choose its mode");

    private StreamFile Describe(long rows)
    {
        string recipe = (_model.Recipe with { Levels = [] }).Digest(), mode = Mode == StreamMode.Carried ? "carried" : "windowed";
        return new StreamFile(_model.Digest, recipe, _model.Scaler, mode, Streams, (ulong)rows);
    }

    private long KeptAfter(long rows) => Math.Min(rows, _step.KeptRows);

    private long ValuesAfter(long rows) => checked((KeptAfter(rows) * RowSize) + (_step.OwnsState ? (long)_step.StateRows * Streams : 0));

    // A row of every block from or to values, [streams].
    private int Exchange(Span<float> values, RowOf row, bool save)
    {
        foreach (StreamBlock block in _blocks)
        {
            Span<float> lanes = row(block), own = values.Slice(block.First, block.Count);
            if (save) lanes[..own.Length].CopyTo(own);
            else if (own.Length == 1) lanes.Fill(own[0]); // as a step leaves the row of one stream
            else own.CopyTo(lanes);
        }

        return Streams;
    }

    private static string Short(string digest) => digest[..Math.Min(12, digest.Length)];

    private ArgumentException WrongLength(string name, int found, int expected, int each, string what) => new(
        FormattableString.Invariant($"The {name} has {found} values, expected {expected}: {each} {what} of {Count}."), name);

    private string Count => FormattableString.Invariant($"{Streams} {(Streams == 1 ? "stream" : "streams")}");

    private bool IsGap(double value) => FillsGaps && RowsRead > 0 && double.IsNaN(value);

    // Fills the gaps of the next row, scaled as the row before is, and tells whether all of it can be read.
    private bool FillGaps(ReadOnlySpan<double> row)
    {
        if (FirstUnreadable(row) < row.Length) return false;
        foreach (StreamBlock block in _blocks)
        {
            Rows next = block.Next, last = block.At(RowsRead - 1);
            for (int k = 0; k < _inputs.Length; k++)
            {
                ReadOnlySpan<double> values = row.Slice((k * Streams) + block.First, block.Count);
                for (int n = 0; n < values.Length; n++)
                {
                    if (!double.IsNaN(values[n])) continue;
                    if (values.Length == 1) last[k].CopyTo(next[k]); // as a step leaves the row of one stream
                    else next[k][n] = last[k][n];
                }
            }
        }

        return true;
    }

    private int FirstUnreadable(ReadOnlySpan<double> row)
    {
        int at = 0;
        for (; at < row.Length; at++)
        {
            StreamColumn column = _inputs[at / Streams];
            if (!IsGap(row[at]) && !float.IsFinite((float)((row[at] - column.Offset) * column.Scale))) break;
        }

        return at;
    }

    private ArgumentException Unreadable(ReadOnlySpan<double> row)
    {
        int at = FirstUnreadable(row);

        string stream = Streams == 1 ? "" : FormattableString.Invariant($", stream {at % Streams}");
        string where = $"column '{_inputs[at / Streams].Name}'{stream}";
        return double.IsFinite(row[at])
            ? OptionCheck.Refusal($"{where}: {row[at]} scaled is too large for single precision; correct the value")
            : OptionCheck.Refusal($"{where}: the value is {row[at]}, expected a finite number; {Fill}");
    }

    private delegate Span<float> RowOf(StreamBlock block);

    private readonly record struct StreamColumn(string Name, double Offset, double Scale)
    {
        public static StreamColumn Of(Scaler scaler, string name)
        {
            int column = scaler.IndexOf(name);
            return new StreamColumn(name, scaler.Offset[column], scaler.Scale[column]);
        }
    }
}
