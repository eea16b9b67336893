namespace QSeq.Cli.Verbs;

/// <summary><c>qseq explain</c>: the edges of a model's QKAN layers as Fourier sums.</summary>
internal static class ExplainVerb
{
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file with QKAN edges (qkan-lstm, hqkan-lstm), of qseq train, fleet or tag train." };
        Option<string> format = Opt.Choice("--format", "What to write.", "text", "text", "latex", "csharp", "python", "json");
        Option<string?> target = Opt.Text("--out", "FILE", "Where it goes. [default: standard output]");
        Option<double?> prune = Opt.OptionalNumber("--prune", "Set to 0 the edges whose part of their sum is below X, 0 to 1; the file stays as it is.");
        Option<string?> data = Opt.Text("--data", "FILE", "The series, read as in training, to score the model on before and after --prune.");
        Option<string?> page = ReportOption.Create("curves, spectra and Bloch paths of the edges");
        return new VerbCommand(
            "explain",
            "Write the edges of a QKAN model as the exact Fourier sums that they are, before training and after.",
            "qseq explain total.qseq",
            "qseq explain total.qseq --report edges.html",
            "qseq explain total.qseq --format python --out edges.py",
            "qseq explain total.qseq --prune 0.02 --data sales.csv") { model, format, target, page, prune, data }.Does(parsed =>
        {
            string path = parsed.GetValue(model)!;
            if (parsed.GetValue(prune) is null && parsed.GetValue(data) is not null) throw new UsageException("--data goes with --prune, whose cost is measured on it; give both");
            if (parsed.GetValue(target) is { } file)
            {
                OutputFile.Check(file, "--out", isReport: true);
                OutputFile.CheckNotRead(file, "--out", path, parsed.GetValue(data));
            }

            string? html = ReportOption.Check(parsed, page, path, parsed.GetValue(target) is { } other ? [other] : []);
            TrainedModel trained = ModelFile.Load(path);
            EdgeReport report = Report(context, trained, parsed.GetValue(prune), parsed.GetValue(data));
            string name = parsed.GetValue(format)!;
            if (report.Pruned is { } pruned && name != "text") context.Note(pruned.Title);
            Write(context, report, name, parsed.GetValue(target));
            if (html is not null) ReportOption.Write(context, html, EdgePage.Of(trained, report, CommandText.Of(parsed, path, path)));
        });
    }

    private static EdgeReport Report(CliContext context, TrainedModel file, double? share, string? data)
    {
        ulong seed = file switch
        {
            TrainedTagger tagger => tagger.Recipe.Training.Seed,
            GlobalForecaster global => global.Recipe.Training.Seed,
            TrainedForecaster forecaster => forecaster.Recipe.Training.Seed,
            _ => 0,
        };
        PrunedEdges? pruned = share is { } least ? Prune(context, file, least, data) : null;
        return new EdgeReport(file.Name, EdgeSeries.Of(file.Model), EdgeSeries.Of(new SequenceModel(file.Model.Config, seed))) { Pruned = pruned };
    }

    private static PrunedEdges Prune(CliContext context, TrainedModel file, double share, string? data)
    {
        int edges = EdgeSeries.Of(file.Model).Count;
        if (data is null) return new PrunedEdges(share, EdgeSeries.Prune(file.Model, share), edges, []);
        if (file is not TrainedForecaster forecaster)
            throw new UsageException($"--data scores a model of one table of series, but this is {(file is GlobalForecaster ? "one of many series" : "a tagger")}; leave it out");
        SeriesTable table = DataOptions.Read(context, new DataInput(data, forecaster.Data.Query), forecaster.Recipe.Reading ?? new CsvReadOptions()).Select(forecaster.Recipe.DataColumns);
        WindowSet windows = forecaster.WindowsOf(table);
        Split split = forecaster.SplitOf(table.Length);
        (string Part, WindowSet Windows)[] parts = [.. ((string, WindowSet)[])[("validation", windows.Slice(split.Validation)), ("test", windows.Slice(split.Test))]];
        parts = [.. parts.Where(part => part.Windows.Count > 0)];
        Scores[] Measure() => [.. parts.Select(part => Interruptible.Run(() => forecaster.Evaluate(part.Windows), context.Token))];
        Scores[] before = Measure();
        IReadOnlyList<EdgeSeries> gone = EdgeSeries.Prune(file.Model, share);
        Scores[] after = Measure();
        return new PrunedEdges(share, gone, edges, [.. parts.Select((part, n) => (part.Part, before[n], after[n]))]);
    }

    private static void Write(CliContext context, EdgeReport report, string format, string? target)
    {
        if (target is null)
        {
            WriteTo(context.Out, context);
            return;
        }

        OutputFile.Write(target, writer => WriteTo(writer, new CliContext { Out = writer, Err = context.Err, Unicode = context.Unicode }));
        context.Note($"wrote {target}: {NumberText.Count(report.Edges.Count, "edge")}");

        void WriteTo(TextWriter output, CliContext at)
        {
            switch (format)
            {
                case "latex":
                    EdgeFormulas.WriteLatex(output, report.Edges);
                    break;
                case "csharp":
                    EdgeFormulas.WriteCSharp(output, report.Model, report.Edges);
                    break;
                case "python":
                    EdgeFormulas.WritePython(output, report.Model, report.Edges);
                    break;
                case "json":
                    JsonText.Write(output, report.ToJson());
                    break;
                default:
                    at.Show(report.Blocks());
                    break;
            }
        }
    }
}
