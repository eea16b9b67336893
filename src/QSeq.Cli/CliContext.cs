namespace QSeq.Cli;

/// <summary>What a verb may touch of the outside: where data goes, where notes go, and whether it should stop.</summary>
internal sealed class CliContext
{
    /// <summary>The width of tables and help where there is no terminal to ask.</summary>
    public const int DefaultWidth = 100;

    /// <summary>Data and tables.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, notes and errors.</summary>
    public required TextWriter Err { get; init; }

    /// <summary>What <c>-</c> reads as data; opened when it is wanted.</summary>
    public Func<TextReader> OpenInput { get; init; } = () => TextReader.Null;

    /// <summary>What <c>-</c> reads as text of sentences, in UTF-8; opened when it is wanted.</summary>
    public Func<Stream> OpenBytes { get; init; } = () => Stream.Null;

    /// <summary>Cancelled by Ctrl+C.</summary>
    public CancellationToken Token { get; init; }

    /// <summary>The time, for progress and checkpoints.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether bars can be drawn on <see cref="Err"/>.</summary>
    public bool ErrIsTerminal { get; init; }

    /// <summary>Whether colours may be used on <see cref="Out"/>.</summary>
    public bool Colour { get; init; }

    /// <summary>Columns of text on <see cref="Out"/>.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Columns of text on <see cref="Err"/>, for bars.</summary>
    public int ErrWidth { get; init; } = DefaultWidth;

    /// <summary>The context of the process.</summary>
    public static CliContext OfConsole(CancellationToken token)
    {
        bool outIsTerminal = !Console.IsOutputRedirected;
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool errIsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new CliContext
        {
            Out = Streams.Output(),
            Err = Streams.Error(),
            OpenInput = Streams.Input,
            OpenBytes = Streams.InputBytes,
            Token = token,
            ErrIsTerminal = errIsTerminal,
            Colour = outIsTerminal && !plain,
            ErrWidth = errIsTerminal ? WidthOfConsole() : DefaultWidth,
            Width = outIsTerminal ? WidthOfConsole() : DefaultWidth,
        };
    }

    /// <summary>A line for people.</summary>
    public void Note(string line) => Err.WriteLine(line);

    /// <summary>What the library noticed about data.</summary>
    public void Notes(IEnumerable<string> notes)
    {
        foreach (string note in notes) Note("note: " + note);
    }

    private static int WidthOfConsole()
    {
        try
        {
            return Console.WindowWidth > 0 ? Math.Clamp(Console.WindowWidth, 60, 120) : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth; // a terminal that does not say
        }
    }
}
