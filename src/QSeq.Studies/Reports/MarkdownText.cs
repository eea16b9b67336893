namespace QSeq.Studies.Reports;

/// <summary>Parts of a report as Markdown, with tables as GitHub and DocFX show them.</summary>
internal static class MarkdownText
{
    /// <summary>Writes headings (of the second level), texts and tables; lines end as the writer ends them.</summary>
    public static void Write(TextWriter output, IEnumerable<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case Heading heading:
                    output.WriteLine($"## {heading.Text}");
                    break;
                case Paragraph { Text.Length: > 0 } paragraph:
                    output.WriteLine(Escaped(paragraph.Text.Trim()));
                    break;
                case TextTable table:
                    Table(output, table);
                    break;
                default:
                    continue;
            }

            output.WriteLine();
        }
    }

    private static void Table(TextWriter output, TextTable table)
    {
        if (table.Title is { } title) output.WriteLine($"**{Escaped(title)}**\n".ReplaceLineEndings(output.NewLine));
        output.WriteLine(Line(table.Columns.Select(column => Cell(column.Header))));
        output.WriteLine(Line(table.Columns.Select(column => column.Right ? "---:" : "---")));
        foreach (ImmutableArray<TextCell> row in table.Rows)
            output.WriteLine(Line(row.Select(cell => cell.Tone == Tone.Good && cell.Text.Length > 0 ? $"**{Cell(cell.Text)}**" : Cell(cell.Text))));
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Cell(string text) => string.Join("<br>", text.Split('\n').Select(line => Escaped(line.Trim())));

    // What would be read as a mark-up: tags, emphasis, and the bars of tables.
    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
