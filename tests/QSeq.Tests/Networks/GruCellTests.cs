using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class GruCellTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 48)]
    public void AStepAgreesWithTheReferenceEitherWay(int hidden, int lanes)
    {
        new CellHarness<GruCell>(hidden, lanes).CheckForward();
        new CellHarness<GruCell>(hidden, lanes).CheckBackward();
    }
}
