namespace QSeq.Cli.Verbs;

/// <summary><c>qseq verify</c>: does again what a model file says of its training, and compares the weights bit for bit.</summary>
internal static class VerifyVerb
{
    private const string Title = "training again";
    private const int LongestShown = 66; // so that digests are shown whole

    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A model file of qseq train or qseq tag train, or the FILE.run.json that earlier versions wrote beside a model.",
        };

        Option<string?> data = Opt.Text(
            "--data", "FILE", "The data, where it has moved; - reads standard input. [default: as the model says]");
        Option<string?> query = Opt.Text("--query", "SQL", "What to ask the data, where it is a data base. [default: as the model says]");
        Option<int> threads = Opt.Threads();
        var command = new VerbCommand(
            "verify",
            "Train a model again from what its file says and compare data and weights, bit for bit.",
            "qseq verify total.qseq",
            "qseq verify total.qseq --data elsewhere/sales.csv --threads 1") { model, data, query, threads };
        command.SetAction(parsed =>
        {
            Run run = Load(context, parsed.GetValue(model)!, parsed.GetValue(data), parsed.GetValue(query), parsed.GetValue(threads));
            List<string> differences = Compare(context, run);
            context.Out.WriteLine(differences.Count == 0 ? "verified" : $"not verified: {string.Join(", ", differences)}");
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static Run Load(CliContext context, string path, string? given, string? query, int threads)
    {
        ForecastRecord record;
        try
        {
            record = ForecastRecord.Load(path);
        }
        catch (WrongModelKindException)
        {
            return ModelFile.Global(path) is { } global
                ? Panel(context, path, global, given, query, threads)
                : Tagging(context, path, ModelFile.Tagger(path), given, threads);
        }

        SeriesTable Read(string file) =>
            DataOptions.Read(context, new DataInput(file, query ?? record.DataQuery) { IsAsked = query is not null }, record.Recipe.Reading ?? new CsvReadOptions()).Select(record.Recipe.DataColumns);
        SeriesTable table = Usable(() => Found(given, given ?? record.DataPath, Read));
        SequenceModel Replay() => TrainingWork.Replay(context, Title, record.Recipe, table, threads);
        return new Run(record.DataDigest, Usable(() => record.Recipe.Prepare(table)).Digest(), record.WeightsDigest, record.QSeqVersion, Replay)
        {
            Pruned = record.IsApart ? null : PrunedWeights.Of(ModelFile.Load(path)),
            IsIntact = record.IsIntact,
            Apart = record.IsApart ? record.ModelPath : null,
        };
    }

    private static Run Panel(CliContext context, string path, GlobalForecaster model, string? given, string? query, int threads)
    {
        string? kept = model.Data.Path is { } beside ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, beside) : null;
        ForecastRecipe recipe = model.Recipe with { Training = model.Recipe.Training with { Threads = threads } };
        SeriesPanel Read(string file) =>
            DataOptions.ReadEach(context, new DataInput(file, query ?? model.Data.Query) { IsAsked = query is not null }, recipe.Reading ?? new CsvReadOptions());
        GlobalTraining training = Usable(() => new GlobalTraining(Found(given, given ?? kept, Read), recipe));
        return new Run(model.Data.Digest, training.Origin.Digest!, model.TrainedDigest, model.QSeqVersion, () =>
        {
            using TrainingSession session = training.Start();
            TrainingResult result = TrainingWork.Run(context, Title, recipe.Training, session);
            if (result.Stop == StopReason.NonFiniteLoss) throw new InvalidDataException(result.Message);
            return training.Model;
        })
        {
            Pruned = PrunedWeights.Of(model),
        };
    }

    private static Run Tagging(CliContext context, string path, TrainedTagger tagger, string? given, int threads)
    {
        if (tagger.FormatVersion == 1)
            throw new InvalidDataException($"{path}: a tagger of format 1, which does not hold how it was trained; train it again");
        TaggerTraining training = Usable(() => Again(context, path, tagger, given, threads));
        return new Run(tagger.Data.Digest, SentenceOrigin.Of(training.Data, "").Digest!, tagger.TrainedDigest, tagger.QSeqVersion, () =>
        {
            using TrainingSession session = training.Start();
            TrainingResult result = TrainingWork.Run(context, Title, training.Recipe.Training, session);
            if (result.Stop == StopReason.NonFiniteLoss) throw new InvalidDataException(result.Message);
            return training.Tagger.Model;
        })
        {
            Pruned = PrunedWeights.Of(tagger),
        };
    }

    private static TaggerTraining Again(CliContext context, string path, TrainedTagger tagger, string? given, int threads)
    {
        TaggingRecipe recipe = tagger.Recipe with { Training = tagger.Recipe.Training with { Threads = threads } };
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        IReadOnlyList<TaggedSentence> Read(SentencePart part, string? other) => Found(
            other, other ?? (part.Path is { } own ? Path.Combine(folder, own) : null), file => SentenceInput.Read(context, file, recipe.Column));
        if (recipe.Split is not null || tagger.Data is { Validation: null, Test: null })
            return new TaggerTraining(Read(tagger.Data.Train, given), recipe);
        if (given is not null)
            throw new UsageException(
                "the tagger was trained on files of their own for its parts; put them back where the model says, --data names one alone");
        IReadOnlyList<TaggedSentence> Part(SentencePart? part) => part is null ? [] : Read(part, null);
        return new TaggerTraining(new SentenceSplit(Part(tagger.Data.Train), Part(tagger.Data.Validation), Part(tagger.Data.Test)), recipe);
    }

    private static T Found<T>(string? given, string? file, Func<string, T> read)
    {
        if (file is null)
            throw new UsageException(
                "the model does not say in which file its data is (it was read from standard input, from a server, or by a program); "
                + "name the data with --data FILE, --data postgres://user@host/database, or --data - to read it from standard input");
        try
        {
            return read(file);
        }
        catch (FileNotFoundException e) when (given is null)
        {
            throw new FileNotFoundException($"{e.Message}; if it has moved, name it with --data", file, e);
        }
    }

    private static List<string> Compare(CliContext context, Run run)
    {
        var differences = new List<string>();
        void Same(string what, string? recorded, string here, string ifNot)
        {
            bool same = recorded == here;
            context.Out.WriteLine($"{what}: {(same ? $"same ({here})" : $"differs, recorded {BadData.Line(recorded ?? "none", LongestShown)}, here {here}; {ifNot}")}");
            if (!same) differences.Add($"{what} differs");
        }

        string newer = run.Version == QseqApp.Version ? "" : $"recorded by QSeq {BadData.Line(run.Version, LongestShown)}, this is {QseqApp.Version}";
        if (newer.Length > 0) context.Out.WriteLine($"version: {newer}");
        Same("data", run.Data, run.DataHere, "the values have changed since the run");
        if (!run.IsIntact)
        {
            context.Out.WriteLine("configuration: differs; the record has been edited");
            differences.Add("configuration differs");
        }

        if (differences.Count > 0) return differences;
        SequenceModel again = Usable(run.Replay);
        Same(run.Pruned is null ? "digest" : "digest before pruning", run.Weights, TrainedModel.DigestOf(again), newer.Length > 0 ? newer : "the same data and configuration gave other weights");
        if (run.Pruned is { } pruned && differences.Count == 0)
        {
            int edges = Usable(() => EdgeSeries.Prune(again, pruned.Below)).Count;
            Same("edges set to 0", NumberText.Count(pruned.Edges, "edge"), NumberText.Count(edges, "edge"), Invariant($"other edges have a part below {pruned.Below}"));
            Same("digest after pruning", pruned.Digest, TrainedModel.DigestOf(again), "the file holds other weights than pruning gives");
        }

        if (run.Apart is { } model) CompareModel(context, model, run.Weights, differences);
        return differences;
    }

    /// <summary>Does work with the data; what does not fit the training is bad data.</summary>
    private static T Usable<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"the training cannot be done again on this data: {e.Message}", e);
        }
    }

    /// <summary>The model file may have been replaced since; without it there is nothing to compare.</summary>
    private static void CompareModel(CliContext context, string path, string weights, List<string> differences)
    {
        if (!File.Exists(path))
        {
            context.Note($"note: {path} is not there, so it was not compared");
            return;
        }

        string digest = TrainedForecaster.Load(path).Digest;
        if (digest == weights) return;
        context.Out.WriteLine($"model file: {BadData.Line(path, 3 * LongestShown)} holds other weights, {digest}; it has been replaced since the run");
        differences.Add("model file differs");
    }

    /// <summary>What was recorded of a training, the data as it is now, and what trains again: digests, null where not recorded.</summary>
    private sealed record Run(string? Data, string DataHere, string Weights, string Version, Func<SequenceModel> Replay)
    {
        public bool IsIntact { get; init; } = true;

        /// <summary>What was set to 0 after the training, where something was.</summary>
        public PrunedWeights? Pruned { get; init; }

        /// <summary>The model file, where the record stands beside it and it may have been replaced.</summary>
        public string? Apart { get; init; }
    }

    /// <summary>How a model was pruned, and the digest of the weights that its file holds.</summary>
    private sealed record PrunedWeights(double Below, int Edges, string Digest)
    {
        public static PrunedWeights? Of(TrainedModel model) => model.PrunedBelow is { } below ? new PrunedWeights(below, model.PrunedEdges, model.Digest) : null;
    }
}
