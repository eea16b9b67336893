using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class VocabularyTests
{
    private static readonly string[] Words = ["sea", "tide", "sea", "Sea", "gull", "tide", "sea"];

    [Fact]
    public void TheMostFrequentComeFirstThenOrdinalOrder()
    {
        var vocabulary = Vocabulary.Build(Words);
        Assert.Equal(["<unk>", "sea", "tide", "Sea", "gull"], vocabulary.Items.ToArray());
        Assert.Equal(5, vocabulary.Count);
        Assert.Equal((1, 3, 0), (vocabulary.IndexOf("sea"), vocabulary.IndexOf("Sea"), vocabulary.IndexOf("rock")));
        Assert.True(vocabulary.Contains("gull"));
        Assert.False(vocabulary.Contains("rock"));
        Assert.False(vocabulary.Contains("<unk>"));
    }

    [Fact]
    public void RareItemsAndThoseBeyondTheMostAreUnknown()
    {
        Assert.Equal(["<unk>", "sea", "tide"], Vocabulary.Build(Words, minCount: 2).Items.ToArray());
        Assert.Equal(["<unk>", "sea"], Vocabulary.Build(Words, minCount: 2, most: 1).Items.ToArray());
        Assert.Equal(["<unk>"], Vocabulary.Build(Words, most: 0).Items.ToArray());
        Assert.Equal(["<unk>"], Vocabulary.Build([]).Items.ToArray());
        Assert.Equal(["<unk>", "a"], Vocabulary.Build(["<unk>", "a", "<unk>"]).Items.ToArray());
    }

    [Fact]
    public void TheOrderOfTheItemsDoesNotMatter() => Property.ForAllSeeds(100, seed =>
    {
        var random = new RandomSource(seed, "vocabulary");
        string[] items = [.. Enumerable.Range(0, 1 + random.NextInt(60)).Select(_ => $"{(char)('a' + random.NextInt(12))}")];
        string[] before = [.. Vocabulary.Build(items).Items];
        random.Shuffle(items.AsSpan());
        var after = Vocabulary.Build(items);
        return before.SequenceEqual(after.Items) && after.Items.Select(after.IndexOf).SequenceEqual(Enumerable.Range(0, after.Count))
            && Vocabulary.FromItems(before).Items.SequenceEqual(before);
    });

    [Fact]
    public void RefusesWhatCannotBeNumbered()
    {
        static string Error(Func<Vocabulary> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Equal("item 2 of a vocabulary is 'a', as is item 1; name every item once", Error(() => Vocabulary.FromItems(["<unk>", "a", "a"])));
        Assert.Equal("item 1 of a vocabulary is empty; name every item", Error(() => Vocabulary.FromItems(["<unk>", ""])));
        Assert.Contains("no items", Error(() => Vocabulary.FromItems([])), StringComparison.Ordinal);
        Assert.Contains("an item for a vocabulary is empty", Error(() => Vocabulary.Build(["a", ""])), StringComparison.Ordinal);
        Assert.Contains("least count of an item is 0", Error(() => Vocabulary.Build(["a"], 0)), StringComparison.Ordinal);
        Assert.Contains("to keep -1 items", Error(() => Vocabulary.Build(["a"], 1, -1)), StringComparison.Ordinal);
    }

    [Fact]
    public void AClosedOneHasNoItemForUnknownOnes()
    {
        Vocabulary closed = Vocabulary.Build(["b", "a", "b"], closed: true);
        Assert.Equal(["b", "a"], closed.Items.ToArray());
        Assert.True(closed.IsClosed);
        Assert.Equal((0, 1, -1), (closed.IndexOf("b"), closed.IndexOf("a"), closed.IndexOf("c")));
        Assert.True(closed.Contains("b"));
        Assert.False(closed.Contains("c"));
        Assert.Equal(-1, Vocabulary.FromItems(["b"], closed: true).IndexOf("c"));
        Assert.Throws<ArgumentException>(() => Vocabulary.Build([], closed: true));
    }
}
