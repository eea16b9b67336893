using QSeq.Core;

namespace QSeq.Tests.Core;

/// <summary>Blocks of 512, 256 and 128 bits: every operation has the bits of the scalar one, and functions have the same bits in all widths.</summary>
public class BlockTests
{
    private static readonly float[] Values =
    [
        0, -0f, 1, -1, 0.5f, -2.25f, 3e-30f, -7e20f, 87.5f, -90, 1e-3f, 12.566371f, -32768, 32768.5f, 1e9f, -3.1e30f,
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.7853982f, -0.7853982f, 1.5707964f, 4.712389f, 123.456f,
        -5.5f, 7.9f, -8.1f, 0.25f, 2.5e-5f, 100000, -0.1f, 6.2831855f,
    ];

    [Fact]
    public void Widths_are_those_of_registers() => Assert.Equal((16, 8, 4), (Block512.Width, Block256.Width, Block128.Width));

    [Fact]
    public void Operations_have_the_bits_of_scalar_ones()
    {
        Operations<Block512>();
        Operations<Block256>();
        Operations<Block128>();
    }

    [Fact]
    public void Functions_have_the_same_bits_in_every_width()
    {
        float[][] widest = Functions<Block512>();
        Assert.Equal(5, widest.Length);
        foreach (float[][] other in (float[][][])[Functions<Block256>(), Functions<Block128>()])
            for (int n = 0; n < widest.Length; n++) Assert.Equal(Bits(widest[n]), Bits(other[n]));
        Assert.Equal(MathF.Sin(123.456f), widest[0][Array.IndexOf(Values, 123.456f)], 1e-6f);
        Assert.Equal(MathF.Cos(-3.1e30f), widest[1][Array.IndexOf(Values, -3.1e30f)], 1e-6f); // through the far reduction
        Assert.Equal(MathF.Tanh(-0.1f), widest[4][Array.IndexOf(Values, -0.1f)], 1e-6f);
    }

    private static void Operations<T>()
        where T : struct, IBlock<T>
    {
        float[] b = [.. Values.Reverse()], c = [.. Values.Select(value => value * 0.37f)];
        Same<T>((x, y, _) => x + y, (x, y, _) => x + y, b, c);
        Same<T>((x, y, _) => x - y, (x, y, _) => x - y, b, c);
        Same<T>((x, y, _) => x * y, (x, y, _) => x * y, b, c);
        Same<T>((x, y, _) => x / y, (x, y, _) => x / y, b, c);
        Same<T>((x, _, _) => -x, (x, _, _) => -x, b, c);
        Same<T>(T.Fma, MathF.FusedMultiplyAdd, b, c);
        Same<T>(T.Fms, (x, y, z) => MathF.FusedMultiplyAdd(x, y, -z), b, c);
        Same<T>(T.Fnma, (x, y, z) => MathF.FusedMultiplyAdd(-x, y, z), b, c);
        Same<T>((x, _, _) => T.Sqrt(x), (x, _, _) => MathF.Sqrt(x), b, c);
        Same<T>((x, _, _) => T.Abs(x), (x, _, _) => MathF.Abs(x), b, c);
        Same<T>((x, y, z) => T.Select(T.Less(x, y), x, z), (x, y, z) => x < y ? x : z, b, c);
        Same<T>((x, y, _) => x & y, (x, y, _) => Make(Bit(x) & Bit(y)), b, c);
        Same<T>((x, y, _) => x ^ y, (x, y, _) => Make(Bit(x) ^ Bit(y)), b, c);
        Same<T>((x, y, _) => T.AddBits(x, y), (x, y, _) => Make(Bit(x) + Bit(y)), b, c);
        Same<T>((x, y, _) => T.EqualBits(x, y), (x, y, _) => Make(Bit(x) == Bit(y) ? -1 : 0), Values, c);
        Same<T>((x, _, _) => T.ShiftLeft(x, 30), (x, _, _) => Make(Bit(x) << 30), b, c);
        Same<T>((_, _, _) => T.Create(-2.5f), (_, _, _) => -2.5f, b, c);
        Same<T>((_, _, _) => T.CreateBits(7), (_, _, _) => Make(7), b, c);
        Same<T>((x, y, z) => Exchanged(T.Less(x, y), y, z).First, (x, y, z) => x < y ? z : y, b, c);
        Same<T>((x, y, z) => Exchanged(T.Less(x, y), y, z).Second, (x, y, z) => x < y ? y : z, b, c);
        float[] low = [.. Enumerable.Repeat(1f, T.Width)], high = [.. low];
        Assert.False(T.AnyGreater(T.Load(ref low[0], 0), T.Load(ref high[0], 0)));
        low[^1] = 2;
        Assert.True(T.AnyGreater(T.Load(ref low[0], 0), T.Load(ref high[0], 0)));
    }

    private static (T First, T Second) Exchanged<T>(T mask, T a, T b)
        where T : struct, IBlock<T>
    {
        T.Exchange(mask, ref a, ref b);
        return (a, b);
    }

    // Not a number has many bits; which of them is not told.
    private static void Same<T>(Func<T, T, T, T> block, Func<float, float, float, float> scalar, float[] b, float[] c)
        where T : struct, IBlock<T>
    {
        float[] found = new float[Values.Length], a = [.. Values];
        for (int n = 0; n < a.Length; n += T.Width) block(T.Load(ref a[0], n), T.Load(ref b[0], n), T.Load(ref c[0], n)).Store(ref found[0], n);
        for (int n = 0; n < a.Length; n++)
        {
            float expected = scalar(a[n], b[n], c[n]);
            if (float.IsNaN(expected)) Assert.True(float.IsNaN(found[n]), $"{a[n]} {b[n]} {c[n]}: {found[n]}");
            else Assert.Equal(Bit(expected), Bit(found[n]));
        }
    }

    private static float[][] Functions<T>()
        where T : struct, IBlock<T>
    {
        float[] x = [.. Values];
        float[][] y = [.. Enumerable.Range(0, 5).Select(_ => new float[x.Length])];
        for (int n = 0; n < x.Length; n += T.Width)
        {
            T v = T.Load(ref x[0], n);
            LaneMath.SinCos(v, out T sin, out T cos);
            sin.Store(ref y[0][0], n);
            cos.Store(ref y[1][0], n);
            LaneMath.Sigmoid(v).Store(ref y[2][0], n);
            LaneMath.Exp(v).Store(ref y[3][0], n);
            LaneMath.Tanh(v).Store(ref y[4][0], n);
        }

        return y;
    }

    private static int[] Bits(float[] values) => [.. values.Select(value => float.IsNaN(value) ? -1 : Bit(value))];

    private static int Bit(float value) => BitConverter.SingleToInt32Bits(value);

    private static float Make(int bits) => BitConverter.Int32BitsToSingle(bits);
}
