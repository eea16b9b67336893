using System.Globalization;
using QSeq.Cli.Reproduce;
using QSeq.Cli.Terminal;
using QSeq.Studies.Papers;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>An experiment's table: our figures over seeds, the paper's below them, the baselines, a verdict a model.</summary>
internal static class ExperimentReport
{
    /// <summary>Prints an experiment.</summary>
    public static void Write(CliContext context, ExperimentResult experiment, int seeds)
    {
        IAnsiConsole console = Screen.Of(context);
        console.Write(new Rule(Markup.Escape(experiment.Title)) { Justification = Justify.Left });
        console.Paragraph("Data: " + experiment.Source);
        foreach (string note in experiment.Notes) console.Paragraph("Note: " + note);
        console.Paragraph(Text($"Settings: {experiment.Settings}, {seeds} {(seeds == 1 ? "seed" : "seeds")}, {experiment.Seconds:F1} s"));
        bool byWindow = experiment.Models[0].Windows.Length > 0;
        console.Write(byWindow ? WindowTable(experiment) : CurveTable(experiment));
        if (byWindow)
        {
            console.Paragraph("MAE and MSE in original units: mean over series, median over seeds.");
            foreach (string verdict in experiment.Models.Where(model => model.Why.Length > 0).Select(model => $"{model.Verdict}, {model.Why}").Distinct())
                console.Paragraph($"Verdict: {verdict}.");
            console.Paragraph("The range over seeds is in results.json (low and high of mae and mse).");
        }
        else
        {
            console.Paragraph("R2 and loss (MSE, scaled units) on the test part: median over seeds, lowest..highest below.");
        }

        console.Paragraph("Reading: " + experiment.Reading);
        console.WriteLine();
    }

    /// <summary>Prints what stands below all tables.</summary>
    public static void WriteEnd(CliContext context, Results results, string folder)
    {
        IAnsiConsole console = Screen.Of(context);
        if (results.Experiments.Length > 0) console.Paragraph("Verdicts: " + Verdict.Rule + ".");
        string files = $"results.json, {(results.Experiments.Length > 0 ? "losses.csv, predictions.csv, " : "")}{(results.Tagging is null ? "" : "tagging.csv, ")}{(results.Hardware is null ? "models/" : "hardware.csv")}";
        console.Paragraph(Text($"Wall time {results.Seconds:F1} s on {results.Threads} {(results.Threads == 1 ? "thread" : "threads")}. Written to {folder}: {files}."));
    }

    private static Table CurveTable(ExperimentResult experiment)
    {
        MarkResult[] marks = experiment.Models[0].Marks;
        Table table = Screen.Table(null, ["model", "", .. marks.Select(mark => Text($">epoch {mark.Epoch}")), ">s/run", "verdict"]);
        foreach (TableColumn column in table.Columns.Take(2 + marks.Length)) column.NoWrap = true; // or lines of a cell would not stand beside each other
        foreach (ModelResult model in experiment.Models)
        {
            bool published = model.Marks.Any(mark => mark.PublishedR2 is not null);
            string[] lines = ["R2", "  range", .. published ? ["  paper"] : Array.Empty<string>(), "loss", "  range", .. model.Marks.Any(mark => mark.PublishedLoss is not null) ? ["  paper"] : Array.Empty<string>()];
            string[] Cells(MarkResult mark) =>
            [
                Screen.Fixed(mark.R2.Median),
                Range(mark.R2),
                .. published ? [mark.PublishedR2 is { } r2 ? Screen.Fixed(r2) : "-"] : Array.Empty<string>(),
                Screen.Number(mark.Loss.Median),
                Range(mark.Loss),
                .. model.Marks.Any(m => m.PublishedLoss is not null) ? [mark.PublishedLoss is { } loss ? Screen.Number(loss) : "-"] : Array.Empty<string>(),
            ];
            string[] cells =
            [
                Text($"{model.Label}\n{model.Parameters} parameters"),
                string.Join('\n', lines),
                .. model.Marks.Select(mark => string.Join('\n', Cells(mark))),
                model.SecondsPerRun.ToString("F3", CultureInfo.InvariantCulture),
            ];
            table.AddRow([.. cells.Select(Markup.Escape), Coloured(model)]);
        }

        foreach (BaselineResult baseline in experiment.Baselines)
        {
            table.Add(
            [
                Text($"{baseline.Label}\n{baseline.Parameters[0]} parameters"),
                "R2\nloss",
                .. Enumerable.Repeat("", marks.Length - 1),
                $"{Screen.Fixed(baseline.R2 ?? double.NaN)}\n{Screen.Number(baseline.Loss ?? double.NaN)}",
                "",
                "baseline",
            ]);
        }

        return table;
    }

    private static Table WindowTable(ExperimentResult experiment)
    {
        WindowResult[] windows = experiment.Models[0].Windows;
        Table table = Screen.Table(null, ["model", "", .. windows.Select(window => Text($">window {window.Window}")), ">s/run"]);
        foreach (ModelResult model in experiment.Models)
        {
            bool published = model.Windows.Any(window => window.PublishedMae is not null);
            table.Add(
            [
                Text($"{model.Label}\n{model.Parameters} parameters\n{model.Verdict}"),
                published ? "MAE\n  paper\nMSE\n  paper" : "MAE\nMSE",
                .. model.Windows.Select(w => published
                    ? $"{Screen.Number(w.Mae.Median)}\n{Paper(w.PublishedMae)}\n{Screen.Number(w.Mse.Median)}\n{Paper(w.PublishedMse)}"
                    : $"{Screen.Number(w.Mae.Median)}\n{Screen.Number(w.Mse.Median)}"),
                model.SecondsPerRun.ToString("F3", CultureInfo.InvariantCulture),
            ]);
        }

        foreach (BaselineResult baseline in experiment.Baselines)
        {
            string count = baseline.Parameters.Length == 1
                ? Text($"{baseline.Parameters[0]} parameters")
                : Text($"{baseline.Parameters.Min()}-{baseline.Parameters.Max()} parameters");
            table.Add(
            [
                $"{baseline.Label}\n{count}",
                "MAE\nMSE",
                .. baseline.Windows.Select(w => $"{Screen.Number(w.Mae)}\n{Screen.Number(w.Mse)}"),
                "",
            ]);
        }

        return table;
    }

    /// <summary>The verdict and its reason; the word says all, the colour only helps the eye.</summary>
    private static string Coloured(ModelResult model)
    {
        string? colour = model.Verdict switch { "better" or "reproduced" => "green", "worse" => "red", "not comparable" => "yellow", _ => null };
        string word = colour is null ? model.Verdict : $"[{colour}]{model.Verdict}[/]";
        return model.Why.Length == 0 ? word : $"{word}:\n{Markup.Escape(model.Why)}";
    }

    private static string Range(Spread spread) => $"{Short(spread.Low)}..{Short(spread.High)}";

    // At most 7 characters, so that a range fits its column.
    private static string Short(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        >= 1e5 => value.ToString("0e+0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.01 or 0 => value.ToString("F4", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    private static string Paper(double? value) => value is { } printed ? Screen.Number(printed) : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
