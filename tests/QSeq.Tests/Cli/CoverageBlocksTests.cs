using QSeq.Cli.Fleet;
using QSeq.Cli.Reports;
using QSeq.Studies.Reports;

namespace QSeq.Tests.Cli;

/// <summary>What is said of the intervals of a fleet agrees with the figures above it.</summary>
public class CoverageBlocksTests
{
    private static string Said(params FleetCoverage[] all) => CoverageBlocks.Of(all).OfType<Paragraph>().Single().Text;

    [Fact]
    public void IntervalsThatHoldTooLittleAreCalledTooNarrow()
    {
        FleetCoverage other = new("ETS", 0.95, 0.94, 6, 3);
        Assert.EndsWith("take them as too narrow.", Said(new FleetCoverage("model", 0.95, 0.89, 7, 3), other), StringComparison.Ordinal);
        Assert.EndsWith("holds 94.0 %.", Said(new FleetCoverage("model", 0.95, 0.91, 7, 3), other), StringComparison.Ordinal); // within 5 points
        Assert.EndsWith("holds 94.0 %.", Said(new FleetCoverage("model", 0.8, 0.99, 7, 3), other), StringComparison.Ordinal);
    }

    [Fact]
    public void TheLeastMsisIsNamed()
    {
        FleetCoverage model = new("model", 0.95, 0.95, 7, 3);
        Assert.Contains("95 % of model hold 95.0 %; ETS has the least MSIS, 6", Said(model, new FleetCoverage("ETS", 0.95, 0.94, 6, 3)), StringComparison.Ordinal);
        Assert.Equal("Intervals: 95 % of model hold 95.0 %, with the least MSIS of all.", Said(model, new FleetCoverage("ETS", 0.95, 0.94, 8, 3)));
        Assert.Empty(CoverageBlocks.Of([]));
    }
}
