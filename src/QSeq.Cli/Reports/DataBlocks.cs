namespace QSeq.Cli.Reports;

/// <summary>How data was read and what was repaired, as blocks of a page: what <c>doctor</c> says.</summary>
internal static class DataBlocks
{
    private const int NotesShown = 40;

    public static PageSection Section(string source, int rows, CsvDescription? description, IEnumerable<string> notes, IEnumerable<string> warnings)
    {
        IReadOnlyList<CsvFinding> findings = description?.Findings ?? [];
        string[] told = [.. findings.Select(finding => finding.ToString())];
        string[] all = [.. warnings, .. notes.Except(told)];
        var blocks = new List<ReportBlock> { new Paragraph($"{source}, {NumberText.Count(rows, "row")}.") };
        if (findings.Count > 0)
        {
            blocks.Add(TextTable.Of<CsvFinding>(
                "how the file is read",
                findings,
                ("what", finding => finding.What),
                ("found", finding => finding.Found),
                ("why", finding => finding.Why),
                ("if it is wrong", finding => finding.Setting is { } setting ? AdviceWords.Say(setting) : "")));
        }

        blocks.AddRange(all.Take(NotesShown).Select(note => new Paragraph(Sentence(note))));
        if (all.Length > NotesShown) blocks.Add(new Paragraph($"And {all.Length - NotesShown} more such notes."));
        return new PageSection("What was decided about the data", [.. blocks]);
    }

    /// <summary>Begins with a capital and ends with a full stop.</summary>
    public static string Sentence(string note) => note.Length == 0 ? note : char.ToUpperInvariant(note[0]) + note[1..].TrimEnd('.') + ".";
}
