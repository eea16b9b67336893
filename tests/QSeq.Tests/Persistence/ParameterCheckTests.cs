using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Tests.Persistence;

public sealed class ParameterCheckTests
{
    /// <summary>The table declared for checking is the model's own, in every part.</summary>
    [Fact]
    public void TheDeclaredTableIsTheModels()
    {
        foreach (GateConfig gates in Samples.AllGates())
        {
            var config = new SequenceModelConfig { Gates = gates, Inputs = 2, Hidden = 3, Layers = 2, Outputs = 2 };
            Assert.Equal(
                new SequenceModel(config, seed: 1).Table.Slices.Select(slice => (slice.Name, slice.Offset, slice.Count)),
                ParameterCheck.Declare(config).Slices.Select(slice => (slice.Name, slice.Offset, slice.Count)));
        }
    }
}
