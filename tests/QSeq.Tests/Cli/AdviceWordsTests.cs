using QSeq.Cli;
using QSeq.Core;

namespace QSeq.Tests.Cli;

public class AdviceWordsTests
{
    [Theory]
    [InlineData("TrainingOptions.BatchSize", 64, "choose a --batch of 64 or less")]
    [InlineData("WindowOptions.Window", null, "choose a shorter --window or a smaller --hidden")]
    [InlineData("SequenceModelConfig.Hidden", null, "choose shorter sentences or a smaller --hidden")]
    [InlineData("ResidualOptions.Linear", false, "choose --linear off, or a shorter --window")]
    public void AdviceOnSizesNamesTheOptions(string property, object? value, string said) =>
        Assert.Equal(said, AdviceWords.Say(new Advice(property, value, "own words")));
}
