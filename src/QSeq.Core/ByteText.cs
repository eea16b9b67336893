namespace QSeq.Core;

/// <summary>Amounts of memory in words.</summary>
internal static class ByteText
{
    /// <summary>Such as 4 GiB or 1.5 MiB.</summary>
    public static string Of(double bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++) bytes /= 1024;
        return FormattableString.Invariant($"{bytes:0.#} {units[unit]}");
    }
}
