namespace QSeq.Data;

/// <summary>How a CSV text was read.</summary>
/// <param name="Findings">What was found out, and why.</param>
/// <param name="Options">Options with which the same text, or a later one of the same kind, is read alike.</param>
/// <param name="TimeColumn">The name of the column of times; null where there was none.</param>
public sealed record CsvDescription(IReadOnlyList<CsvFinding> Findings, CsvReadOptions Options, string? TimeColumn)
{
    /// <summary>The columns that tell series of a long file apart; empty for other texts.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}
