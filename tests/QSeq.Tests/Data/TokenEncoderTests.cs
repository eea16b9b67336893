using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class TokenEncoderTests
{
    private static readonly TaggedSentence[] Train =
    [
        new(["The", "sailing", "gulls", "saw", "the", "Tide"]),
        new(["\"", "Sailing", "the", "sea", "\""]),
    ];

    private static TokenEncoder Fit(params TokenFeature[] channels) => TokenEncoder.Fit(Train, new TokenEncoderOptions { Channels = channels });

    [Fact]
    public void TheWordAsWrittenIsTheDefault()
    {
        var encoder = TokenEncoder.Fit(Train);
        TokenChannel channel = Assert.Single(encoder.Channels);
        Assert.Equal((TokenFeature.Form, "form"), (channel.Feature, channel.Name));
        Assert.Equal(["<unk>", "\"", "the", "Sailing", "The", "Tide", "gulls", "sailing", "saw", "sea"], channel.Vocabulary.Items.ToArray());
        Assert.Equal([[4, 7, 0, 2]], encoder.Encode(new TaggedSentence(["The", "sailing", "rock", "the"])));
        Assert.Equal([[]], encoder.Encode([]));
    }

    [Fact]
    public void AClosedVocabularyHasTheWordsOfTrainingAndRefusesOthers()
    {
        TokenEncoder encoder = TokenEncoder.Fit(Train, new TokenEncoderOptions { Channels = [TokenFeature.Form, TokenFeature.Shape], Closed = true });
        Assert.Equal(["\"", "the", "Sailing", "The", "Tide", "gulls", "sailing", "saw", "sea"], encoder.Channels[0].Vocabulary.Items.ToArray());
        Assert.Equal([3, 6, 1], encoder.Encode(["The", "sailing", "the"])[0]);
        Assert.True(encoder.IsKnown("\""));
        var refused = Assert.Throws<ArgumentException>(() => encoder.Encode(["the", "rock"]));
        Assert.Contains("'rock' was not seen in training", refused.Message, StringComparison.Ordinal);
        TokenEncoder again = Again(encoder);
        Assert.Equal(encoder.Encode(["saw", "\""]), again.Encode(["saw", "\""]));
        Assert.True(again.IsKnown("\""));
        Assert.Throws<ArgumentException>(() => again.Encode(["rock"]));
        Assert.ThrowsAny<ArgumentException>(() => TokenEncoder.Fit(Train, new TokenEncoderOptions { Closed = true, MinCount = 2 }));
    }

    [Fact]
    public void SmallLettersMakeOneWordOfTwo()
    {
        TokenEncoder encoder = Fit(TokenFeature.Word);
        Assert.Equal(["<unk>", "the", "\"", "sailing", "gulls", "saw", "sea", "tide"], encoder.Channels[0].Vocabulary.Items.ToArray());
        Assert.Equal([[1, 7, 7, 0]], encoder.Encode(["THE", "tide", "Tide", "rock"]));
    }

    [Fact]
    public void ASuffixIsTheLastLettersOrAllOfThem()
    {
        TokenEncoder encoder = Fit(TokenFeature.Suffix);
        Assert.Equal(["<unk>", "the", "\"", "ing", "ide", "lls", "saw", "sea"], encoder.Channels[0].Vocabulary.Items.ToArray());
        Assert.Equal([[3, 3, 4, 1, 0]], encoder.Encode(["RING", "ing", "Bride", "bathe", "ng"]));

        TokenEncoder one = TokenEncoder.Fit([new(["a\U0001F600", "\U0001F600"])], new TokenEncoderOptions { Channels = [TokenFeature.Suffix], SuffixLength = 1 });
        Assert.Equal(["<unk>", "\U0001F600"], one.Channels[0].Vocabulary.Items.ToArray()); // not half of it
    }

    [Fact]
    public void APrefixIsTheFirstLettersOrAllOfThem()
    {
        TokenEncoder encoder = Fit(TokenFeature.Prefix);
        Assert.Equal(["<unk>", "the", "\"", "sai", "gul", "saw", "sea", "tid"], encoder.Channels[0].Vocabulary.Items.ToArray());
        Assert.Equal([[3, 3, 1, 0]], encoder.Encode(["Sailor", "sai", "theme", "sa"]));
        TokenEncoder one = TokenEncoder.Fit([new(["\U0001F600a", "\U0001F600"])], new TokenEncoderOptions { Channels = [TokenFeature.Prefix], PrefixLength = 1 });
        Assert.Equal(["<unk>", "\U0001F600"], one.Channels[0].Vocabulary.Items.ToArray());
    }

    [Fact]
    public void TheShapeKnowsWhereASentenceBegins()
    {
        TokenEncoder encoder = Fit(TokenFeature.Shape);
        Assert.Equal(WordShape.Names.ToArray(), encoder.Channels[0].Vocabulary.Items.ToArray());
        static string Shapes(TokenEncoder encoder, params string[] words) => string.Join(' ', encoder.Encode(words)[0].Select(shape => WordShape.Names[shape]));
        Assert.Equal("initial-capital lower capital", Shapes(encoder, "Rocks", "meet", "Rocks"));
        Assert.Equal("punctuation punctuation initial-capital capital", Shapes(encoder, "\"", "(", "Rocks", "Rocks"));
    }

    [Fact]
    public void ChannelsStandInTheOrderAskedFor()
    {
        TokenEncoder encoder = Fit(TokenFeature.Shape, TokenFeature.Form, TokenFeature.Suffix, TokenFeature.Word);
        Assert.Equal(["shape", "form", "suffix", "word"], encoder.Channels.Select(channel => channel.Name));
        Assert.Equal([[3, 1], [4, 0], [1, 4], [1, 0]], encoder.Encode(["The", "hide"]));
    }

    [Fact]
    public void AWordIsKnownAsWrittenHoweverRare()
    {
        foreach (TokenEncoder encoder in new[] { Fit(TokenFeature.Form), Fit(TokenFeature.Suffix), TokenEncoder.Fit(Train, new TokenEncoderOptions { MinCount = 2 }) })
        {
            Assert.True(encoder.IsKnown("Tide"));
            Assert.False(encoder.IsKnown("tide"));
            Assert.False(encoder.IsKnown("<unk>"));
        }

        Assert.Equal(["<unk>", "\"", "the"], TokenEncoder.Fit(Train, new TokenEncoderOptions { MinCount = 2 }).Channels[0].Vocabulary.Items.ToArray());
    }

    [Fact]
    public void WhatIsDescribedIsMadeAnew() => Property.ForAllSeeds(100, seed =>
    {
        var random = new RandomSource(seed, "encoder");
        string[] pieces = ["a", "b", "Ab", "ING", "7", "-", ".", "\u00E9", "\U0001F600", "<unk>"];
        TaggedSentence Draw() => new([.. Enumerable.Range(0, 1 + random.NextInt(6)).Select(_ => pieces[random.NextInt(pieces.Length)] + (random.NextInt(2) == 0 ? "" : pieces[random.NextInt(pieces.Length)]))]);
        TokenFeature[] features = Enum.GetValues<TokenFeature>();
        random.Shuffle(features.AsSpan());
        var options = new TokenEncoderOptions { Channels = features[..(1 + random.NextInt(4))], MinCount = 1 + random.NextInt(2), SuffixLength = 1 + random.NextInt(8), PrefixLength = 1 + random.NextInt(8) };
        var encoder = TokenEncoder.Fit([Draw(), Draw(), Draw()], options);

        TokenEncoder read = Again(encoder);
        TaggedSentence sentence = Draw();
        return encoder.Encode(sentence).Zip(read.Encode(sentence), (a, b) => a.SequenceEqual(b)).All(same => same)
            && sentence.Words.All(word => encoder.IsKnown(word) == read.IsKnown(word))
            && read.Options.Channels.SequenceEqual(options.Channels) && read.Options.SuffixLength == options.SuffixLength && (read.Options.PrefixLength == options.PrefixLength || !options.Channels.Contains(TokenFeature.Prefix)) && read.Options.MinCount == options.MinCount;
    });

    [Fact]
    public void AListOfKnownWordsIsDescribedOnlyWhereItIsNeeded()
    {
        Assert.Null(Text(Fit(TokenFeature.Suffix, TokenFeature.Form))["knownWords"]);
        Assert.Equal(["\"", "Sailing", "The", "Tide", "gulls", "sailing", "saw", "sea", "the"], Text(Fit(TokenFeature.Suffix))["knownWords"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public void RefusesOptionsOutsideTheirRange()
    {
        static string Error(TokenEncoderOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => TokenEncoder.Fit(Train, options)).Message;
        Assert.Contains("there are no channels", Error(new() { Channels = [] }), StringComparison.Ordinal);
        Assert.Contains("a channel is given twice (Form, Form)", Error(new() { Channels = [TokenFeature.Form, TokenFeature.Form] }), StringComparison.Ordinal);
        Assert.Contains("a channel does not exist", Error(new() { Channels = [(TokenFeature)9] }), StringComparison.Ordinal);
        Assert.Contains("least count of a word is 0", Error(new() { MinCount = 0 }), StringComparison.Ordinal);
        Assert.Contains("length of a suffix is 9, expected 1 to 8", Error(new() { SuffixLength = 9 }), StringComparison.Ordinal);
        Assert.Contains("length of a prefix is 0, expected 1 to 8", Error(new() { PrefixLength = 0 }), StringComparison.Ordinal);
        Assert.Contains("no sentences", Assert.Throws<ArgumentException>(() => TokenEncoder.Fit([])).Message, StringComparison.Ordinal);
        Assert.Contains("word 2 of a sentence is empty", Assert.Throws<ArgumentException>(() => TokenEncoder.Fit(Train).Encode(["a", ""])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesListsThatDoNotHold()
    {
        static string Error(TokenEncoder encoder, string json, TokenEncoderOptions? options = null) =>
            Assert.ThrowsAny<ArgumentException>(() => Read(json, options ?? encoder.Options)).Message;
        static string List(string name, params string[] items) => $$"""{"channels":[{"name":"{{name}}","items":[{{string.Join(',', items.Select(item => $"\"{item}\""))}}]}]}""";
        TokenEncoder form = Fit(TokenFeature.Form), suffix = Fit(TokenFeature.Suffix), shape = Fit(TokenFeature.Shape);

        Assert.Contains("the words are listed by sufix, expected suffix", Error(suffix, List("sufix", "<unk>")), StringComparison.Ordinal);
        Assert.Contains("channel 'form' begins with 'a'; expected '<unk>'", Error(form, List("form", "a")), StringComparison.Ordinal);
        Assert.Contains("channel 'form': item 2 of a vocabulary is 'a', as is item 1", Error(form, List("form", "<unk>", "a", "a")), StringComparison.Ordinal);
        Assert.Contains("channel 'form' has no items", Error(form, List("form")), StringComparison.Ordinal);
        Assert.Contains("channel 'shape' has other classes", Error(shape, List("shape", "other", "lower")), StringComparison.Ordinal);
        Assert.Contains("expected form", Error(form, """{"channels":[]}"""), StringComparison.Ordinal);
        Assert.Contains("expected form", Error(form, "{}"), StringComparison.Ordinal);
        Assert.Contains("list of known words is missing", Error(form, List("form", "<unk>", "a"), form.Options with { MinCount = 2 }), StringComparison.Ordinal);
        Assert.Contains("list of known words is missing", Error(suffix, List("suffix", "<unk>", "a")), StringComparison.Ordinal);
        static string Known(TokenEncoder encoder, params string[] words)
        {
            JsonObject json = Text(encoder);
            json["knownWords"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
            return json.ToJsonString();
        }

        Assert.Contains("leave the list out", Error(form, Known(form, "a")), StringComparison.Ordinal);
        Assert.Contains("listed twice", Error(suffix, Known(suffix, "a", "a")), StringComparison.Ordinal);
        Assert.Contains("known word of the encoder is empty", Error(suffix, Known(suffix, "")), StringComparison.Ordinal);
        Assert.Contains("unknown channel 'sufix'; did you mean 'suffix'?", Assert.Throws<ArgumentException>(() => TokenChannel.FeatureOf("sufix")).Message, StringComparison.Ordinal);
    }

    /// <summary>An encoder through JSON, as a model file has it.</summary>
    private static TokenEncoder Again(TokenEncoder encoder) => Read(Text(encoder).ToJsonString(), encoder.Options);

    private static JsonObject Text(TokenEncoder encoder) => JsonNode.Parse(FieldWriter.ToUtf8(encoder, (one, fields) => one.MapFields(fields)))!.AsObject();

    private static TokenEncoder Read(string json, TokenEncoderOptions options)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return TokenEncoder.Blank(options).MapFields(new FieldReader(document.RootElement, "words"));
    }
}
