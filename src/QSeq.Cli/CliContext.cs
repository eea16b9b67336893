namespace QSeq.Cli;

/// <summary>What a verb may touch of the outside: where data goes, where notes go, and whether it should stop.</summary>
internal sealed class CliContext
{
    private const int LongestNote = 480; // characters

    public const int DefaultWidth = 100; // of tables and help where there is no terminal to ask

    private readonly TextWriter? _screen;

    public required TextWriter Out { get; init; } // data; a terminal gets nothing that would steer it
    public required TextWriter Err { get; init; } // progress, notes and errors
    public TextWriter Screen { get => _screen ?? Out; init => _screen = value; } // tables, in colour on a terminal
    public Func<Stream> OpenBytes { get; init; } = () => Stream.Null; // what - reads; opened when it is wanted
    public CancellationToken Token { get; init; } // cancelled by Ctrl+C
    public VectorWidth Vectors { get; init; } = VectorWidth.Here; // of this machine, and of this command
    public TimeProvider Clock { get; init; } = TimeProvider.System; // for progress and checkpoints
    public bool ErrIsTerminal { get; init; } // so that bars can be drawn there
    public bool Colour { get; init; } // on Out
    public bool Unicode { get; init; } = true; // whether the terminal shows more than ASCII
    public int Width { get; init; } = DefaultWidth; // columns of text on Out
    public int ErrWidth { get; init; } = DefaultWidth; // of bars

    public static CliContext OfConsole(CancellationToken token)
    {
        bool outIsTerminal = !Console.IsOutputRedirected;
        bool dumb = IsDumb(Environment.GetEnvironmentVariable("TERM"));
        bool plain = dumb || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool errIsTerminal = !Console.IsErrorRedirected && !dumb;
        (TextWriter output, TextWriter tables) = Streams.Output();
        return new CliContext
        {
            Out = outIsTerminal ? new PlainWriter(output) : output,
            Screen = tables,
            Err = Streams.Error(),
            OpenBytes = Streams.InputBytes,
            Token = token,
            ErrIsTerminal = errIsTerminal,
            Colour = outIsTerminal && !plain,
            Unicode = !dumb && (OperatingSystem.IsWindows() || IsUtf8(Environment.GetEnvironmentVariable)),
            ErrWidth = errIsTerminal ? WidthOfConsole() : DefaultWidth,
            Width = outIsTerminal && !dumb ? WidthOfConsole() : DefaultWidth,
        };
    }

    /// <summary>A line for people; names from files may stand in it.</summary>
    public void Note(string line) => Err.WriteLine(BadData.Line(line, LongestNote));

    /// <summary>What the library noticed about data.</summary>
    public void Notes(IEnumerable<string> notes)
    {
        foreach (string note in notes) Note("note: " + note);
    }

    /// <summary>Says what there is to warn of; null for nothing.</summary>
    public string[] Warn(params string?[] found)
    {
        string[] warnings = [.. found.OfType<string>()];
        foreach (string warning in warnings) Note(warning);
        return warnings;
    }

    /// <summary>Whether what TERM says is no terminal that knows colours: the dumb one, or something that is no name of one.</summary>
    internal static bool IsDumb(string? term) => term is "dumb" or "unknown" || term?.AsSpan().ContainsAny('/', '\\') == true;

    /// <summary>Whether a locale, by its variables, is one of UTF-8; none at all is that of C, which is not.</summary>
    internal static bool IsUtf8(Func<string, string?> variable) =>
        ((string[])["LC_ALL", "LC_CTYPE", "LANG"]).Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is { } locale
        && (locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase));

    private static int WidthOfConsole()
    {
        try
        {
            return Console.WindowWidth > 0 ? Math.Clamp(Console.WindowWidth, 60, 120) : DefaultWidth;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return DefaultWidth; // a terminal that does not say, or of which the runtime cannot read what it is
        }
    }
}
