using QSeq.Studies.Reports;
using Spectre.Console;
using Paragraph = Spectre.Console.Paragraph;

namespace QSeq.Cli.Terminal;

/// <summary>Tables and coloured text by Spectre.Console, with the width and the colours of the context.</summary>
internal static class Screen
{
    public static IAnsiConsole Of(CliContext context) => Make(context.Out, context.Width, context.Colour, context.Colour);

    /// <summary>A console on a terminal's error stream, for progress bars.</summary>
    public static IAnsiConsole OfProgress(CliContext context) => Make(context.Err, context.ErrWidth, ansi: true, context.Colour);

    /// <summary>
    /// A table of plain text with a row for every item, without frame, a line under its header, as wide as it needs to be. A column
    /// whose header starts with &gt; is aligned right.
    /// </summary>
    public static Table Table<T>(string? title, IEnumerable<T> items, params (string Header, Func<T, string> Cell)[] columns)
    {
        Table table = Empty(title, columns.Select(column => column.Header));
        foreach (T item in items) table.AddRow([.. columns.Select(column => Markup.Escape(column.Cell(item)))]);
        return table;
    }

    /// <summary>Writes a paragraph wrapped at words.</summary>
    public static void Paragraph(this IAnsiConsole console, string text) => console.Write(new Paragraph(text + "\n"));

    public static void Write(this IAnsiConsole console, IEnumerable<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case Heading heading:
                    console.Write(new Rule(Markup.Escape(heading.Text)) { Justification = Justify.Left });
                    break;
                case Studies.Reports.Paragraph paragraph:
                    console.Paragraph(paragraph.Text);
                    break;
                case TextTable table:
                    console.Write(Of(table));
                    break;
            }
        }
    }

    private static Table Of(TextTable given)
    {
        Table table = Empty(given.Title, given.Columns.Select(column => (column.Right ? ">" : "") + column.Header));
        for (int n = 0; n < given.Columns.Length; n++)
            table.Columns[n].NoWrap = !given.Columns[n].Wraps; // or lines of a cell would not stand beside each other
        foreach (IEnumerable<TextCell> row in given.Rows) table.AddRow([.. row.Select(Marked)]);
        return table;
    }

    private static Table Empty(string? title, IEnumerable<string> headers)
    {
        var table = new Table { Border = TableBorder.Simple };
        if (title is not null) table.Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold));
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(Markup.Escape(header.TrimStart('>')))
            {
                Alignment = header.StartsWith('>') ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 1, 0),
            });
        }

        return table;
    }

    private static string Marked(TextCell cell)
    {
        string? colour = cell.Tone switch { Tone.Good => "green", Tone.Bad => "red", Tone.Open => "yellow", _ => null };
        return colour is null ? Markup.Escape(cell.Text) : $"[{colour}]{Markup.Escape(cell.Text)}[/]";
    }

    private static IAnsiConsole Make(TextWriter writer, int width, bool ansi, bool colour)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
