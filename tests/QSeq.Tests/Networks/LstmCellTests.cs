using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class LstmCellTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 48)]
    [InlineData(33, 16)]
    public void ForwardAgreesWithTheReference(int hidden, int lanes) => new CellHarness<LstmCell>(hidden, lanes).CheckForward();

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 32)]
    [InlineData(5, 16)]
    public void BackwardAgreesWithCentralDifferences(int hidden, int lanes) => new CellHarness<LstmCell>(hidden, lanes).CheckBackward();
}
