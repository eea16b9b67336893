using System.CommandLine;
using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Cli.Runs;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
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
        command.SetAction(parsed => verb.Run(context, parsed));
        return command;
    }

    private int Run(CliContext context, ParseResult parsed)
    {
        string path = parsed.GetValue(_out)!;
        OutputFile.Check(path, "--out");
        OutputFile.CheckNotRead(path, "--out", parsed.GetValue(_data), parsed.GetValue(_dev), parsed.GetValue(_test));
        TaggerOptions options = Options(parsed);
        _model.OnlyKernels(parsed, _references);
        TrainingOptions training = _fit.Training(parsed, Loss.CrossEntropy);
        training.Validate();
        TaggedData data = Read(context, parsed, training);
        if (TagSet.Fit(data.Parts.Train) is { Count: 1 } only)
            throw new InvalidDataException($"every word of the training part has the tag '{only.Names[0]}', so there is nothing to learn; choose another column with --tags, or more sentences");

        if (Repeated.InTraining(data.Parts) is { } repeated) context.Note(repeated);
        var tagger = SequenceTagger.Create(data.Parts.Train, options, training.Seed);
        if (parsed.GetValue(_references) == "data") KernelReferences.FromData(tagger, data.Parts.Train, training.Seed);
        context.Note($"sentences: {string.Create(CultureInfo.InvariantCulture, $"{data.Parts.Train.Count} to train, {data.Parts.Validation.Count} to validate, {data.Parts.Test.Count} to test")}; {tagger.Tags.Count} tags");
        context.Note($"features: {TrainedTagger.Describe(tagger)}");
        context.Note($"model: {_model.NameOf(parsed)}{(options.Bidirectional ? ", both ways" : "")}, {ModelWords.Count(tagger.Model)}");

        var job = new Job(_model.NameOf(parsed), path, tagger, data, training);
        TrainingResult result = Fit(context, job);
        if (result.Stop == StopReason.NonFiniteLoss)
            throw new WorkException($"{result.Message?.TrimEnd('.')}; {KeepAside(job, result.BestEpoch, "non-finite loss")}");
        Report(context, job, result);
        return ExitCode.Ok;
    }

    /// <summary>The tagger that is asked for, checked as far as that goes without sentences.</summary>
    private TaggerOptions Options(ParseResult parsed)
    {
        SequenceModelConfig model = _model.Config(parsed, _words.Width(parsed), 1, sequence: true);
        TaggerOptions options = _words.Tagger(parsed, model);
        options.Validate();
        options.Tokens.Validate();
        ModelParts.Declare(model);
        return options;
    }

    private TaggedData Read(CliContext context, ParseResult parsed, TrainingOptions training)
    {
        string file = parsed.GetValue(_data)!;
        string? dev = parsed.GetValue(_dev), test = parsed.GetValue(_test), split = parsed.GetValue(_split);
        TagColumn column = SentenceInput.Column(parsed.GetValue(_tags)!);
        if ((dev is null) != (test is null))
            throw new UsageException($"{(dev is null ? "--test" : "--dev")} was given without {(dev is null ? "--dev" : "--test")}; give both, or cut one file with --split");
        if (dev is null)
        {
            split ??= "0.7,0.15";
            SplitFractions fractions = TrainOptions.ParseSplit(split);
            fractions.Validate();
            if (fractions.Validation <= 0 && training.EarlyStopping is not null)
                throw new UsageException("Early stopping needs validation data; give some with --split, or leave --patience out");
            return new TaggedData(SentenceInput.SourceOf(file), column, SentenceSplit.Create(SentenceInput.Read(context, file, column), fractions), split);
        }

        if (split is not null) throw new UsageException("--split was given beside --dev and --test; leave it out, or cut one file with it alone");
        string[] files = [file, dev, test!];
        if (files.Select(name => name == "-" ? name : OutputFile.Real(name)).Distinct().Count() < files.Length)
            throw new UsageException("FILE, --dev and --test name a file twice; a tagger has to be tested on sentences it has not seen, so give three files, or cut one with --split");
        var parts = new SentenceSplit(SentenceInput.Read(context, file, column), SentenceInput.Read(context, dev, column, "--dev"), SentenceInput.Read(context, test!, column, "--test"));
        return new TaggedData(SentenceInput.SourceOf(file), column, parts, null, SentenceInput.SourceOf(dev), SentenceInput.SourceOf(test!));
    }

    private static TrainingResult Fit(CliContext context, Job job)
    {
        int epochs = 0;
        try
        {
            using TrainingSession session = TaggerTrainer.Start(job.Tagger, job.Data.Parts.Train, job.Data.Parts.Validation, job.Options);
            return TrainingWork.Run(context, "training", job.Options, session, running => epochs = running.History.Count);
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException($"cancelled; {KeepAside(job, epochs, "cancelled")}");
        }
    }

    private static string KeepAside(Job job, int epoch, string why) =>
        KeptAside.Save(job.Path, epoch, aside => ModelFile.Save(aside, job.Tagger.Model, Manifest(job, epoch, null, why, [])));

    private static void Report(CliContext context, Job job, TrainingResult result)
    {
        SentenceSplit parts = job.Data.Parts;
        TagScores? validation = parts.Validation.Count > 0 ? TaggerEvaluator.Evaluate(job.Tagger, parts.Validation) : null;
        TagScores? test = parts.Test.Count > 0 ? TaggerEvaluator.Evaluate(job.Tagger, parts.Test) : null;
        var metrics = new List<KeyValuePair<string, double>>();
        if (validation is not null) metrics.Add(new("validation.accuracy", validation.Accuracy));
        if (test is not null) metrics.AddRange(TrainedTagger.Metrics("test", test));
        string? stop = result.Stop == StopReason.EarlyStopping ? "early stopping" : null;
        ModelFile.Save(job.Path, job.Tagger.Model, Manifest(job, result.History.Count, result.BestEpoch, stop, metrics));

        string kept = validation is null ? "" : string.Create(CultureInfo.InvariantCulture, $", kept those of epoch {result.BestEpoch}, best on validation (accuracy {validation.Accuracy:F4})");
        context.Note(string.Create(CultureInfo.InvariantCulture, $"trained {result.History.Count} of {Texts.Count(job.Options.Epochs, "epoch")}{(stop is null ? "" : " (early stopping)")}{kept}"));
        if (test is null)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the sentences with --split");
        }
        else
        {
            if (UnknownTags(job.Tagger, parts.Test) is { } note) context.Note(note);
            var baseline = MostFrequentTagBaseline.Fit([.. parts.Train]);
            var own = new TagReport.Row(job.Name, job.Tagger.Model.Table.TrainableCount, test);
            TagReport.Write(context, $"{job.Data.TestSource ?? job.Data.Source}, {(job.Data.Split is null ? "all" : "test part")}", own, TagReport.Baseline(baseline, baseline.Score(parts.Test)), null);
        }

        context.Out.WriteLine($"digest: {ModelFile.DigestOf(job.Tagger.Model)}");
        if (!OutputFile.IsDevice(job.Path)) context.Note(string.Create(CultureInfo.InvariantCulture, $"saved {job.Path} ({new FileInfo(job.Path).Length} bytes)"));
    }

    /// <summary>What to say of true tags that a tagger cannot give; null where it can give them all.</summary>
    internal static string? UnknownTags(SequenceTagger tagger, IEnumerable<TaggedSentence> sentences)
    {
        string[] strange = [.. sentences.SelectMany(sentence => sentence.Tags).Where(tag => tagger.Tags.IndexOf(tag) < 0)];
        string[] names = [.. strange.Distinct().Order(StringComparer.Ordinal)];
        return names.Length == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"warning: {strange.Length} words have tags that training does not have ({string.Join(", ", names.Take(6))}{(names.Length > 6 ? ", …" : "")}); they count as errors");
    }

    private static ModelManifest Manifest(Job job, int epochs, int? kept, string? stop, IEnumerable<KeyValuePair<string, double>> metrics) => new()
    {
        Name = job.Name,
        Tagging = TrainedTagger.Describe(job.Tagger, job.Data),
        Training = ModelWords.Describe(job.Options, epochs, kept, stop),
        Metrics = new Dictionary<string, double>(metrics),
    };

    private sealed record Job(string Name, string Path, SequenceTagger Tagger, TaggedData Data, TrainingOptions Options);
}
