using QSeq.Core;
using QSeq.Data;
using QSeq.Networks;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class RidgeSumsTests
{
    [Fact]
    public void AWindowWhoseSolutionTakesTooLongIsRefused()
    {
        WindowSet windows = Toy.Waves(2, 4097);
        var options = new ResidualOptions { Shape = new ResidualShape(4097, 1, [0], [], []) };
        ArgumentException e = Assert.Throws<ArgumentException>(() => RidgeSums.Of(options, options.Shape, 0, [windows], 1));
        Assert.Equal(
            "the linear forecast beside the cells is fitted for windows of 4096 steps at most, the window has 4097; set Linear to false, or choose a shorter window",
            ErrorText.Of(e).ToString());
    }
}
