using QSeq.Data;

namespace QSeq.Tests.Data;

public class WordShapeTests
{
    [Theory]
    [InlineData("tide", "lower")]
    [InlineData("n't", "lower")]
    [InlineData("\u00E9t\u00E9", "lower")]
    [InlineData("Tide", "capital")]
    [InlineData("I", "capital")]
    [InlineData("\u00C9t\u00E9", "capital")]
    [InlineData("O'clock", "capital")]
    [InlineData("TIDE", "upper")]
    [InlineData("U.K.", "upper")]
    [InlineData("McKay", "mixed-case")]
    [InlineData("iSea", "mixed-case")]
    [InlineData("7", "number")]
    [InlineData("-3,500.25", "number")]
    [InlineData("10:30", "number")]
    [InlineData("50%", "number")]
    [InlineData("4th", "alphanumeric")]
    [InlineData("B-52", "alphanumeric")]
    [InlineData("well-known", "hyphenated")]
    [InlineData("Anglo-Saxon", "hyphenated")]
    [InlineData("-", "punctuation")]
    [InlineData("...", "punctuation")]
    [InlineData("$", "punctuation")]
    [InlineData("\u201C", "punctuation")]
    [InlineData("\U0001F600", "other")]
    [InlineData("\u6F6E", "other")]
    [InlineData(" ", "other")]
    public void WordsFallIntoTheirClass(string word, string expected) => Assert.Equal(expected, WordShape.Names[WordShape.Of(word, first: false)]);

    [Theory]
    [InlineData("Tide", "initial-capital")]
    [InlineData("A", "initial-capital")]
    [InlineData("TIDE", "upper")]
    [InlineData("tide", "lower")]
    [InlineData("Anglo-Saxon", "hyphenated")]
    public void ACapitalWhereASentenceBeginsIsAClassOfItsOwn(string word, string expected) => Assert.Equal(expected, WordShape.Names[WordShape.Of(word, first: true)]);

    [Fact]
    public void TheClassesAreTen()
    {
        Assert.Equal(10, WordShape.Names.Distinct().Count());
        Assert.Throws<ArgumentException>(() => WordShape.Of("", first: false));
    }
}
