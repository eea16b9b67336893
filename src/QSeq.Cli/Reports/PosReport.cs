using System.Globalization;
using QSeq.Cli.Reproduce;
using QSeq.Cli.Terminal;
using QSeq.Studies.Papers;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>The tagging experiment's tables, and the paper's Fig. 3 as lines of bars.</summary>
internal static class PosReport
{
    private const int Bars = 50;
    private static readonly int[] Marks = [1, 10];

    /// <summary>Prints the experiment.</summary>
    public static void Write(CliContext context, PosResult result)
    {
        IAnsiConsole console = Screen.Of(context);
        console.Write(new Rule(Markup.Escape(result.Title)) { Justification = Justify.Left });
        console.Paragraph("Data: " + result.Source);
        console.Paragraph(Text($"Settings: {result.Settings}; {result.Seeds} {(result.Seeds == 1 ? "seed" : "seeds")}, {result.Seconds:F1} s"));
        console.Write(result.TestPart ? TreebankTable(result) : SentencesTable(result));
        foreach (PosModelResult model in result.Models) console.Paragraph($"{model.Label}: {model.Decoding}.");
        console.WriteLine();
        if (result.TestPart)
        {
            console.Paragraph("Scores on the test part: median over seeds, lowest..highest below. Gates: parameters without embedding and head. Unknown: words that training does not have.");
        }
        else
        {
            console.Paragraph("Under an epoch stand accuracy and, below it, training loss (cross-entropy, nats): medians over seeds. All right: the epoch from which on no word is wrong, median (lowest..highest), and in how many seeds.");
            Figure(console, "Accuracy by epoch (Fig. 3 a), from 0 to 1", result, model => model.AccuracyByEpoch, 1);
            Figure(console, "Loss by epoch (Fig. 3 b), from 0 to ln 3 = 1.0986", result, model => model.Loss, Math.Log(3));
        }

        console.Paragraph("Reading: " + result.Reading);
        console.WriteLine();
    }

    private static Table SentencesTable(PosResult result)
    {
        int[] marks = [.. Marks.Where(epoch => epoch < result.Epochs), result.Epochs];
        Table table = Screen.Table(null, ["model", ">ours", ">printed", .. marks.Select(epoch => Text($">epoch {epoch}")), "all right", ">s/run"]);
        KeepLines(table);
        foreach (PosModelResult model in result.Models)
        {
            table.Add(
            [
                Name(model),
                Text($"{model.Parameters}"),
                model.Published is { } published ? Text($"{published}") : "-",
                .. marks.Select(epoch => $"{At(model.AccuracyByEpoch, epoch)}\n{At(model.Loss, epoch)}"),
                model.SettledEpochs.Length == 0 ? "never" : Text($"{PosSummary.Settled(model)} ({model.SettledEpochs.Min()}..{model.SettledEpochs.Max()})\n{model.SettledEpochs.Length} of {result.Seeds}"),
                model.SecondsPerRun.ToString("F3", CultureInfo.InvariantCulture),
            ]);
        }

        return table;
    }

    private static Table TreebankTable(PosResult result)
    {
        Table table = Screen.Table(null, "model", ">parameters", ">gates", ">accuracy", ">unknown", ">macro F1", ">s/run");
        KeepLines(table);
        foreach (PosModelResult model in result.Models)
        {
            table.Add(
                Name(model),
                Text($"{model.Parameters}"),
                Text($"{model.GateParameters}"),
                Range(model.Accuracy),
                Range(model.UnknownAccuracy),
                Screen.Fixed(model.MacroF1.Median),
                model.SecondsPerRun.ToString("F2", CultureInfo.InvariantCulture));
        }

        foreach (PosBaseline baseline in result.Baselines)
            table.Add(baseline.Label.Replace(", ", ",\n", StringComparison.Ordinal), Text($"{baseline.Parameters}"), "", Screen.Fixed(baseline.Accuracy), Screen.Fixed(baseline.UnknownAccuracy), Screen.Fixed(baseline.MacroF1), "");
        return table;
    }

    /// <summary>A line of bars a model: the mean of some epochs each.</summary>
    private static void Figure(IAnsiConsole console, string title, PosResult result, Func<PosModelResult, double[]> values, double most)
    {
        console.Paragraph(title);
        int width = result.Models.Max(model => model.Label.Length);
        foreach (PosModelResult model in result.Models)
        {
            double[] all = values(model);
            int bars = Math.Min(Bars, all.Length);
            IEnumerable<double> means = Enumerable.Range(0, bars).Select(n => all[(n * all.Length / bars)..((n + 1) * all.Length / bars)].Average());
            console.Paragraph($"  {model.Label.PadRight(width)} {string.Concat(means.Select(value => Bar(value / most)))}");
        }
    }

    private static char Bar(double share) => double.IsNaN(share) ? '?' : " ▁▂▃▄▅▆▇█"[Math.Clamp((int)Math.Round(share * 8), 0, 8)];

    // Lines of a cell stand beside each other only where none is broken; 80 columns are enough.
    private static void KeepLines(Table table)
    {
        foreach (TableColumn column in table.Columns) column.NoWrap = true;
    }

    private static string Name(PosModelResult model) => model.Label.Replace(" (", "\n(", StringComparison.Ordinal);

    private static string At(double[] values, int epoch) => epoch <= values.Length ? Screen.Number(values[epoch - 1]) : "-";

    private static string Range(Spread spread) => Text($"{spread.Median:F4}\n{spread.Low:F3}..{spread.High:F3}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
