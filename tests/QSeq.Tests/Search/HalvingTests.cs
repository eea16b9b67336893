using QSeq.Search;

namespace QSeq.Tests.Search;

public class HalvingTests
{
    private static Halving.Proposal One(Halving halving) => Assert.Single(halving.Next(1));

    private static Halving.Proposal Tell(Halving halving, double error)
    {
        Halving.Proposal one = One(halving);
        halving.Tell(one, error);
        return one;
    }

    [Fact]
    public void TheBestOfThreeIsTrainedLongerAndThenFromAnotherSeed()
    {
        var halving = new Halving(3, 2, 100);
        Assert.Equal(new Halving.Proposal(0, 0, 0), Tell(halving, 5));
        Assert.Equal(new Halving.Proposal(1, 0, 0), Tell(halving, 3));
        Assert.Equal(new Halving.Proposal(2, 0, 0), Tell(halving, 4));
        Assert.Equal(new Halving.Proposal(1, 1, 0), Tell(halving, 2));
        Assert.Empty(halving.Confirmed(2));
        Assert.Equal(new Halving.Proposal(1, 1, 1), Tell(halving, 2.5)); // it leads past the first rung
        (int recipe, int rung, double error) = Assert.Single(halving.Confirmed(2));
        Assert.Equal((1, 1, 2.25), (recipe, rung, error));
        Assert.Equal(new Halving.Proposal(3, 0, 0), One(halving)); // a third of three has been promoted
    }

    [Fact]
    public void ALeaderThatAnotherSeedContradictsGivesTheLeadAway()
    {
        var halving = new Halving(2, 2, 100);
        foreach (Halving.Proposal one in halving.Next(6)) halving.Tell(one, 10 + one.Recipe);
        Assert.Equal(0, halving.Leader!.Value.Recipe);
        Assert.Equal(new Halving.Proposal(0, 1, 0), Tell(halving, 1));
        Assert.Equal(new Halving.Proposal(0, 1, 1), Tell(halving, 100)); // the median is 50.5 now
        Assert.Equal(1, halving.Leader!.Value.Recipe);
        Assert.Equal(new Halving.Proposal(1, 1, 0), One(halving));
    }

    [Fact]
    public void WhatFailedIsNeverPromotedAndCounts()
    {
        var halving = new Halving(2, 1, 3);
        Tell(halving, double.PositiveInfinity);
        Tell(halving, double.PositiveInfinity);
        Assert.Null(halving.Leader);
        Tell(halving, 7);
        Assert.Equal(new Halving.Proposal(2, 1, 0), One(halving));
        Assert.Empty(halving.Next(1)); // there are three recipes, and the rest failed
    }

    [Fact]
    public void SeveralAtATimeAreDifferentAndKnowNothingOfEachOther()
    {
        var halving = new Halving(3, 2, 5);
        Halving.Proposal[] next = halving.Next(4);
        Assert.Equal(4, next.Distinct().Count());
        Assert.All(next, one => Assert.Equal(0, one.Rung));
        foreach (Halving.Proposal one in next) halving.Tell(one, one.Recipe);
        Assert.Equal([new(0, 1, 0), new(4, 0, 0)], halving.Next(4)); // 4 is the last of five
    }
}
