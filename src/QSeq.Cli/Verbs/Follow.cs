using System.Text;
using QSeq.Streaming;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast --follow</c>: rows as they come, and a forecast after each.</summary>
internal sealed class Follow(CliContext context, TrainedForecaster model, StreamingForecaster stream, LiveRows rows)
{
    private const int Batch = 1024; // rows that are taken at once where they are there
    private const int BatchCharacters = 1 << 20;

    /// <summary>Makes the stream of a model, with the state of a file if it is there.</summary>
    public static StreamingForecaster Start(TrainedForecaster model, bool carry, string? state)
    {
        ForecastRecipe recipe = model.Recipe;
        string? own = recipe.Windows.Known.Count > 0 ? $"the future of {string.Join(", ", recipe.Windows.Known)}"
            : recipe.Mask ? "which values were measured"
            : null;
        if (own is not null)
            throw new UsageException($"the model reads {own}, and --follow the columns of the rows alone; leave --follow out");
        var stream = new StreamingForecaster(model, 1, carry ? StreamMode.Carried : StreamMode.Windowed);
        if (state is not null && File.Exists(state)) stream.Restore(state);
        return stream;
    }

    /// <summary>Reads to the end, and keeps the state of the streams in a file, whatever ends it.</summary>
    public void Run(Stream input, string name, IReadOnlyList<string> targets, string? state)
    {
        Begin(targets, state);
        try
        {
            Read(input, name, targets);
        }
        finally
        {
            if (state is not null)
            {
                stream.Save(state);
                context.Note($"wrote {state}: the state after {RowsOf(stream.RowsRead)}");
            }
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

    private void Read(Stream input, string name, IReadOnlyList<string> targets)
    {
        double[] row = new double[stream.RowSize], forecast = new double[stream.ForecastSize];
        var line = new StringBuilder();
        bool begun = false;
        IEnumerable<string> lines = LiveRows.Lines(input, name);
        foreach (IReadOnlyList<string> batch in Feed.Batches(lines, Batch, text => text.Length, BatchCharacters, context.Token))
        {
            foreach (string text in batch)
            {
                context.Token.ThrowIfCancellationRequested();
                if (!rows.TryRead(text, row, out string? time) || !Step(name, row, forecast)) continue;
                if (!begun) context.Out.Write(Header(targets));
                begun = true;
                line.Clear().Append(time is null ? Invariant($"{stream.RowsRead}") : CsvText.Quote(time));
                foreach (double value in forecast) line.Append(CultureInfo.InvariantCulture, $",{value:G9}");
                context.Out.Write(line.Append('\n').ToString());
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
