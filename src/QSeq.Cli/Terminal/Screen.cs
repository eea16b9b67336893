using Spectre.Console;
using Paragraph = Spectre.Console.Paragraph;

namespace QSeq.Cli.Terminal;

/// <summary>Tables and coloured text by Spectre.Console, with the width and the colours of the context.</summary>
internal static class Screen
{
    private const int PlotHeight = 12; // rows of a drawing

    /// <summary>A console on a terminal's error stream, for progress bars.</summary>
    public static IAnsiConsole OfProgress(CliContext context) => Make(context.Err, context.ErrWidth, ansi: true, context.Colour);

    /// <summary>Shows a table with a row for every item; a column whose header starts with &gt; is aligned right, text wraps.</summary>
    public static void Show<T>(
        this CliContext context, string? title, IEnumerable<T> items, params (TextColumn Column, Func<T, TextCell> Cell)[] columns) =>
        Of(context).Write(Table(TextTable.Of(title, items, columns), wraps: true));

    public static void Paragraph(this CliContext context, string text) => Of(context).Write(new Paragraph(Plain.Of(text) + "\n"));

    public static void Show(this CliContext context, IEnumerable<ReportBlock> blocks)
    {
        IAnsiConsole console = Of(context);
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case Heading heading:
                    console.Write(new Rule(Shown(heading.Text)) { Justification = Justify.Left });
                    break;
                case Studies.Reports.Paragraph paragraph:
                    context.Paragraph(paragraph.Text);
                    break;
                case TextTable table:
                    console.Write(Table(table));
                    break;
            }
        }
    }

    /// <summary>Draws lines beside tables.</summary>
    public static void Draw(this CliContext context, LineFigure figure) => Draw(Of(context), figure, context.Width, context.Unicode);

    /// <summary>Draws lines on the error stream, where the others are data.</summary>
    public static void DrawBeside(this CliContext context, LineFigure figure) =>
        Draw(Make(context.Err, context.ErrWidth, context.ErrIsTerminal && context.Colour, context.Colour), figure, context.ErrWidth, context.Unicode);

    private static void Draw(IAnsiConsole console, LineFigure figure, int width, bool unicode)
    {
        Color[] colours = [Color.Grey, Color.Blue, Color.Purple, Color.Olive, Color.Green];
        foreach (IReadOnlyList<PlotRun> row in TextPlot.Rows(figure, width, PlotHeight, unicode))
        {
            var paragraph = new Paragraph { Overflow = Overflow.Crop };
            foreach (PlotRun run in row) paragraph.Append(Plain.Of(run.Text), run.Line < 0 ? null : new Style(colours[run.Line % colours.Length]));
            console.Write(paragraph);
            console.WriteLine();
        }
    }

    private static IAnsiConsole Of(CliContext context) => Make(context.Screen, context.Width, context.Colour, context.Colour);

    private static Table Table(TextTable given, bool wraps = false)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = given.Columns.Any(column => column.Header.Length > 0) };
        if (given.Title is { } title) table.Title = new TableTitle(Shown(title), new Style(decoration: Decoration.Bold));
        bool hasNumbers = given.Columns.Any(column => column.Right);
        foreach (TextColumn column in given.Columns)
        {
            bool isName = hasNumbers && !column.Right && column.Header.Length == 0; // what gives way where a screen is narrow
            table.AddColumn(new TableColumn(Shown(column.Header))
            {
                Alignment = column.Right ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 1, 0),
                NoWrap = column.Right || !(wraps || column.Wraps || isName), // numbers are not cut in two, nor would lines of a cell stand beside each other
            });
        }

        foreach (IEnumerable<TextCell> row in given.Rows) table.AddRow([.. row.Select(Marked)]);
        return table;
    }

    private static string Marked(TextCell cell)
    {
        string? colour = cell.Tone switch { Tone.Good => "green", Tone.Bad => "red", Tone.Open => "yellow", _ => null };
        return colour is null ? Shown(cell.Text) : $"[{colour}]{Shown(cell.Text)}[/]";
    }

    private static string Shown(string text) => Markup.Escape(Plain.Of(text));

    private static IAnsiConsole Make(TextWriter writer, int width, bool ansi, bool colour)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Output(writer, width),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>A writer and a width. Spectre's own asks the runtime's console, which stops where TERM is the name of no sound terminal.</summary>
    private sealed class Output(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false; // what may be written is said by the settings

        public int Width => width;

        public int Height => 24; // lines, which nothing here depends on

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The writer's stays.
        }
    }
}
