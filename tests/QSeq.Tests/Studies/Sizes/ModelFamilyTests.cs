using QSeq.Models;
using QSeq.Studies.Sizes;

namespace QSeq.Tests.Studies.Sizes;

/// <summary>Which sizes a model has, and which of them stand beside each other.</summary>
public class ModelFamilyTests
{
    [Theory]
    [InlineData("LSTM", 17, null)]
    [InlineData("LSTM", 18, 18)]
    [InlineData("LSTM", 171, 166)]
    [InlineData("GRU", 47, 33)]
    [InlineData("QKAN-LSTM", 57, null)]
    [InlineData("QKAN-LSTM", 171, 171)]
    [InlineData("HQKAN-LSTM", 46, 33)]
    [InlineData("QLSTM", 78, 78)]
    [InlineData("QLSTM", 1000, 198)] // where its sizes end
    [InlineData("QK-LSTM", 1000, 999)]
    [InlineData("Fourier LSTM", 100, 58)]
    [InlineData("spline LSTM", 1000, 846)]
    public void TheLargestOfAtMostSoManyParameters(string label, int most, int? expected)
    {
        SizedNetwork? size = ModelFamily.Find(label).AtMost(most);
        Assert.Equal(expected, size?.Parameters);
        if (size is not null) Assert.Equal(size.Parameters, new SequenceModel(size.Network, 3).Table.TrainableCount);
    }

    [Fact]
    public void SizesRiseTo1000AndTheDepthOfQlstmDoesWhenItsWiresEnd()
    {
        foreach (ModelFamily family in ModelFamily.Quantum.Concat(ModelFamily.Classical))
        {
            int[] sizes = [.. family.Sizes.Select(size => size.Parameters)];
            Assert.Equal(sizes.Distinct().Order(), sizes);
            Assert.InRange(sizes[0], 14, 60);
            Assert.InRange(sizes[^1], family.Label == "QLSTM" ? 190 : 800, ModelFamily.Most);
            if (family.Label != "QK-LSTM") // whose kernels have references, not angles, that train
                Assert.Equal(family.IsQuantum, new SequenceModel(family.Sizes[0].Network, 0).Table.QuantumCount > 0);
        }

        SizedNetwork[] qlstm = [.. ModelFamily.Find("QLSTM").Sizes];
        Assert.Equal([1, 2, 3, 4, 5, 5, 5, 5, 5, 5], qlstm.Select(size => size.Network.Hidden));
        Assert.Equal([3, 3, 3, 3, 3, 4, 5, 6, 7, 8], qlstm.Select(size => ((QlstmGates)size.Network.Gates).Circuit.Depth));
    }
}
