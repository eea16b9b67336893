using System.Globalization;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class SentenceSplitTests
{
    private static TaggedSentence[] Sentences(int count) =>
        [.. Enumerable.Range(0, count).Select(n => new TaggedSentence([n.ToString(CultureInfo.InvariantCulture)]))];

    private static string[] Words(IEnumerable<TaggedSentence> sentences) => [.. sentences.Select(sentence => sentence.Words[0])];

    [Theory]
    [InlineData(2001, 1400, 300, 301)]
    [InlineData(20, 14, 3, 3)]
    [InlineData(7, 4, 1, 2)]
    public void PartsAreInTheOrderOfTheFile(int count, int train, int validation, int test)
    {
        TaggedSentence[] sentences = Sentences(count);
        var split = SentenceSplit.Create(sentences);
        Assert.Equal((train, validation, test), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(sentences, split.Train.Concat(split.Validation).Concat(split.Test));
    }

    [Theory]
    [InlineData(2001, 0.5, 0.5, 1000, 1001)]
    [InlineData(101, 0.8, 0.2, 80, 21)]
    [InlineData(7, 0.7, 0.3, 4, 3)]
    public void FractionsThatMakeOneLeaveNoTestPart(int count, double train, double validation, int first, int second)
    {
        var split = SentenceSplit.Create(Sentences(count), new SplitFractions(train, validation));
        Assert.Equal((first, second, 0), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void ASeedShufflesAlwaysTheSameWay()
    {
        TaggedSentence[] sentences = Sentences(20);
        string[] Order(ulong? seed)
        {
            var split = SentenceSplit.Create(sentences, shuffleSeed: seed);
            return Words(split.Train.Concat(split.Validation).Concat(split.Test));
        }

        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
        Assert.NotEqual(Order(null), Order(0));
        Assert.Equal(Words(sentences).Order(), Order(1).Order());
        Assert.Equal("0", sentences[0].Words[0]); // what was handed in stays as it was
    }

    [Fact]
    public void RefusesPartsWithoutSentences()
    {
        static string Error(int count, double train, double validation) =>
            Assert.Throws<InvalidDataException>(() => SentenceSplit.Create(Sentences(count), new SplitFractions(train, validation))).Message;

        Assert.Equal("the training part (0.7 of 1 sentence) gets no sentence; choose other fractions or more sentences", Error(1, 0.7, 0.15));
        Assert.StartsWith("the training part", Error(0, 1, 0), StringComparison.Ordinal);
        Assert.StartsWith("the validation part (0.15 of 6", Error(6, 0.7, 0.15), StringComparison.Ordinal);
        Assert.StartsWith("the training part (0.0001 of 9 sentences)", Error(9, 0.0001, 0.1), StringComparison.Ordinal);
        Assert.StartsWith("the test part", Error(2, 0.5, 0.5 - 1e-10), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SentenceSplit.Create(Sentences(9), new SplitFractions(0, 0)));
        Assert.Empty(SentenceSplit.Create(Sentences(2), new SplitFractions(1, 0)).Test);
        Assert.Empty(SentenceSplit.Create(Sentences(2), new SplitFractions(0.5, 0)).Validation);
    }
}
