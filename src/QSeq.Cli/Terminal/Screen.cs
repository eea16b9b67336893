using System.Globalization;
using Spectre.Console;

namespace QSeq.Cli.Terminal;

/// <summary>Tables and coloured text by Spectre.Console, with the width and the colours of the context.</summary>
internal static class Screen
{
    /// <summary>A console on the context's output.</summary>
    public static IAnsiConsole Of(CliContext context) => Make(context.Out, context.Width, context.Colour, context.Colour);

    /// <summary>A console on a terminal's error stream, for progress bars.</summary>
    public static IAnsiConsole OfProgress(CliContext context) => Make(context.Err, context.ErrWidth, ansi: true, context.Colour);

    /// <summary>A table without frame, a line under its header, as wide as it needs to be.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">The headers; one that starts with &gt; is aligned right.</param>
    /// <returns>The table.</returns>
    public static Table Table(string? title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        if (title is not null) table.Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold));
        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            var header = new TableColumn(Markup.Escape(column.TrimStart('>'))) { Alignment = right ? Justify.Right : Justify.Left, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(header);
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Add(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    /// <summary>Writes a paragraph wrapped at words.</summary>
    public static void Paragraph(this IAnsiConsole console, string text) => console.Write(new Paragraph(text + "\n"));

    /// <summary>A number for people: 4 digits after the point, or 3 significant ones where it is small.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        0 => "0",
        < 0.01 or >= 1e6 => value.ToString("0.00e+0", CultureInfo.InvariantCulture),
        < 100 => value.ToString("F4", CultureInfo.InvariantCulture),
        _ => value.ToString("F1", CultureInfo.InvariantCulture),
    };

    /// <summary>A number of the size of 1 with 4 digits after the point, such as R2.</summary>
    public static string Fixed(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

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
