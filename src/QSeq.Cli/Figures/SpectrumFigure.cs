namespace QSeq.Cli.Figures;

/// <summary>A line of a spectrum.</summary>
/// <param name="Frequency">The frequency, 0 or more.</param>
/// <param name="Share">Its share of the power, 0 to 1.</param>
internal readonly record struct SpectrumLine(double Frequency, double Share);

/// <summary>Shares of power by frequency, before and after.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="After">The lines that count, those of the model.</param>
/// <param name="Before">Those to hold them against.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record SpectrumFigure(string Title, ImmutableArray<SpectrumLine> After, ImmutableArray<SpectrumLine> Before, string? Note = null) : Figure(Title, Note)
{
    public override string Alternative => $"Spectrum. After training {Told(After)}; before {Told(Before)}.";

    private static string Told(ImmutableArray<SpectrumLine> lines)
    {
        if (lines.IsEmpty) return "no power";
        SpectrumLine most = lines.MaxBy(line => line.Share);
        return Invariant($"{(lines.Length == 1 ? "1 frequency" : $"{lines.Length} frequencies")}, most power, {100 * most.Share:0.0} %, at {NumberText.Number(most.Frequency)}");
    }
}
