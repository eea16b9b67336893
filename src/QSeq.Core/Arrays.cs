namespace QSeq.Core;

/// <summary>
/// Arrays filled entry by entry. LINQ over numbers and other value types is compiled as the program runs, method by method, even where
/// the rest was compiled ahead (ReadyToRun); these are compiled with the command, so that short work starts quickly.
/// </summary>
internal static class Arrays
{
    /// <summary>An array of so many entries, each a function of its place.</summary>
    public static T[] Of<T>(int count, Func<int, T> valueAt)
    {
        var values = new T[count];
        for (int n = 0; n < count; n++) values[n] = valueAt(n);
        return values;
    }

    /// <summary>An array of an entry for every item, in order.</summary>
    public static TOut[] Of<TIn, TOut>(ReadOnlySpan<TIn> items, Func<TIn, TOut> valueOf)
    {
        var values = new TOut[items.Length];
        for (int n = 0; n < values.Length; n++) values[n] = valueOf(items[n]);
        return values;
    }

    /// <summary>The places below a count that are wanted, in order.</summary>
    public static int[] Places(int count, Func<int, bool> isWanted)
    {
        int[] places = new int[count];
        int found = 0;
        for (int n = 0; n < count; n++)
            if (isWanted(n)) places[found++] = n;
        return places[..found];
    }
}
