using System.Text;
using QSeq.Streaming;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast --follow</c>: rows as they come, and a forecast after each.</summary>
internal sealed class Follow(CliContext context, TrainedForecaster model, StreamingForecaster stream, LiveRows rows)
{
    private const int Batch = 1024; // rows that are taken at once where they are there
    private const int BatchCharacters = 1 << 20;
    private const int Idle = 500; // milliseconds without a row, after which it is asked whether to write the state

    /// <summary>Makes the stream of a model, with the state of a file if it is there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="carry">Whether the cells go on from row to row.</param>
    /// <param name="fills">Whether the value before a gap fills it.</param>
    /// <param name="state">The file; null for none.</param>
    public static StreamingForecaster Start(TrainedForecaster model, bool carry, bool fills, string? state)
    {
        ForecastRecipe recipe = model.Recipe;
        string? own = recipe.Windows.Known.Count > 0 ? $"the future of {string.Join(", ", recipe.Windows.Known)}"
            : recipe.Mask ? "which values were measured"
            : null;
        if (own is not null)
            throw new UsageException($"the model reads {own}, and --follow the columns of the rows alone; leave --follow out");
        var stream = new StreamingForecaster(model, 1, carry ? StreamMode.Carried : StreamMode.Windowed) { FillsGaps = fills };
        if (state is not null && File.Exists(state)) stream.Restore(state);
        return stream;
    }

    /// <summary>Reads to the end, and keeps the state of the stream in a file, whatever ends it.</summary>
    public void Run(Stream input, string name, IReadOnlyList<string> targets, string? state)
    {
        using var hangup = new Hangup(context.Token);
        StateFile? file = state is null ? null : new StateFile(stream, state, context.Clock);
        try
        {
            Read(input, name, targets, file, () => Begin(targets, state), hangup.Token);
        }
        finally
        {
            if (file?.Close() == true) context.Note($"wrote {state}: the state after {RowsOf(stream.RowsRead)}");
        }

        int window = model.Recipe.Windows.Window;
        if (stream.RowsRead < window) context.Note($"note: there was no forecast, for the model reads {window} and {RowsOf(stream.RowsRead)} came");
    }

    private static string RowsOf(long count) => Invariant($"{count} {(count == 1 ? "row" : "rows")}");

    private void Begin(IReadOnlyList<string> targets, string? state)
    {
        int window = model.Recipe.Windows.Window;
        if (targets[0] != model.Recipe.Windows.Targets[0])
            context.Note($"note: '{targets[0]}' is scaled as '{model.Recipe.Windows.Targets[0]}' was, the series the model was trained on");
        if (stream.RowsRead > 0) context.Note($"going on from {state}, after {RowsOf(stream.RowsRead)}");
        else if (state is not null) context.Note($"note: there is no {state}, so the stream begins anew");
        if (stream.RowsRead < window - 1) context.Note($"note: the first forecast comes after {RowsOf(window - stream.RowsRead)}");
        if (stream.Mode == StreamMode.Carried)
        {
            string other = Invariant($"from row {window + 1} on these are not the forecasts of windows");
            context.Note($"note: the cells go on from row to row, so {other}; qseq evaluate --carry says how good they are");
        }
    }

    private void Read(Stream input, string name, IReadOnlyList<string> targets, StateFile? file, Action begin, CancellationToken token)
    {
        double[] row = new double[stream.RowSize], forecast = new double[stream.ForecastSize];
        var line = new StringBuilder();
        bool hasHeader = false, begun = false;
        IEnumerable<string> lines = LiveRows.Lines(input, name);
        foreach (IReadOnlyList<string> batch in Feed.Batches(lines, Batch, text => text.Length, BatchCharacters, file is null ? Timeout.Infinite : Idle, token))
        {
            file?.WriteInTime();
            foreach (string text in batch)
            {
                token.ThrowIfCancellationRequested();
                bool isRow = rows.TryRead(text, row, out string? time);
                if (!hasHeader && rows.HasHeader) begin();
                hasHeader = rows.HasHeader;
                if (!isRow) continue;
                if (!Step(name, row, forecast))
                {
                    file?.Answered(row);
                    continue;
                }

                if (!begun) context.Out.Write(Header(targets));
                begun = true;
                line.Clear().Append(time is null ? Invariant($"{stream.RowsRead}") : CsvText.Quote(time));
                foreach (double value in forecast) line.Append(CultureInfo.InvariantCulture, $",{value:G9}");
                context.Out.Write(line.Append('\n').ToString());
                file?.Answered(row);
            }
        }
    }

    private bool Step(string name, double[] row, double[] forecast)
    {
        try
        {
            return stream.Step(row, forecast);
        }
        catch (ArgumentException e)
        {
            throw BadData.At(name, rows.Line, ErrorText.Of(e));
        }
    }

    // Step h of the target x is x+h.
    private string Header(IReadOnlyList<string> targets)
    {
        int horizon = stream.ForecastSize / targets.Count;
        var ahead = from step in Enumerable.Range(1, horizon)
                    from target in targets
                    select Invariant($"{target}+{step}");
        return string.Join(',', ahead.Prepend(rows.TimeName ?? "row").Select(CsvText.Quote)) + "\n";
    }
}
