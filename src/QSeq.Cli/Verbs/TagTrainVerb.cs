namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag train</c>: a tagger from a treebank, saved in one file, judged beside the most-frequent-tag baseline.</summary>
internal sealed class TagTrainVerb(CliContext context)
{
    private const int Batch = 16;

    private readonly Argument<string> _data = SentenceInput.FileArgument();
    private readonly Option<string> _out = Opt.Text("--out", "FILE", "Where the tagger goes; replaced when it exists.", "tagger.qseq");
    private readonly Option<string> _tags = Opt.Choice("--tags", "The column of the tags.", "upos", SentenceInput.Columns);
    private readonly Option<string?> _split = Opt.Text(
        "--split", "TRAIN,VALIDATION", "Fractions of the sentences, in file order; the rest is for testing. [default: 0.7,0.15]");
    private readonly Option<string?> _dev = Opt.Text(
        "--dev", "FILE", "A CoNLL-U file that the epoch is chosen by, with --test instead of --split.");
    private readonly Option<string?> _test = Opt.Text("--test", "FILE", "A CoNLL-U file to report on, with --dev instead of --split.");
    private readonly Option<string> _references = ModelOptions.ReferencesFrom();
    private readonly Option<double> _wordDropout = Opt.Number(
        "--word-dropout", "How readily training hides words: one seen n times is taken for unknown with probability A / (A + n), such as 0.25.", 0);
    private readonly Option<double> _dropout = Opt.Number("--dropout", "The part of the embeddings' numbers that training sets to 0, others each time.", 0);
    private readonly CheckpointOptions _checkpoints = new();
    private readonly WordOptions _words = new();
    private readonly ModelOptions _model = new("lstm", hidden: 16, bidirectional: true);
    private readonly FitOptions _fit = new("Sentences a step.", epochs: 20, $"{Batch}", patience: "never");

    public static VerbCommand Create(CliContext context)
    {
        var verb = new TagTrainVerb(context);
        return new VerbCommand(
            "train",
            "Train a part-of-speech tagger on CoNLL-U and save it; test scores beside the most-frequent-tag baseline.",
            "qseq tag train treebank.conllu --out tagger.qseq",
            "qseq tag train train.conllu --dev dev.conllu --test test.conllu --patience 3",
            "qseq tag train treebank.conllu --tags xpos --hidden 32",
            "qseq tag train treebank.conllu --model qk-lstm-count --features form --embedding 8 --hidden 6")
        {
            verb._data, verb._out, verb._tags, verb._split, verb._dev, verb._test, verb._words, verb._model, verb._references, verb._wordDropout, verb._dropout, verb._fit,
            verb._checkpoints,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string path = parsed.GetValue(_out)!;
        OutputFile.Check(path, "--out");
        OutputFile.CheckNotRead(path, "--out", parsed.GetValue(_data), parsed.GetValue(_dev), parsed.GetValue(_test));
        _model.OnlyKernels(parsed, _references);
        TaggingRecipe recipe = Recipe(parsed);
        (TaggerTraining training, SentenceOrigin origin) = Prepare(parsed, recipe, path);
        SentenceSplit parts = training.Data;
        context.Warn(SentenceWarnings.InTraining(parts));
        string sizes = $"{parts.Train.Count} to train, {parts.Validation.Count} to validate, {parts.Test.Count} to test";
        context.Note($"sentences: {sizes}; {training.Tagger.Tags.Count} tags");
        IEnumerable<string> features =
            training.Tagger.Encoder.Channels.Select((channel, n) => $"{channel.Name} {channel.Vocabulary.Count} x {recipe.Tagger.Dimensions[n]}");
        context.Note($"features: {string.Join(", ", features)}");
        string ways = recipe.Tagger.Bidirectional ? ", both ways" : "";
        context.Note($"model: {recipe.Model}{ways}, {ModelFile.Count(training.Tagger.Model)}");

        var run = new CheckpointedRun(context, path, _checkpoints.Every(parsed), _checkpoints.Resumes(parsed));
        run.WarnOfLength(training.Tagger.Model, parts.Train.Sum(sentence => (double)sentence.Words.Length), recipe.Training);
        TrainedTagger tagger = run.Train(
            training.Identity,
            recipe.Training,
            parts.Validation.Count > 0,
            training.Start,
            outcome => training.ToTagger(outcome, origin));
        Report(parts, tagger);
        run.Finish(tagger);
    }

    /// <summary>What is asked for, checked as far as that goes without sentences.</summary>
    private TaggingRecipe Recipe(ParseResult parsed)
    {
        string? dev = parsed.GetValue(_dev), test = parsed.GetValue(_test), split = parsed.GetValue(_split);
        if ((dev is null) != (test is null))
        {
            (string given, string other) = dev is null ? ("--test", "--dev") : ("--dev", "--test");
            throw new UsageException($"{given} was given without {other}; give both, or cut one file with --split");
        }

        if (dev is not null && split is not null)
            throw new UsageException("--split was given beside --dev and --test; leave it out, or cut one file with it alone");
        var recipe = new TaggingRecipe
        {
            Model = _model.NameOf(parsed),
            Tagger = _words.Tagger(parsed, _model.Config(parsed, _words.Width(parsed), 1, sequence: true)),
            Column = Enum.Parse<TagColumn>(parsed.GetValue(_tags)!, ignoreCase: true),
            Split = dev is null ? TrainOptions.ParseSplit(split ?? "0.7,0.15") : null,
            Training = _fit.Training(parsed, Objective.CrossEntropy, Batch),
            WordDropout = parsed.GetValue(_wordDropout),
            InputDropout = parsed.GetValue(_dropout),
            ReferencesFromData = parsed.GetValue(_references) == "data",
        };
        TrainOptions.CheckStopping(recipe.Split, recipe.Training);
        recipe.Validate();
        return recipe;
    }

    private (TaggerTraining Training, SentenceOrigin Origin) Prepare(ParseResult parsed, TaggingRecipe recipe, string path)
    {
        string file = parsed.GetValue(_data)!;
        IReadOnlyList<TaggedSentence> Read(string name, string what = "data") => SentenceInput.Read(context, name, recipe.Column, what);
        SentenceOrigin Origin(TaggerTraining of) =>
            SentenceOrigin.Of(of.Data, SentenceInput.SourceOf(file), OutputFile.PathBeside(path, file));
        SentencePart From(SentencePart part, string name) =>
            part with { Source = SentenceInput.SourceOf(name), Path = OutputFile.PathBeside(path, name) };
        if (parsed.GetValue(_dev) is not { } dev || parsed.GetValue(_test) is not { } test)
        {
            var one = new TaggerTraining(Read(file), recipe);
            return (one, Origin(one));
        }

        string[] files = [file, dev, test];
        if (files.Select(name => name == "-" ? name : OutputFile.Real(name)).Distinct().Count() < files.Length)
            throw new UsageException(
                "FILE, --dev and --test name a file twice; a tagger has to be tested on sentences it has not seen, "
                + "so give three files, or cut one with --split");

        var training = new TaggerTraining(new SentenceSplit(Read(file), Read(dev, "--dev"), Read(test, "--test")), recipe);
        SentenceOrigin origin = Origin(training);
        return (training, origin with { Validation = From(origin.Validation!, dev), Test = From(origin.Test!, test) });
    }

    private void Report(SentenceSplit parts, TrainedTagger tagger)
    {
        if (parts.Test.Count == 0)
        {
            context.Note("note: there is no test part, so there are no scores; leave some of the sentences with --split");
            return;
        }

        context.Warn(SentenceWarnings.UnknownTags(tagger.Tags, parts.Test));
        string title = $"{tagger.Data.Test!.Source}, {(tagger.Recipe.Split is null ? "all" : "test part")}";
        var own = TagReport.Row.Of(tagger, tagger.Evaluate(parts.Test));
        TagReport.Write(context, title, own, TagReport.Row.Baseline([.. parts.Train], parts.Test), null);
    }
}
