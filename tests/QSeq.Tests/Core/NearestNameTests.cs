using QSeq.Core;

namespace QSeq.Tests.Core;

public class NearestNameTests
{
    [Theory]
    [InlineData("OTT", "OT")]
    [InlineData("ot", "OT")]
    [InlineData("hufl", "HUFL")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void FindsTheNameThatWasMeant(string wanted, string? expected) =>
        Assert.Equal(expected, NearestName.Find(wanted, ["HUFL", "MULL", "OT"]));

    [Fact]
    public void FindsAPartOfAName() => Assert.Equal("sms-in", NearestName.Find("sms", ["internet", "sms-in", "sms-out"]));

    [Fact]
    public void DescribesInOneLine() =>
        Assert.Equal("unknown column 'OTT'; did you mean 'OT'? Valid: HUFL, OT", NearestName.Describe("column", "OTT", ["HUFL", "OT"]));

    [Fact]
    public void CutsLongListsShort()
    {
        string[] names = [.. Enumerable.Range(1, 100).Select(n => $"square_{n}")];
        string text = NearestName.Describe("column", "square_077", names);
        Assert.Contains("did you mean 'square_7", text, StringComparison.Ordinal);
        Assert.EndsWith("square_12 and 88 more", text, StringComparison.Ordinal);
    }
}
