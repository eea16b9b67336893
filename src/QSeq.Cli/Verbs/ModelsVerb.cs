namespace QSeq.Cli.Verbs;

/// <summary><c>qseq models</c>: the catalogue.</summary>
internal static class ModelsVerb
{
    public static VerbCommand Create(CliContext context)
    {
        Option<bool> json = Opt.Flag("--json", "JSON instead of a table.");
        return new VerbCommand(
            "models", "List the models with their parameter counts at the papers' sizes.", "qseq models", "qseq models --json")
        {
            json,
        }.Does(parsed =>
        {
            IEnumerable<(ModelEntry Entry, ParameterTable Table)> models =
                ModelCatalogue.Default.Entries.Select(entry => (entry, new SequenceModel(entry.Preset, 0).Table));
            if (parsed.GetValue(json))
            {
                JsonText.Write(context.Out, JsonText.Array(models, model => new JsonObject
                {
                    ["name"] = model.Entry.Name,
                    ["summary"] = model.Entry.Summary,
                    ["source"] = model.Entry.Source,
                    ["hidden"] = model.Entry.Preset.Hidden,
                    ["classical"] = model.Table.ClassicalCount,
                    ["quantum"] = model.Table.QuantumCount,
                    ["total"] = model.Table.TrainableCount,
                }));
                return;
            }

            context.Show(
                null,
                models,
                ("model", model => model.Entry.Name),
                (">hidden", model => Invariant($"{model.Entry.Preset.Hidden}")),
                (">classical", model => Invariant($"{model.Table.ClassicalCount}")),
                (">quantum", model => Invariant($"{model.Table.QuantumCount}")),
                (">total", model => Invariant($"{model.Table.TrainableCount}")),
                ("what it is", model => $"{model.Entry.Summary} ({model.Entry.Source})"));
            context.Paragraph(
                "Parameters that train, for one input and one output; --hidden, --layers, --reps and others of qseq train change them.");
        });
    }
}
