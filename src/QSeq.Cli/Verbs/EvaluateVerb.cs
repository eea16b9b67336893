using QSeq.Streaming;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq evaluate</c>: a saved model's scores on the test part of data, beside baselines.</summary>
internal static class EvaluateVerb
{
    public static VerbCommand Create(CliContext context)
    {
        var input = new ModelInput("A model file of qseq train.", "A CSV file, packed or not, a Parquet or Arrow file, or a data base (see --query); - reads standard input.");
        Option<bool> all = Opt.Flag(
            "--all",
            "All of the data instead of its test part, for data the model has not seen. [default: the split it was trained with]");
        Option<bool> carry = Opt.Flag(
            "--carry", "Also score the model with its cells going on from row to row, from the first row of the data on, as qseq forecast --follow --carry does.");
        Option<bool> json = Opt.Flag("--json", "JSON instead of a table.");
        return new VerbCommand(
            "evaluate",
            "Score a saved model on the test part of data, in original units, beside baselines.",
            "qseq evaluate total.qseq sales.csv",
            "qseq evaluate total.qseq next-year.csv --all --json",
            "qseq evaluate load.qseq load.csv --carry   # how good forecast --follow --carry is",
            "qseq evaluate all.qseq Hourly-train.csv   # every series, with a model of train --global")
        {
            input.Model, input.Data, input.Column, all, carry, json, input.Reading,
        }.Does(parsed =>
        {
            if (ModelFile.Global(parsed.GetValue(input.Model)!) is { } global)
            {
                parsed.Only(false, [all, carry, json], "a model of many series", "a model of one");
                new GlobalForecasts(context, input).Evaluate(parsed, global);
                return;
            }

            parsed.Only(!parsed.GetValue(all), [carry], "all of the data", "its test part");
            TrainedForecaster forecaster = input.Load(parsed);
            WindowOptions windows = forecaster.Recipe.Windows;
            string? name = parsed.GetValue(input.Column);
            SeriesTable table = input.Read(context, parsed, forecaster, withTargets: true);
            bool whole = parsed.GetValue(all);
            TrainedRows? rows = forecaster.Data.Rows is { } count ? new TrainedRows(forecaster.Data, count) : null;
            (WindowSet? train, WindowSet test) = Cut(context, table, forecaster, rows, whole);
            if (name is not null && !windows.Targets.Contains(name)) rows = null; // another series has rows of its own

            var own = ScoreReport.Row.Of(forecaster, Interruptible.Run(() => forecaster.Evaluate(test), context.Token));
            List<ScoreReport.Row> baselines = ScoreReport.Baselines(train, test, forecaster.Scaler, table, out string? missing, context.Token);
            ScoreReport.Row? carried = parsed.GetValue(carry) ? Carried(context, forecaster, table) : null;
            IntervalReport.Row[] intervals = IntervalReport.Of(forecaster, test, table, train is null ? 0 : train.TargetIndex(train.Count - 1));
            string[] warnings = context.Warn(
                rows?.Overlap(table, test, table.Source == forecaster.Data.Source, whole),
                ScoreReport.Overflow(own.Scores, table, forecaster.Recipe.Columns));
            string part = whole ? "all" : "test part";
            string title = $"{ScoreReport.Series(windows, name)}, {part}, {test.Count} windows, original units";
            if (!parsed.GetValue(json))
            {
                ScoreReport.Write(context, windows.Targets.Count == 1 ? title : Invariant($"{part}, {test.Count} windows, original units"), windows, own, baselines, missing);
                if (carried is not null) ScoreReport.WriteCarried(context, own, carried);
                context.Show(IntervalReport.Blocks(forecaster, intervals));
                return;
            }

            var answer = new JsonObject
            {
                ["source"] = table.Source,
                ["title"] = title,
                ["trainedOn"] = forecaster.Data.Source,
                ["sameRows"] = rows?.SameExtent(table),
                ["warnings"] = JsonText.Array(warnings),
                ["scores"] = JsonText.Array([own, .. baselines], row => ScoreReport.ToJson(row, windows)),
            };
            if (carried is not null) answer["carried"] = ScoreReport.ToJson(carried, windows);
            if (intervals.Length > 0) answer["intervals"] = IntervalReport.ToJson(intervals, windows);
            JsonText.Write(context.Out, answer);
        });
    }

    // What is compared with the truth is the same; rows before the test part are read as well.
    private static ScoreReport.Row Carried(CliContext context, TrainedForecaster forecaster, SeriesTable table)
    {
        Scores scores = Interruptible.Run(() => StreamingForecaster.Evaluate(forecaster, table, StreamMode.Carried), context.Token);
        return new ScoreReport.Row($"{forecaster.Name}, state carried on", forecaster.Model.Table.TrainableCount, scores);
    }

    /// <summary>The windows to judge on, scaled as the model was trained, and those to fit baselines on.</summary>
    private static (WindowSet? Train, WindowSet Test) Cut(
        CliContext context, SeriesTable table, TrainedForecaster forecaster, TrainedRows? rows, bool whole)
    {
        if (whole) return (null, forecaster.WindowsOf(table));
        SplitFractions fractions = forecaster.Recipe.Split;
        Split split = forecaster.SplitOf(table.Length); // first, for a series that is too short for its parts may be long enough for windows
        WindowSet every = forecaster.WindowsOf(table);
        string text = Invariant($"{fractions.Train},{fractions.Validation}");
        if (split.TestRow is null)
            throw new UsageException($"the model was trained with --split {text}, which leaves no test part; use --all");
        string known = forecaster.Data.Source;
        string? other = rows?.SameExtent(table) == false ? $"this is not the data the model was trained on ({known}, {rows})"
            : table.Source != known ? "the model was trained on " + known
            : null;
        if (other is not null) context.Note($"note: {other}; the test part is that of the data given here, split {text}");
        return (every.Slice(split.Train), every.Slice(split.Test));
    }
}
