using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Output;

/// <summary>Between the manifest of a tagger's file and what the library computes with.</summary>
internal static class TrainedTagger
{
    private const string SplitNote = "split";
    private const string Files = "files"; // instead of fractions: each part has a file of its own
    private const string Whole = "none"; // instead of fractions: all sentences are learned from
    private const string ColumnNote = "tag-column";

    /// <summary>What a model file says about words and tags.</summary>
    /// <param name="file">A model file.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is no tagger.</exception>
    public static TaggingDescription TaggingOf(ModelFile file, string path) =>
        file.Manifest.Tagging ?? throw new InvalidDataException($"{path}: a forecasting model, which reads series; use qseq evaluate or qseq forecast");

    /// <summary>The tagger of a file.</summary>
    public static SequenceTagger TaggerOf(ModelFile file, TaggingDescription known) =>
        SequenceTagger.From(file.Model, known.Tokens, known.Tags);

    /// <summary>Does work with a tagger; a word that its closed vocabulary does not have is bad data.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="tagger">The tagger.</param>
    /// <param name="name">What errors call the sentences.</param>
    /// <param name="work">Tags them.</param>
    /// <exception cref="InvalidDataException">There is such a word.</exception>
    public static T Open<T>(SequenceTagger tagger, string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e) when (tagger.Encoder.Options.Closed)
        {
            throw new InvalidDataException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>What the manifest says about sentences.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="data">The sentences.</param>
    public static TaggingDescription Describe(SequenceTagger tagger, TaggedData data)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ColumnNote] = SentenceInput.Columns[(int)data.Column] };
        notes[SplitNote] = data.Split ?? (data.TestSource is null ? Whole : Files);
        foreach ((string part, string? source, IReadOnlyList<TaggedSentence> sentences) in data.EveryPart())
        {
            if (sentences.Count > 0) notes[part] = $"{SentenceInput.Extent(sentences)}{(source is null ? "" : ", " + source)}";
        }

        foreach ((string name, string value) in SeenSentences.Notes(data.Parts)) notes[name] = value;
        return new TaggingDescription { Source = data.Source, Tags = tagger.Tags.Names, Tokens = tagger.Encoder.Describe(), Notes = notes };
    }

    /// <summary>Scores as the manifest keeps them.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Metrics(string prefix, TagScores scores) =>
    [
        new(prefix + ".accuracy", scores.Accuracy),
        new(prefix + ".macro-f1", scores.MacroF1),
        new(prefix + ".sentence-accuracy", scores.SentenceAccuracy),
        new(prefix + ".unknown-accuracy", scores.UnknownAccuracy),
    ];

    /// <summary>The fractions by which the model's sentences were split; null where there are none.</summary>
    /// <param name="known">What the file says.</param>
    /// <param name="why">Why there are none, in words.</param>
    public static SplitFractions? SplitOf(TaggingDescription known, out string why)
    {
        string? split = known.Notes?.GetValueOrDefault(SplitNote);
        why = split switch
        {
            Files => "the tagger was trained with --dev and --test",
            Whole => "the tagger has learned from all of its sentences, so there was no test part",
            _ => "the file does not say how the tagger's sentences were split",
        };
        return split is not null && TrainOptions.TrySplit(split, out SplitFractions? fractions) ? fractions : null;
    }

    /// <summary>The column that the model's tags are from.</summary>
    public static TagColumn ColumnOf(TaggingDescription known) =>
        known.Notes?.GetValueOrDefault(ColumnNote) == SentenceInput.Columns[(int)TagColumn.Xpos] ? TagColumn.Xpos : TagColumn.Upos;

    /// <summary>What the tagger looks up, in words.</summary>
    public static string Describe(SequenceTagger tagger) => string.Join(", ", tagger.Model.Config.Embedding!.Channels.Select(channel =>
        string.Create(CultureInfo.InvariantCulture, $"{channel.Name} {channel.Entries} x {channel.Dimension}")));
}

/// <summary>Sentences to train on, and where they came from.</summary>
/// <param name="Source">The file of the training part.</param>
/// <param name="Column">The column of the tags.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Split">The fractions by which one file was cut, such as <c>0.7,0.15</c>; null for three files, and where there is only a training part.</param>
/// <param name="ValidationSource">The file of the validation part, where it has its own.</param>
/// <param name="TestSource">The file of the test part, where it has its own.</param>
internal sealed record TaggedData(
    string Source, TagColumn Column, SentenceSplit Parts, string? Split, string? ValidationSource = null, string? TestSource = null)
{
    /// <summary>The parts by name.</summary>
    public IEnumerable<(string Part, string? Source, IReadOnlyList<TaggedSentence> Sentences)> EveryPart() =>
        [("train", null, Parts.Train), ("validation", ValidationSource, Parts.Validation), ("test", TestSource, Parts.Test)];
}
