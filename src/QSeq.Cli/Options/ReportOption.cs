namespace QSeq.Cli.Options;

/// <summary>The page that a verb writes beside what it prints.</summary>
internal static class ReportOption
{
    public const string Name = "--report";

    public static Option<string?> Create(string what) => Opt.Text(Name, "FILE", $"Write a page with {what} to this HTML file, which loads nothing from anywhere.");

    /// <summary>The file, checked before the work starts: it is none that is read or written otherwise.</summary>
    public static string? Check(ParseResult parsed, Option<string?> option, string? data, params string[] written)
    {
        if (parsed.GetValue(option) is not { } path) return null;
        OutputFile.Check(path, Name);
        OutputFile.CheckNotRead(path, Name, data);
        if (Array.Find(written, other => OutputFile.Same(path, other)) is { } same)
            throw new UsageException($"{Name} {path} is the file that {Path.GetFileName(same)} goes to; choose another");
        return path;
    }

    /// <summary>Writes the page, whole or not at all, and says so.</summary>
    public static void Write(CliContext context, string path, Page page)
    {
        OutputFile.Write(path, writer => PageWriter.Write(writer, page));
        context.Note($"report: {path}");
    }

    /// <summary>Writes every figure of a page into a folder, each whole or not at all, and says so.</summary>
    public static void WriteFigures(CliContext context, string folder, string option, Page page)
    {
        OutputFile.MakeFolder(folder, option);
        Figure[] figures = [.. FigureFile.Of(page)];
        foreach ((string name, Figure figure) in FigureFile.NamesOf(figures).Zip(figures))
            OutputFile.Write(Path.Combine(folder, name), writer => FigureFile.Write(writer, figure));
        context.Note($"figures: {NumberText.Count(figures.Length, "file")} in {folder}");
    }
}
