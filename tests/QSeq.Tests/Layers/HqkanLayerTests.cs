using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class HqkanLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(2, 4, 1, 2, 1, 17)]
    [InlineData(3, 8, 2, 3, 2, 15)]
    [InlineData(5, 2, 3, 1, 8, 16)]
    [InlineData(4, 12, 2, 2, 1, 100)]
    public void ValuesAndGradientsAgreeWithTheReference(int inputs, int outputs, int encoded, int latent, int reps, int samples)
    {
        var options = new HqkanOptions { Encoded = encoded, Latent = latent, Qkan = new QkanOptions { Reps = reps, TrainPostWeight = true } };
        new LayerHarness("hqkan", table => options.Build(table, inputs, outputs)).Check(samples, range: 1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(257, 1)]
    [InlineData(1, 257)]
    public void WidthsOutOfRangeAreRefused(int encoded, int latent) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new HqkanOptions { Encoded = encoded, Latent = latent }.Build(new ParameterTable.Builder(), 1, 1));
}
