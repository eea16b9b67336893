using QSeq.Core;

namespace QSeq.Tests.Core;

public class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(1L << 32, "4 GiB")]
    [InlineData(1e25, "8673617.4 EiB")]
    public void AmountsAreSaidInTheLargestUnitThatIsNotLargerThanThey(double bytes, string said) => Assert.Equal(said, ByteText.Of(bytes));
}
