namespace QSeq.Browser;

/// <summary>A test in a browser that is on the machine; passed over without one. The variable QSEQ_CHROMIUM names it, or it is found by its usual names.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public BrowserFactAttribute()
    {
        if (Path is null) Skip = "no Chromium: QSEQ_CHROMIUM names none and there is none at " + string.Join(", ", Usual) + "; install Debian's package chromium";
    }

    /// <summary>The browser's file; null for none.</summary>
    internal static string? Path { get; } =
        Environment.GetEnvironmentVariable("QSEQ_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Usual, File.Exists);
}
