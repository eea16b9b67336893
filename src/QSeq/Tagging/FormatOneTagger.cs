using System.Text.Json;
using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Tagging;

/// <summary>
/// Taggers of format 1, which kept no recipe: it is put together from the configuration, from what was said of words and tags
/// and its notes, and from what was said of the training.
/// </summary>
internal static class FormatOneTagger
{
    public static TrainedTagger Read(ModelContent content, ModelCatalogue catalogue)
    {
        FieldReader f = content.Manifest;
        if (!f.Has("tagging") && !f.Has("data")) throw new JsonException("it has neither data nor tagging");
        if (!f.Has("tagging")) throw new WrongModelKindException(content.File, "forecaster", TrainedTagger.Kind);
        SequenceModelConfig config = f.Need(
            "config", new SequenceModelConfig { Gates = null! }, (network, inner) => network.MapFields(inner, catalogue));
        FieldReader tagging = f.Record("tagging"), tokens = tagging.Record("tokens"), training = f.Record("training");
        var words = new TokenEncoderOptions
        {
            Channels = [.. tokens.Records("channels").Select(channel => TokenChannel.FeatureOf(channel.Text("name")))],
            MinCount = tokens.Whole("minCount"),
            SuffixLength = tokens.Whole("suffixLength"),
            Closed = tokens.Flag("closed", false),
        };
        words.Validate();
        TokenEncoder encoder = TokenEncoder.Blank(words).MapFields(tokens);
        tokens.Close();
        var tags = TagSet.FromNames(tagging.Texts("tags"));
        string source = tagging.Text("source");
        IReadOnlyDictionary<string, string> notes = tagging.TextsByName("notes", ImmutableDictionary<string, string>.Empty);
        tagging.Close();
        if (config.Embedding is not { } embedding) throw new ArgumentException("the model of a tagger has no embedding");
        config.Validate();
        var recipe = new TaggingRecipe
        {
            Model = f.Text("name"),
            Tagger = new TaggerOptions
            {
                Gates = config.Gates,
                Hidden = config.Hidden,
                Layers = config.Layers,
                Bidirectional = config.Bidirectional,
                Dimensions = [.. embedding.Channels.Select(channel => channel.Dimension)],
                Tokens = words,
            },
            Column = notes.GetValueOrDefault("tag-column") == "xpos" ? TagColumn.Xpos : TagColumn.Upos,
            Split = SplitOf(notes.GetValueOrDefault("split", "")),
            Training = FormatOneTraining.Options(training),
        };
        recipe.Validate();
        var tagger = new SequenceTagger(content.Build(config), encoder, tags);
        return new TrainedTagger(recipe, tagger, OriginOf(notes, source), FormatOneTraining.History(f, training));
    }

    // Such as "0.7,0.15"; a word where each part had a file of its own, or all was for training.
    private static SplitFractions? SplitOf(string note)
    {
        string[] cells = note.Split(',');
        return double.TryParse(cells[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double train)
            && double.TryParse(cells.ElementAtOrDefault(1) ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out double validation)
                ? new SplitFractions(train, validation)
                : null;
    }

    private static SentenceOrigin OriginOf(IReadOnlyDictionary<string, string> notes, string source)
    {
        SentencePart train = PartOf(notes, "train", source) ?? new SentencePart { Source = source };
        if (notes.GetValueOrDefault("train-digest", "").Split(' ') is [_, { } digest]) train = train with { Digest = digest };
        return new SentenceOrigin(train, PartOf(notes, "validation", source), PartOf(notes, "test", source));
    }

    // Such as "18 sentences, 204 words", with the file where it was another.
    private static SentencePart? PartOf(IReadOnlyDictionary<string, string> notes, string part, string source)
    {
        string[] cells = notes.GetValueOrDefault(part, "").Split(", ", 3);
        return cells.Length < 2 ? null : new SentencePart
        {
            Source = cells.ElementAtOrDefault(2) ?? source,
            Sentences = FormatOneTraining.Whole(cells[0].Split(' ')[0]),
            Words = FormatOneTraining.Whole(cells[1].Split(' ')[0]),
            Hashes = notes.TryGetValue(part + "-hashes", out string? hashes) ? SentenceHashes.Parse(hashes) : null,
        };
    }
}
