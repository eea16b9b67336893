using System.Globalization;
using QSeq.Cli.Reproduce;
using QSeq.Cli.Terminal;
using Spectre.Console;

namespace QSeq.Cli.Reports;

/// <summary>The paper's Table I: parameters, ours beside the printed ones, and how they were decoded.</summary>
internal static class CountReport
{
    /// <summary>Prints it.</summary>
    public static void Write(CliContext context, CountRow[] rows)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table("Table I, parameters: classical + quantum = total", "data", "model", ">ours", ">printed", "decoded as");
        string last = "";
        foreach (CountRow row in rows)
        {
            table.Add(
                row.Experiment == last ? "" : row.Experiment,
                row.Label,
                Sum(row.Classical, row.Quantum),
                row is { PrintedClassical: { } classical, PrintedQuantum: { } quantum } ? Sum(classical, quantum) : "-",
                row.Decoding);
            last = row.Experiment;
        }

        console.Write(table);
    }

    private static string Sum(int classical, int quantum) => quantum == 0
        ? classical.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{classical} + {quantum} = {classical + quantum}");
}
