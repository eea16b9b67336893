using QSeq.Data;

namespace QSeq.Tests.Data;

public class TaggedSentenceTests
{
    [Fact]
    public void IsEqualByValue()
    {
        var sentence = new TaggedSentence(["Rain", "fell"], ["NOUN", "VERB"], "a-1");
        Assert.Equal(new TaggedSentence(["Rain", "fell"], ["NOUN", "VERB"], "a-1"), sentence);
        Assert.Equal(new TaggedSentence(["Rain", "fell"], ["NOUN", "VERB"], "a-1").GetHashCode(), sentence.GetHashCode());
        Assert.NotEqual(new TaggedSentence(["Rain", "fell"], ["NOUN", "VERB"]), sentence);
        Assert.NotEqual(new TaggedSentence(["Rain", "fell"], id: "a-1"), sentence);
        Assert.NotEqual(new TaggedSentence(["rain", "fell"], ["NOUN", "VERB"], "a-1"), sentence);
    }

    [Fact]
    public void TakesOtherTags()
    {
        var sentence = new TaggedSentence(["Rain", "fell"], id: "a-1");
        Assert.False(sentence.IsTagged);
        Assert.Empty(sentence.Tags);
        Assert.Equal(new TaggedSentence(["Rain", "fell"], ["NOUN", "VERB"], "a-1"), sentence.WithTags(["NOUN", "VERB"]));
        Assert.Equal(sentence, sentence.WithTags(["NOUN", "VERB"]).WithTags([]));
    }

    [Fact]
    public void RefusesWhatIsNoSentence()
    {
        static string Error(Func<TaggedSentence> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("a sentence needs at least one word", Error(() => new TaggedSentence([])));
        Assert.Equal("a sentence needs at least one word", Error(() => new TaggedSentence(default)));
        Assert.Contains("2 words has 1 tags", Error(() => new TaggedSentence(["a", "b"], ["X"])), StringComparison.Ordinal);
        Assert.Contains("word 2 of a sentence is empty", Error(() => new TaggedSentence(["a", ""])), StringComparison.Ordinal);
        Assert.Contains("the tag of word 1", Error(() => new TaggedSentence(["a", "b"], [null!, "X"])), StringComparison.Ordinal);
        Assert.Contains("id of a sentence is empty", Error(() => new TaggedSentence(["a"], id: "")), StringComparison.Ordinal);
    }
}
