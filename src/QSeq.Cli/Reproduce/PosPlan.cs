using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Data;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>The tagging experiment, ready to run: the QK-LSTM paper's two sentences, or a treebank.</summary>
internal sealed record PosPlan
{
    private const string TreebankSplit = "0.7,0.15";
    private const string OtherColumn = "read the tags from the other column";
    private const int PaperSeeds = 10;
    private const int TreebankSeeds = 3;

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which sentences these are.</summary>
    public required string Source { get; init; }

    /// <summary>Split and sizes, in words.</summary>
    public required string Settings { get; init; }

    /// <summary>The fractions by which a treebank is cut, as they are written; null where there is no test part.</summary>
    public string? Fractions { get; init; }

    /// <summary>The sentences.</summary>
    public required SentenceSplit Split { get; init; }

    /// <summary>Whether there is a test part; else accuracy is that of the sentences learnt.</summary>
    public required bool Treebank { get; init; }

    /// <summary>The models.</summary>
    public required TagContender[] Contenders { get; init; }

    /// <summary>How they are trained; the seed differs from run to run.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Seeds, from 0 up.</summary>
    public required int Seeds { get; init; }

    /// <summary>The plan, its sentences read.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="data">A CoNLL-U file, - for standard input, or null for the paper's two sentences.</param>
    /// <param name="seeds">Seeds, or null for the experiment's own.</param>
    /// <param name="epochs">Epochs, or null for the experiment's own.</param>
    /// <param name="sgd">Plain SGD instead of Adam.</param>
    public static PosPlan Of(CliContext context, string? data, int? seeds, int? epochs, bool sgd)
    {
        TrainingOptions training = data is null ? PosExperiment.PaperTraining : PosExperiment.TreebankTraining;
        if (epochs is { } other) training = training with { Epochs = other };
        if (sgd) training = training with { Optimizer = new SgdConfig { LearningRate = training.Optimizer.LearningRate, Momentum = 0 } };
        string end = training.EarlyStopping is { } early ? string.Create(CultureInfo.InvariantCulture, $" at most, until {early.Patience} have not helped") : "";
        string how = string.Create(
            CultureInfo.InvariantCulture,
            $"{training.Epochs} epochs{end}, {Name(training.Optimizer)} at {training.Optimizer.LearningRate}, {training.BatchSize} {(training.BatchSize == 1 ? "sentence" : "sentences")} a step");
        if (data is null)
        {
            TaggedSentence[] sentences = [.. PosExperiment.Sentences];
            return new PosPlan
            {
                Title = "Part-of-speech tagging: the paper's two sentences",
                Source = "'The dog eat the ice' and 'Everybody read that book' (arXiv 2411.13225, section III-A), 9 words, 3 tags",
                Settings = $"embedding 8, hidden 6, 4 qubits; {how}; no test part: accuracy and loss are those of the sentences learnt",
                Split = new SentenceSplit(sentences, [], sentences),
                Treebank = false,
                Contenders = [.. PosExperiment.Paper],
                Training = training,
                Seeds = seeds ?? PaperSeeds,
            };
        }

        SentenceSplit split = SentenceSplit.Create(Read(context, data), TrainOptions.ParseSplit(TreebankSplit));
        string count = string.Create(CultureInfo.InvariantCulture, $"{split.Train.Count}, {split.Validation.Count} and {split.Test.Count} sentences to train, validate and test, in file order");
        return new PosPlan
        {
            Title = "Part-of-speech tagging: a treebank",
            Source = SentenceInput.SourceOf(data),
            Settings = $"{count}; word, ending and shape of words (16 + 8 + 4), hidden 16, both ways; {how}, weights of the epoch best on validation",
            Split = split,
            Fractions = TreebankSplit,
            Treebank = true,
            Contenders = [.. PosExperiment.Treebank],
            Training = training,
            Seeds = seeds ?? TreebankSeeds,
        };
    }

    /// <summary>The sentences of a treebank; there is no other column to advise than that of UPOS.</summary>
    private static IReadOnlyList<TaggedSentence> Read(CliContext context, string data)
    {
        try
        {
            return SentenceInput.Read(context, data, TagColumn.Upos);
        }
        catch (InvalidDataException e) when (e.Message.Contains(OtherColumn, StringComparison.Ordinal))
        {
            throw new InvalidDataException(e.Message.Replace(OtherColumn, "use a treebank with UPOS tags", StringComparison.Ordinal), e);
        }
    }

    private static string Name(OptimizerConfig optimizer) => optimizer switch
    {
        AdamConfig { WeightDecay: > 0 } adam => string.Create(CultureInfo.InvariantCulture, $"AdamW (decay {adam.WeightDecay})"),
        AdamConfig => "Adam",
        _ => "plain SGD",
    };
}
