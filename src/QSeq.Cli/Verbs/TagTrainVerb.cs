using QSeq.Cli.Reports;
using QSeq.Cli.Runs;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Training;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag train</c>: a tagger from a treebank, saved in one file, judged beside the most-frequent-tag baseline.</summary>
internal sealed class TagTrainVerb
{
    private readonly Argument<string> _data = new("FILE") { Description = "A CoNLL-U file with tags; - reads standard input." };
    private readonly Option<string> _out = Opt.Text("--out", "FILE", "Where the tagger goes; replaced when it exists.", "tagger.qseq");
    private readonly Option<string> _tags = Opt.Choice("--tags", "The column of the tags.", "upos", SentenceInput.Columns);
    private readonly Option<string?> _split = Opt.Text("--split", "TRAIN,VALIDATION", "Fractions of the sentences, in file order; the rest is for testing. [default: 0.7,0.15]");
    private readonly Option<string?> _dev = Opt.Text("--dev", "FILE", "A CoNLL-U file that the epoch is chosen by, with --test instead of --split.");
    private readonly Option<string?> _test = Opt.Text("--test", "FILE", "A CoNLL-U file to report on, with --dev instead of --split.");
    private readonly Option<string> _references = TrainVerb.ReferencesOption();
    private readonly CheckpointOptions _checkpoints = new();
    private readonly WordOptions _words = new();
    private readonly ModelOptions _model = new("lstm", hidden: 16, bidirectional: true);
    private readonly FitOptions _fit = new("Sentences a step.", epochs: 20, batch: 16);

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var verb = new TagTrainVerb();
        var command = new VerbCommand(
            "train",
            "Train a part-of-speech tagger on CoNLL-U and save it; test scores beside the most-frequent-tag baseline.",
            "qseq tag train treebank.conllu --out tagger.qseq",
            "qseq tag train train.conllu --dev dev.conllu --test test.conllu --patience 3",
            "qseq tag train treebank.conllu --tags xpos --hidden 32",
            "qseq tag train treebank.conllu --model qk-lstm-count --features form --embedding 8 --hidden 6");
        command.Add(verb._data);
        command.Add(verb._out);
        foreach (Option option in (Option[])[verb._tags, verb._split, verb._dev, verb._test]) command.Add(option);
        verb._words.AddTo(command);
        verb._model.AddTo(command);
        command.Add(verb._references);
        verb._fit.AddTo(command);
        verb._checkpoints.AddTo(command);
        command.SetAction(parsed => verb.Run(context, parsed));
        return command;
    }

    private int Run(CliContext context, ParseResult parsed)
    {
        string path = parsed.GetValue(_out)!;
        OutputFile.Check(path, "--out");
        OutputFile.CheckNotRead(path, "--out", parsed.GetValue(_data), parsed.GetValue(_dev), parsed.GetValue(_test));
        _model.OnlyKernels(parsed, _references);
        TaggingRecipe recipe = Recipe(parsed);
        (TaggerTraining training, SentenceOrigin origin) = Prepare(context, parsed, recipe, path);
        SentenceSplit parts = training.Data;
        if (Repeated.InTraining(parts) is { } repeated) context.Note(repeated);
        context.Note($"sentences: {Invariant($"{parts.Train.Count} to train, {parts.Validation.Count} to validate, {parts.Test.Count} to test")}; {training.Tagger.Tags.Count} tags");
        context.Note($"features: {Features(training.Tagger.Model)}");
        context.Note($"model: {recipe.Model}{(recipe.Tagger.Bidirectional ? ", both ways" : "")}, {ModelWords.Count(training.Tagger.Model)}");

        var job = new Job(path, training, origin);
        var run = new CheckpointedRun(context, path, _checkpoints.Every(parsed), _checkpoints.Resumes(parsed));
        TrainingResult result = run.Train(training.Identity, recipe.Training, training.Start);
        if (result.Stop == StopReason.NonFiniteLoss)
            throw new WorkException($"{result.Message?.TrimEnd('.')}; {KeepAside(job, new TrainingOutcome(result.BestEpoch, null, result.Stop))}");
        Report(context, job, result, run);
        return ExitCode.Ok;
    }

    /// <summary>What is asked for, checked as far as that goes without sentences.</summary>
    private TaggingRecipe Recipe(ParseResult parsed)
    {
        string? dev = parsed.GetValue(_dev), test = parsed.GetValue(_test), split = parsed.GetValue(_split);
        if ((dev is null) != (test is null))
            throw new UsageException($"{(dev is null ? "--test" : "--dev")} was given without {(dev is null ? "--dev" : "--test")}; give both, or cut one file with --split");
        if (dev is not null && split is not null) throw new UsageException("--split was given beside --dev and --test; leave it out, or cut one file with it alone");
        var recipe = new TaggingRecipe
        {
            Model = _model.NameOf(parsed),
            Tagger = _words.Tagger(parsed, _model.Config(parsed, _words.Width(parsed), 1, sequence: true)),
            Column = SentenceInput.Column(parsed.GetValue(_tags)!),
            Split = dev is null ? TrainOptions.ParseSplit(split ?? "0.7,0.15") : null,
            Training = _fit.Training(parsed, Loss.CrossEntropy),
            ReferencesFromData = parsed.GetValue(_references) == "data",
        };
        if (recipe is { Split.Validation: <= 0, Training.EarlyStopping: not null })
            throw new UsageException("Early stopping needs validation data; give some with --split, or leave --patience out");
        recipe.Validate();
        return recipe;
    }

    private (TaggerTraining Training, SentenceOrigin Origin) Prepare(CliContext context, ParseResult parsed, TaggingRecipe recipe, string path)
    {
        string file = parsed.GetValue(_data)!;
        string? PathOf(string name) => name == "-" || OutputFile.IsDevice(path) ? null : OutputFile.PathBeside(path, name);
        SentenceOrigin Origin(TaggerTraining training) => SentenceOrigin.Of(training.Data, SentenceInput.SourceOf(file), PathOf(file));
        if (parsed.GetValue(_dev) is not { } dev || parsed.GetValue(_test) is not { } test)
        {
            var one = new TaggerTraining(SentenceInput.Read(context, file, recipe.Column), recipe);
            return (one, Origin(one));
        }

        string[] files = [file, dev, test];
        if (files.Select(name => name == "-" ? name : OutputFile.Real(name)).Distinct().Count() < files.Length)
            throw new UsageException("FILE, --dev and --test name a file twice; a tagger has to be tested on sentences it has not seen, so give three files, or cut one with --split");
        var training = new TaggerTraining(
            new SentenceSplit(
                SentenceInput.Read(context, file, recipe.Column),
                SentenceInput.Read(context, dev, recipe.Column, "--dev"),
                SentenceInput.Read(context, test, recipe.Column, "--test")),
            recipe);
        SentenceOrigin origin = Origin(training);
        return (training, origin with
        {
            Validation = origin.Validation! with { Source = SentenceInput.SourceOf(dev), Path = PathOf(dev) },
            Test = origin.Test! with { Source = SentenceInput.SourceOf(test), Path = PathOf(test) },
        });
    }

    /// <summary>What the tagger looks up, in words.</summary>
    private static string Features(SequenceModel model) => string.Join(", ", model.Config.Embedding!.Channels.Select(channel =>
        Invariant($"{channel.Name} {channel.Entries} x {channel.Dimension}")));

    /// <summary>Saves what there is beside the target, which stays as it was; says where.</summary>
    private static string KeepAside(Job job, TrainingOutcome outcome) =>
        KeptAside.Save(job.Path, outcome.Epochs, aside => job.Training.ToTagger(outcome, job.Origin).Save(aside));

    private static void Report(CliContext context, Job job, TrainingResult result, CheckpointedRun run)
    {
        SentenceSplit parts = job.Training.Data;
        TrainedTagger tagger = job.Training.ToTagger(TrainingOutcome.Of(result), job.Origin);
        tagger.Save(job.Path);
        string kept = tagger.Scores.TryGetValue("validation.accuracy", out double accuracy) ? Invariant($", kept those of epoch {result.BestEpoch}, best on validation (accuracy {accuracy:F4})") : "";
        context.Note(Invariant($"trained {result.History.Count} of {Texts.Count(tagger.Recipe.Training.Epochs, "epoch")}{(result.Stop == StopReason.EarlyStopping ? " (early stopping)" : "")}{kept}"));
        if (parts.Test.Count == 0)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the sentences with --split");
        }
        else
        {
            if (UnknownTags(tagger.Tags, parts.Test) is { } note) context.Note(note);
            var baseline = MostFrequentTagBaseline.Fit([.. parts.Train]);
            var own = new TagReport.Row(tagger.Name, tagger.Model.Table.TrainableCount, tagger.Evaluate(parts.Test));
            TagReport.Write(context, $"{tagger.Data.Test!.Source}, {(tagger.Recipe.Split is null ? "all" : "test part")}", own, TagReport.Baseline(baseline, baseline.Score(parts.Test)), null);
        }

        context.Out.WriteLine($"digest: {tagger.Digest}");
        run.Done();
        if (!OutputFile.IsDevice(job.Path)) context.Note(Invariant($"saved {job.Path} ({new FileInfo(job.Path).Length} bytes)"));
    }

    /// <summary>What to say of true tags that a tagger cannot give; null where it can give them all.</summary>
    internal static string? UnknownTags(TagSet tags, IEnumerable<TaggedSentence> sentences)
    {
        string[] strange = [.. sentences.SelectMany(sentence => sentence.Tags).Where(tag => tags.IndexOf(tag) < 0)];
        string[] names = [.. strange.Distinct().Order(StringComparer.Ordinal)];
        return names.Length == 0 ? null : Invariant(
            $"warning: {strange.Length} words have tags that training does not have ({string.Join(", ", names.Take(6))}{(names.Length > 6 ? ", …" : "")}); they count as errors");
    }

    /// <summary>One run: where the tagger goes, the training, and where its sentences are from.</summary>
    private sealed record Job(string Path, TaggerTraining Training, SentenceOrigin Origin);
}
