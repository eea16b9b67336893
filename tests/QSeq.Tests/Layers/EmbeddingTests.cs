using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class EmbeddingTests
{
    [Fact]
    public void AVectorIsPutIntoItsLaneAndItsGradientTakenFromThere()
    {
        var builder = new ParameterTable.Builder();
        builder.Add("before", [3], Initializer.Constant(7));
        var embedding = new Embedding(builder.Scope("words"), 4, 2);
        ParameterTable table = builder.Build();
        Assert.Equal("words.weight", table.Slices[1].Name);
        float[] parameters = [.. Enumerable.Range(0, table.Length).Select(n => (float)n)], gradient = new float[table.Length];
        var x = new Rows(new float[32], 16);
        embedding.Gather(parameters, 2, x, 5);
        Assert.Equal((7f, 8f), (x[0][5], x[1][5]));
        Assert.Equal(2, x.Data.ToArray().Count(value => value != 0));

        embedding.Scatter(gradient, 2, x, 5);
        embedding.Scatter(gradient, 2, x, 5); // a symbol that occurs twice gets both
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 14, 16, 0, 0], gradient);
        double[] wide = new double[2];
        embedding.Reference(Close.Widen(parameters), 3, wide);
        Assert.Equal([9, 10], wide);
    }

    [Fact]
    public void FirstValuesAreStandardNormal()
    {
        var builder = new ParameterTable.Builder();
        _ = new Embedding(builder, 1000, 10);
        float[] values = builder.Build().Initialize(1);
        Assert.InRange(values.Average(), -0.05, 0.05);
        Assert.InRange(values.Average(value => value * value), 0.95, 1.05);
    }

    [Fact]
    public void ASymbolThatDoesNotExistIsRefused()
    {
        var builder = new ParameterTable.Builder();
        var embedding = new Embedding(builder, 4, 2);
        float[] parameters = builder.Build().Initialize(1);
        foreach (int symbol in new[] { -1, 4 })
            Assert.Throws<ArgumentOutOfRangeException>(() => embedding.Gather(parameters, symbol, new Rows(new float[32], 16), 0));
    }
}
