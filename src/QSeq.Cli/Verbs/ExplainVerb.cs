namespace QSeq.Cli.Verbs;

/// <summary><c>qseq explain</c>: the edges of a model's QKAN layers as Fourier sums.</summary>
internal static class ExplainVerb
{
    private const string Validation = "validation";

    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file with QKAN edges (qkan-lstm, hqkan-lstm), of qseq train, fleet or tag train." };
        Option<string> format = Opt.Choice("--format", "What to write.", "text", "text", "latex", "csharp", "python", "json");
        Option<string?> target = Opt.Text("--out", "FILE", "Where it goes. [default: standard output]");
        Option<double?> prune = Opt.OptionalNumber(
            "--prune", "Set to 0 the edges whose part of their sum is below X, 0 to 1; MODEL stays as it is.");
        Option<string?> save = Opt.Text(
            "--save",
            "FILE",
            "Save the model as --prune makes it, for forecast, evaluate and inspect; "
            + "its intervals are measured again on --data, or left out.");
        Option<string?> data = Opt.Text("--data", "FILE", "The series, read as in training, to score the model on before and after --prune.");
        Option<string?> page = ReportOption.Create("curves, spectra and Bloch paths of the edges");
        return new VerbCommand(
            "explain",
            "Write the edges of a QKAN model as the exact Fourier sums that they are, before training and after.",
            "qseq explain total.qseq",
            "qseq explain total.qseq --report edges.html",
            "qseq explain total.qseq --format python --out edges.py",
            "qseq explain total.qseq --prune 0.02 --data sales.csv --save small.qseq")
        {
            model, format, target, page, prune, data, save,
        }.Does(parsed =>
        {
            string path = parsed.GetValue(model)!;
            if (parsed.GetValue(prune) is null && parsed.GetValue(data) is not null)
                throw new UsageException("--data goes with --prune, whose cost is measured on it; give both");
            if (parsed.GetValue(prune) is null && parsed.GetValue(save) is not null)
                throw new UsageException("--save goes with --prune, whose model it saves; give both");
            string? small = parsed.GetValue(save), html = Check(parsed, path, data, target, page, save);
            TrainedModel trained = ModelFile.Load(path);
            PartWindows[] parts = parsed.GetValue(data) is { } series ? Parts(context, trained, series) : [];
            if (trained.PrunedBelow is { } before)
                context.Note(Invariant($"{path} was pruned: {NumberText.Count(trained.PrunedEdges, "edge")} of a part below {before} are 0"));
            if (trained is TrainedForecaster { Training.BestEpoch: 0, Recipe.Network.Residual.Linear: true })
                context.Note("the model is the linear forecast that its training began with: its cells add nothing, and to prune them costs nothing");
            TrainedModel? kept = small is null ? null : Kept(trained, parsed.GetValue(prune)!.Value, parts, path, small);
            EdgeReport report = Report(context, trained, parsed.GetValue(prune), parts);
            string name = parsed.GetValue(format)!;
            if (report.Pruned is { } pruned && name != "text") context.Note(pruned.Title);
            Write(context, report, name, parsed.GetValue(target));
            if (html is not null) ReportOption.Write(context, html, EdgePage.Of(trained, report, CommandText.Of(parsed, path, path)));
            if (kept is not null) Save(context, kept, small!);
        });
    }

    // Files to be written, before the work starts: none of those that are read, and each its own. Returns that of the page.
    private static string? Check(
        ParseResult parsed, string model, Option<string?> data, Option<string?> target, Option<string?> page, Option<string?> save)
    {
        string? file = parsed.GetValue(target), small = parsed.GetValue(save);
        if (file is not null)
        {
            OutputFile.Check(file, target.Name, isReport: true);
            OutputFile.CheckNotRead(file, target.Name, model, parsed.GetValue(data));
        }

        if (small is not null)
        {
            OutputFile.Check(small, save.Name);
            OutputFile.CheckNotRead(small, save.Name, model, parsed.GetValue(data));
            if (file is not null && OutputFile.Same(file, small))
                throw new UsageException($"{save.Name} {small} is the file that {target.Name} names; choose another");
        }

        if (parsed.GetValue(page) is { } html) OutputFile.CheckNotRead(html, page.Name, parsed.GetValue(data));
        return ReportOption.Check(parsed, page, model, [.. ((string?[])[file, small]).OfType<string>()]);
    }

    // Where the new file stands elsewhere, it must find its data from there.
    private static TrainedModel Kept(TrainedModel trained, double share, PartWindows[] parts, string path, string target)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (trained.PrunedBelow is { } below)
            throw new UsageException(Invariant(
                $"{path} was pruned before, {NumberText.Count(trained.PrunedEdges, "edge")} of a part below {below}; ")
                + "prune the model that it was made from");
        if (trained.FormatVersion == 1)
            throw new InvalidDataException(
                $"{path}: a model of format 1, which does not hold how it was trained; train it again and prune that");
        TrainedModel pruned = trained.Pruned(share, file => OutputFile.PathBeside(target, Path.Combine(folder, file)) ?? file);
        return (trained, pruned) is (TrainedForecaster { Calibration: { } calibration }, TrainedForecaster own)
            && Array.Find(parts, part => part.Name == Validation) is { } validation
            ? own.WithIntervals(calibration.Levels, validation.Windows)
            : pruned;
    }

    private static void Save(CliContext context, TrainedModel kept, string target)
    {
        kept.Save(target);
        string without = kept is TrainedForecaster { Calibration: not null }
            ? "without the scores of the weights before, with intervals by its own errors"
            : "without the scores and intervals of the weights before";
        string edges = NumberText.Count(kept.PrunedEdges, "edge");
        context.Note($"saved {target}: {edges} set to 0; {without}; qseq verify {target} trains and prunes again and compares");
    }

    private static EdgeReport Report(CliContext context, TrainedModel file, double? share, PartWindows[] parts)
    {
        ulong seed = file switch
        {
            TrainedTagger tagger => tagger.Recipe.Training.Seed,
            GlobalForecaster global => global.Recipe.Training.Seed,
            TrainedForecaster forecaster => forecaster.Recipe.Training.Seed,
            _ => 0,
        };
        PrunedEdges? pruned = share is { } least ? Prune(context, file, least, parts) : null;
        return new EdgeReport(file.Name, EdgeSeries.Of(file.Model), EdgeSeries.Of(new SequenceModel(file.Model.Config, seed))) { Pruned = pruned };
    }

    private static PartWindows[] Parts(CliContext context, TrainedModel file, string data)
    {
        if (file is not TrainedForecaster forecaster)
            throw new UsageException($"--data scores a model of one table of series, but this is {(file is GlobalForecaster ? "one of many series" : "a tagger")}; leave it out");
        SeriesTable table = DataOptions.Read(context, new DataInput(data, forecaster.Data.Query), forecaster.Recipe.Reading ?? new CsvReadOptions()).Select(forecaster.Recipe.DataColumns);
        WindowSet windows = forecaster.WindowsOf(table);
        Split split = forecaster.SplitOf(table.Length);
        PartWindows[] parts =
            [new(Validation, forecaster, windows.Slice(split.Validation)), new("test", forecaster, windows.Slice(split.Test))];
        return [.. parts.Where(part => part.Windows.Count > 0)];
    }

    private static PrunedEdges Prune(CliContext context, TrainedModel file, double share, PartWindows[] parts)
    {
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(file.Model);
        int zero = edges.Count(edge => edge.IsZero);
        Scores[] before = Measure();
        IReadOnlyList<EdgeSeries> gone = EdgeSeries.Prune(file.Model, share);
        Scores[] after = Measure();
        return new PrunedEdges(share, gone, edges.Count, zero, [.. parts.Select((part, n) => (part.Name, before[n], after[n]))]);

        Scores[] Measure() => [.. parts.Select(part => Interruptible.Run(() => part.Model.Evaluate(part.Windows), context.Token))];
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

    /// <summary>A part of the series that a model is scored on.</summary>
    private sealed record PartWindows(string Name, TrainedForecaster Model, WindowSet Windows);
}
