using System.Globalization;
using QSeq.Cli.Reproduce;
using QSeq.Cli.Terminal;
using QSeq.Studies.Papers;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>The hardware experiment's tables: a row for noise, a column for shots, without and with mitigation below each other.</summary>
internal static class HardwareReport
{
    /// <summary>Prints the experiment.</summary>
    public static void Write(CliContext context, HardwareResult result)
    {
        IAnsiConsole console = Screen.Of(context);
        console.Write(new Rule("Forecasts on simulated hardware") { Justification = Justify.Left });
        foreach (HardwareCaseResult one in result.Cases.DistinctBy(one => one.Data)) console.Paragraph($"Data, {one.Data}: {one.Source}");
        console.Paragraph(Text($"Settings: {result.Settings}; {result.Seeds} {(result.Seeds == 1 ? "seed" : "seeds")}, {result.Seconds:F1} s"));
        foreach (HardwareCaseResult one in result.Cases)
        {
            console.WriteLine();
            console.Paragraph(Text($"{one.Label} ({one.Parameters} parameters) on {one.Data}: R2 {one.ModelR2.Median:F4} by itself, last value {one.NaiveR2:F4}; {one.Forecasts} forecasts"));
            console.Write(NoiseTable(one));
        }

        console.Paragraph("R2 on the test part: median over seeds, lowest..highest below. gates: depolarising probability after every gate; misread: probability to misread a bit. ZNE: zero-noise extrapolation; RI: readout inversion.");
        console.WriteLine();
        console.Paragraph("Trained without noise and under it, on gates with that noise, bits read rightly, nothing mitigated:");
        console.Write(AwareTable(result.Cases));
        console.WriteLine();
        console.Paragraph("Cost of one forecast, circuits x shots = shots in all, and of the calibration before the first:");
        console.Write(CostTable(result.Cases));
        console.Paragraph($"Reading: {result.Rule}.");
        foreach (string sentence in result.Reading) console.Paragraph("- " + sentence);
        console.WriteLine();
    }

    private static Table NoiseTable(HardwareCaseResult one)
    {
        Table table = Fixed(">gates", ">misread", "mitigation", [.. HardwareExperiment.Shots.Select(Head)]);
        foreach (IGrouping<(double, double, bool), HardwareCell> row in one.Cells.GroupBy(cell => (cell.Depolarising, cell.Readout, cell.Mitigated)))
        {
            (double depolarising, double readout, bool mitigated) = row.Key;
            string how = string.Join("+", (string[])[.. mitigated && depolarising > 0 ? ["ZNE"] : Array.Empty<string>(), .. mitigated && readout > 0 ? ["RI"] : Array.Empty<string>()]);
            table.Add([mitigated ? "" : Percent(depolarising), mitigated ? "" : Percent(readout), mitigated ? how : "none", .. row.Select(cell => Range(cell.R2))]);
        }

        return table;
    }

    private static Table AwareTable(HardwareCaseResult[] cases)
    {
        Table table = Fixed("model", ">gates", "trained", [.. HardwareExperiment.TrainedShots.Select(Head)]);
        foreach (HardwareCaseResult one in cases)
        {
            foreach (IGrouping<double, HardwareCell> row in one.Aware.GroupBy(cell => cell.Depolarising))
            {
                table.Add([$"{one.Label}, {one.Data}", Percent(row.Key), "without", .. row.Select(cell => Range(HardwareReading.Cell(one, cell.Shots, cell.Depolarising, cell.Readout, false).R2))]);
                table.Add(["", "", "under it", .. row.Select(cell => Range(cell.R2))]);
            }
        }

        return table;
    }

    private static Table CostTable(HardwareCaseResult[] cases)
    {
        int?[] shots = [.. HardwareExperiment.Shots.Where(count => count is not null)];
        Table table = Fixed("model", "", ">circuits", [.. shots.Select(count => Head(count))]);
        (double depolarising, double readout) = (HardwareExperiment.Depolarising[^1], HardwareExperiment.Readout[^1]);
        foreach (HardwareCaseResult one in cases)
        {
            foreach (bool mitigated in (bool[])[false, true])
            {
                HardwareCell[] row = [.. shots.Select(count => HardwareReading.Cell(one, count, depolarising, readout, mitigated))];
                table.Add([mitigated ? "" : $"{one.Label}, {one.Data}", mitigated ? "ZNE+RI" : "none", Text($"{row[0].CircuitsPerForecast:0.#}"), .. row.Select(cell => Text($"{cell.ShotsPerForecast:#,0}"))]);
            }
        }

        HardwareCell[] calibration = [.. shots.Select(count => HardwareReading.Cell(cases[0], count, depolarising, readout, true))];
        table.Add(["calibration, once", "RI", Text($"{calibration[0].CalibrationCircuits}"), .. calibration.Select(cell => Text($"{cell.CalibrationShots:#,0}"))]);
        return table;
    }

    private static Table Fixed(string first, string second, string third, string[] others)
    {
        Table table = Screen.Table(null, [first, second, third, .. others]);
        foreach (TableColumn column in table.Columns) column.NoWrap = true;
        return table;
    }

    private static string Head(int? shots) => shots is { } count ? Text($">{count} shots") : ">exact";

    private static string Percent(double share) => Text($"{share * 100:0.#} %");

    private static string Range(Spread spread) => $"{Screen.Fixed(spread.Median)}\n{Short(spread.Low)}..{Short(spread.High)}";

    // 6 characters at most, so that a range fits its column.
    private static string Short(double value) => value switch
    {
        double.NaN => "NaN",
        <= -1000 => "<-999",
        <= -10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
