using QSeq.Models;
using Spectre.Console;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq models</c>: the catalogue.</summary>
internal static class ModelsVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Option<bool> json = Opt.Flag("--json", "JSON instead of a table.");
        var command = new VerbCommand(
            "models", "List the models with their parameter counts at the papers' sizes.", "qseq models", "qseq models --json") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) WriteJson(context.Out);
            else WriteTable(context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteTable(CliContext context)
    {
        IAnsiConsole console = Screen.Of(context);
        Table table = Screen.Table(null, "model", ">hidden", ">classical", ">quantum", ">total", "what it is");
        foreach (ModelEntry entry in ModelCatalogue.Default.Entries)
        {
            var model = new SequenceModel(entry.Preset, 0);
            table.Add(
                entry.Name,
                Text(entry.Preset.Hidden),
                Text(model.Table.ClassicalCount),
                Text(model.Table.QuantumCount),
                Text(model.Table.TrainableCount),
                $"{entry.Summary} ({entry.Source})");
        }

        console.Write(table);
        console.Paragraph("Parameters that train, for one input and one output; --hidden, --layers, --reps and others of qseq train change them.");
    }

    private static void WriteJson(TextWriter output) => JsonText.Write(output, writer =>
    {
        writer.WriteStartArray();
        foreach (ModelEntry entry in ModelCatalogue.Default.Entries)
        {
            var model = new SequenceModel(entry.Preset, 0);
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteString("summary", entry.Summary);
            writer.WriteString("source", entry.Source);
            writer.WriteNumber("hidden", entry.Preset.Hidden);
            writer.WriteNumber("classical", model.Table.ClassicalCount);
            writer.WriteNumber("quantum", model.Table.QuantumCount);
            writer.WriteNumber("total", model.Table.TrainableCount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
