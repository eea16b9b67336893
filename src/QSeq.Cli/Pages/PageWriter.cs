namespace QSeq.Cli.Pages;

/// <summary>
/// Writes a page as one HTML file that loads nothing and runs no script but its own, which its content security policy names by hash. It is
/// complete without scripts and on paper: lines are drawn as SVG, and a script puts charts that can be zoomed in their place.
/// </summary>
internal static class PageWriter
{
    public static void Write(TextWriter output, Page page)
    {
        var html = new MarkupWriter(output);
        string style = PageAssets.Style, script = PageAssets.Script;
        output.Write("<!DOCTYPE html>\n");
        html.Begin("html", ("lang", "en")).Begin("head");
        html.Void("meta", ("charset", "utf-8"));
        string policy = $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {PageAssets.HashOf(style)}; script-src {PageAssets.HashOf(script)}";
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "generator"), ("content", "qseq"));
        html.Element("title", OneLine(page.Title));
        html.Begin("style").Own(style).End();
        html.EndLine();
        html.Begin("body").Begin("header").Element("h1", OneLine(page.Title));
        if (page.Lead is { } lead) html.Element("p", lead, ("class", "lead"));
        html.EndLine();
        html.Begin("main");
        for (int n = 0; n < page.Sections.Length; n++) Section(html, page.Sections[n], n + 1);
        html.EndLine();
        html.Begin("footer").Element("h2", "Where this comes from");
        BlockHtml.Write(html, page.Origin);
        html.Element("p", "This page is one file and loads nothing. Its charts are drawn by uPlot, whose licence is in the source of this page.", ("class", "small"));
        html.EndLine();
        html.Begin("script").Own(script).End();
        html.EndLine();
        html.EndLine();
    }

    private static void Section(MarkupWriter html, PageSection section, int number)
    {
        string id = Invariant($"s{number}");
        html.Begin("section", ("aria-labelledby", id)).Element("h2", OneLine(section.Title), ("id", id));
        bool row = false; // whether small figures stand beside each other
        foreach (ReportBlock block in section.Blocks)
        {
            bool small = block is Figure and not LineFigure;
            if (small && !row) html.Begin("div", ("class", "row"));
            if (!small && row) html.EndLine();
            row = small;
            BlockHtml.Write(html, block);
        }

        if (row) html.EndLine();
        html.EndLine();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
