using System.Text;

namespace QSeq.Cli.Pages;

/// <summary>The files that a page carries within it: our style and script, and uPlot with its licence (THIRD-PARTY-NOTICES.md).</summary>
internal static class PageAssets
{
    /// <summary>uPlot and ours.</summary>
    public static string Style { get; } = Read("uPlot.min.css") + "\n" + Read("page.css");

    /// <summary>uPlot with its licence, and ours.</summary>
    public static string Script { get; } = $"/*\n{Read("uPlot.LICENSE").Trim()}\n*/\n{Read("uPlot.iife.min.js")}\n{Read("page.js")}";

    /// <summary>What a content security policy knows a style or script by.</summary>
    public static string HashOf(string content) => $"'sha256-{Convert.ToBase64String(Sha256.Of(Encoding.UTF8.GetBytes(content)))}'";

    // A page is hashed as a browser reads it: lines end with LF.
    private static string Read(string name)
    {
        using Stream stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"QSeq.Cli.Pages.Assets.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
