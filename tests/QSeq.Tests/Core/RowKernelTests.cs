using QSeq.Core;

namespace QSeq.Tests.Core;

public class RowKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheLargestMagnitudeIsFoundInEveryLane(int rows)
    {
        for (int place = 0; place < rows * 32; place++)
        {
            float[] values = [.. Enumerable.Range(0, rows * 32).Select(n => (n % 7) - 3f)];
            values[place] = -41.5f;
            Assert.Equal(41.5f, RowKernel.MaxAbs(new Rows(values, 32)));
            values[place] = float.NaN;
            Assert.True(float.IsNaN(RowKernel.MaxAbs(new Rows(values, 32))), $"a NaN at {place} was not seen");
            values[place] = float.NegativeInfinity;
            Assert.Equal(float.PositiveInfinity, RowKernel.MaxAbs(new Rows(values, 32)));
        }

        Assert.Equal(0, RowKernel.MaxAbs(new Rows(new float[32], 32)));
    }
}
