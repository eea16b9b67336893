using QSeq.Data;

namespace QSeq.Tests.Data;

public class TagSetTests
{
    [Fact]
    public void TagsAreDistinctAndInOrder()
    {
        var tags = TagSet.Fit([new(["a", "b", "c"], ["VERB", "NOUN", "VERB"]), new(["d"], ["ADJ"])]);
        Assert.Equal(["ADJ", "NOUN", "VERB"], tags.Names.ToArray());
        Assert.Equal((3, 0, 2, -1, -1), (tags.Count, tags.IndexOf("ADJ"), tags.IndexOf("VERB"), tags.IndexOf("verb"), tags.IndexOf("X")));
        Assert.Equal(["VERB", "ADJ"], TagSet.FromNames(["VERB", "ADJ"]).Names.ToArray());
    }

    [Fact]
    public void RefusesWhatIsNoTagSet()
    {
        static string Error(Func<TagSet> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("tag 2 of a tag set is 'X', as is tag 0; name every tag once", Error(() => TagSet.FromNames(["X", "Y", "X"])));
        Assert.Contains("tag 0 of a tag set is empty", Error(() => TagSet.FromNames([""])), StringComparison.Ordinal);
        Assert.Contains("no tags", Error(() => TagSet.FromNames([])), StringComparison.Ordinal);
        Assert.Contains("no tags", Error(() => TagSet.Fit([])), StringComparison.Ordinal);
        Assert.Contains("begins with 'Yes' has no tags", Error(() => TagSet.Fit([new(["Yes", "!"])])), StringComparison.Ordinal);
    }
}
