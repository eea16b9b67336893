namespace QSeq.Tests;

public class SlowFirstTests
{
    [Fact]
    public void Slow_classes_come_first_and_the_others_by_name()
    {
        string[] names = [.. new[] { typeof(SlowFirstTests), typeof(Bits.BitsTests), typeof(Core.Sha256Tests), typeof(Cli.ReproduceTests) }.Select(type => "Test collection for " + type.FullName)];
        Assert.Equal([names[1], names[3], names[2], names[0]], SlowFirst.Order(names, name => name));
        Assert.Equal(["a collection of its own", "another"], SlowFirst.Order(["another", "a collection of its own"], name => name));
    }
}
