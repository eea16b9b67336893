using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

public class ValidTimeTests
{
    [Theory]
    [InlineData(0.0, 4)]
    [InlineData(0.79, 4)]
    [InlineData(0.81, 2)] // 0.4 deviations of 2
    [InlineData(-0.81, 2)]
    [InlineData(double.NaN, 2)]
    [InlineData(double.PositiveInfinity, 2)]
    public void ItEndsBeforeTheFirstErrorAboveTheLimit(double error, int expected) =>
        Assert.Equal(expected, ValidTime.Steps([1, 2, 3 + error, 4], [1, 2, 3, 4], 2));

    [Fact]
    public void WhatComesBackDoesNotCount() => Assert.Equal(0, ValidTime.Steps([5, 2, 3], [1, 2, 3], 1));

    [Fact]
    public void TheLimitIsThatOfPathak() => Assert.Equal(0.4, ValidTime.Limit);
}
