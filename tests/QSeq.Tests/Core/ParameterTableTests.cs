using QSeq.Core;

namespace QSeq.Tests.Core;

public class ParameterTableTests
{
    [Fact]
    public void CountsTellTrainableQuantumAndClassicalApart()
    {
        ParameterTable table = Build();
        Assert.Equal(12 + 3 + 8, table.Length);
        Assert.Equal(12 + 8, table.TrainableCount);
        Assert.Equal(8, table.QuantumCount);
        Assert.Equal(12, table.ClassicalCount);
    }

    [Fact]
    public void SlicesFollowEachOtherUnderTheirScopes()
    {
        ParameterTable table = Build();
        Assert.Equal([("a.weight", 0, 12), ("a.scale", 12, 3), ("b.deep.theta", 15, 8)], table.Slices.Select(slice => (slice.Name, slice.Offset, slice.Count)));
        float[] buffer = [.. Enumerable.Range(0, 23).Select(n => (float)n)];
        Assert.Equal([12f, 13f, 14f], table["a.scale"].Of(buffer.AsSpan()).ToArray());
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheKnownOnes() =>
        Assert.Contains("b.deep.theta", Assert.Throws<ArgumentException>(() => Build()["theta"]).Message, StringComparison.Ordinal);

    [Fact]
    public void ANameCannotBeDeclaredTwiceNorAnExtentBeEmpty()
    {
        var table = new ParameterTable.Builder();
        table.Scope("a").Add("weight", [1], Initializer.Constant(0));
        table.Scope("b").Add("weight", [1], Initializer.Constant(0));
        Assert.Contains("a.weight", Assert.Throws<ArgumentException>(() => table.Scope("a").Add("weight", [2], Initializer.Constant(0))).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 0]", Assert.Throws<ArgumentException>(() => table.Add("empty", [2, 0], Initializer.Constant(0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameSeedGivesTheSameValuesAndAnotherSeedOthers()
    {
        Assert.Equal(Build().Initialize(3), Build().Initialize(3));
        Assert.NotEqual(Build().Initialize(3), Build().Initialize(4));
    }

    [Fact]
    public void ASliceDrawsTheSameValuesWhateverStandsBesideIt()
    {
        var alone = new ParameterTable.Builder();
        alone.Scope("b").Scope("deep").Add("theta", [2, 4], Initializer.XavierNormal(2, 2));
        ParameterTable all = Build();
        Assert.Equal(alone.Build().Initialize(3), all["b.deep.theta"].Of(all.Initialize(3).AsSpan()).ToArray());
    }

    [Fact]
    public void ZeroFrozenClearsWhatDoesNotTrainAndNothingElse()
    {
        float[] gradient = [.. Enumerable.Repeat(1f, 23)];
        Build().ZeroFrozen(gradient);
        Assert.Equal([.. Enumerable.Repeat(1f, 12), .. Enumerable.Repeat(0f, 3), .. Enumerable.Repeat(1f, 8)], gradient);
    }

    private static ParameterTable Build()
    {
        var table = new ParameterTable.Builder();
        ParameterTable.Builder a = table.Scope("a");
        a.Add("weight", [3, 4], Initializer.Uniform(1));
        a.Add("scale", [3], Initializer.Constant(1), trainable: false);
        table.Scope("b").Scope("deep").Add("theta", [2, 4], Initializer.XavierNormal(2, 2), kind: ParameterKind.Quantum);
        return table.Build();
    }
}
