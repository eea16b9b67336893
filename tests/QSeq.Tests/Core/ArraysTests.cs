using QSeq.Core;

namespace QSeq.Tests.Core;

public class ArraysTests
{
    [Fact]
    public void EntriesAreFunctionsOfTheirPlaces()
    {
        Assert.Equal([0, 10, 20], Arrays.Of(3, n => 10 * n));
        Assert.Empty(Arrays.Of(0, n => n));
    }

    [Fact]
    public void EveryItemGivesAnEntryInOrder()
    {
        Assert.Equal(["3", "1", "2"], Arrays.Of<int, string>([3, 1, 2], n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(Arrays.Of<int, int>([], n => n));
    }

    [Fact]
    public void PlacesThatAreWantedComeInOrder()
    {
        Assert.Equal([0, 3, 6], Arrays.Places(8, n => n % 3 == 0));
        Assert.Empty(Arrays.Places(4, _ => false));
        Assert.Equal([0, 1], Arrays.Places(2, _ => true));
    }
}
