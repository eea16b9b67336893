using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Streaming;

/// <summary>
/// The linear map of a column (<see cref="Data.Scaler"/>) for the values of many streams at once, with the bits it has for one.
/// </summary>
internal static class StreamScaling
{
    private const int Half = Lanes.Width / 2; // doubles of a vector

    /// <summary>scaled = (value - offset) * scale.</summary>
    /// <param name="values">Values, in the column's unit.</param>
    /// <param name="offset">The column's offset.</param>
    /// <param name="scale">The column's scale.</param>
    /// <param name="scaled">
    /// A row of whole blocks of lanes; its first receive the values. A single value goes to the whole first block.
    /// </param>
    /// <returns>Whether all of them are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(ReadOnlySpan<double> values, double offset, double scale, Span<float> scaled)
    {
        if (values.Length != 1) return ReadAll(values, offset, scale, scaled);
        float only = (float)((values[0] - offset) * scale);
        Vector512.Create(only).CopyTo(scaled);
        return float.IsFinite(only);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool ReadAll(ReadOnlySpan<double> values, double offset, double scale, Span<float> scaled)
    {
        bool finite = true;
        int n = 0;
        ref double from = ref MemoryMarshal.GetReference(values);
        Vector512<double> o = Vector512.Create(offset), s = Vector512.Create(scale);
        for (; n <= values.Length - Lanes.Width; n += Lanes.Width)
        {
            Vector512<double> low = (Vector512.LoadUnsafe(ref from, (nuint)n) - o) * s;
            Vector512<double> high = (Vector512.LoadUnsafe(ref from, (nuint)(n + Half)) - o) * s;
            Vector512<float> both = Vector512.Narrow(low, high);
            finite &= Vector512.LessThanOrEqualAll(Vector512.Abs(both), Vector512.Create(float.MaxValue));
            both.CopyTo(scaled[n..]);
        }

        for (; n < values.Length; n++)
        {
            scaled[n] = (float)((values[n] - offset) * scale);
            finite &= float.IsFinite(scaled[n]);
        }

        return finite;
    }

    /// <summary>value = scaled / scale + offset.</summary>
    /// <param name="scaled">Scaled values, at least as many as there are to be.</param>
    /// <param name="offset">The column's offset.</param>
    /// <param name="scale">The column's scale.</param>
    /// <param name="values">Receives the values, in the column's unit.</param>
    /// <returns>Whether all of them are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Write(ReadOnlySpan<float> scaled, double offset, double scale, Span<double> values)
    {
        if (values.Length != 1) return WriteAll(scaled, offset, scale, values);
        double only = (scaled[0] / scale) + offset;
        values[0] = only;
        return double.IsFinite(only);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool WriteAll(ReadOnlySpan<float> scaled, double offset, double scale, Span<double> values)
    {
        bool finite = true;
        int n = 0;
        ref double to = ref MemoryMarshal.GetReference(values);
        Vector512<double> o = Vector512.Create(offset), s = Vector512.Create(scale), most = Vector512.Create(double.MaxValue);
        for (; n <= values.Length - Lanes.Width; n += Lanes.Width)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Create(scaled[n..]));
            low = (low / s) + o;
            high = (high / s) + o;
            finite &= Vector512.LessThanOrEqualAll(Vector512.Abs(low), most) && Vector512.LessThanOrEqualAll(Vector512.Abs(high), most);
            low.StoreUnsafe(ref to, (nuint)n);
            high.StoreUnsafe(ref to, (nuint)(n + Half));
        }

        for (; n < values.Length; n++)
        {
            values[n] = (scaled[n] / scale) + offset;
            finite &= double.IsFinite(values[n]);
        }

        return finite;
    }
}
