namespace QSeq.Data;

/// <summary>Fills gaps, marked by NaN, in place.</summary>
public static class GapFill
{
    /// <summary>The name of a policy in messages and on command lines.</summary>
    public static string Name(GapPolicy policy) => policy.ToString().ToLowerInvariant();

    /// <summary>
    /// Which values a policy will fill in without their having been measured: every NaN, but none where it stands for zero;
    /// null for none.
    /// </summary>
    internal static bool[]? Invented(ReadOnlySpan<double> values, GapPolicy policy)
    {
        if (policy == GapPolicy.Zero) return null;
        bool[]? filled = null;
        for (int t = 0; t < values.Length; t++)
            if (double.IsNaN(values[t])) (filled ??= new bool[values.Length])[t] = true;
        return filled;
    }

    /// <summary>Fills every NaN of <paramref name="values"/>; at least one value must be present unless the policy is Zero.</summary>
    public static void Fill(Span<double> values, GapPolicy policy)
    {
        int before = -1; // index of the last value present
        for (int t = 0; t < values.Length; t++)
        {
            if (double.IsNaN(values[t])) continue;
            FillRun(values, before, t, policy);
            before = t;
        }

        FillRun(values, before, values.Length, policy);
    }

    /// <summary>Fills the open interval (before, after), whose ends are present unless they lie outside the series.</summary>
    private static void FillRun(Span<double> values, int before, int after, GapPolicy policy)
    {
        if (after - before < 2) return;
        Span<double> run = values[(before + 1)..after];
        if (policy != GapPolicy.Zero && before < 0 && after == values.Length)
            throw new InvalidOperationException("A series without any value cannot be filled.");
        double left = policy == GapPolicy.Zero ? 0 : before >= 0 ? values[before] : values[after];
        double right = after < values.Length ? values[after] : left;
        if (policy is GapPolicy.Zero or GapPolicy.Previous)
        {
            run.Fill(left);
            return;
        }

        for (int k = 0; k < run.Length; k++) run[k] = left + ((k + 1.0) / (run.Length + 1) * (right - left));
    }
}
