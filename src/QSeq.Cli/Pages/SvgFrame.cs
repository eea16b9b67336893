namespace QSeq.Cli.Pages;

/// <summary>The drawing area of an SVG figure: its size, axes with words, and shapes at whole tenths.</summary>
/// <param name="Html">Where it is written.</param>
/// <param name="Width">The width of all.</param>
/// <param name="Height">The height of all.</param>
/// <param name="Left">Room for words at the left.</param>
internal sealed record SvgFrame(MarkupWriter Html, double Width, double Height, double Left)
{
    private const double Bottom = 44, Letter = 7.2; // of 13 pixels, on average

    public double Right => Width - 14;

    public double Top { get; } = 12;

    public double Base => Height - Bottom;

    /// <summary>Room for the longest of some words.</summary>
    public static double Room(IEnumerable<string> words) => 14 + (Letter * words.Select(word => word.Length).DefaultIfEmpty(0).Max());

    public void Begin(string alternative, string kind)
    {
        string box = Invariant($"0 0 {Width} {Height}");
        Html.Begin("svg", ("class", "still " + kind), ("viewBox", box), ("role", "img"), ("aria-label", alternative), ("focusable", "false"));
    }

    public void End() => Html.EndLine();

    /// <summary>Words below the x axis, with a line up from each.</summary>
    public void XTick(double x, string label, bool line = true)
    {
        if (line) Line(x, Top, x, Base, "grid");
        double half = label.Length * Letter / 2;
        string anchor = x + half > Width ? "end" : x - half < 0 ? "start" : "middle";
        Words(Math.Clamp(x, 0, Width), Base + 17, label, anchor, "tick");
    }

    /// <summary>Words beside the y axis, with a line across from each.</summary>
    public void YTick(double y, string label)
    {
        Line(Left, y, Right, y, "grid");
        Words(Left - 7, y + 4, label, "end", "tick");
    }

    /// <summary>What the x axis is of.</summary>
    public void XName(string name)
    {
        if (name.Length > 0) Words((Left + Right) / 2, Height - 6, name, "middle", "axis");
    }

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Html.Shape("line", ("class", kind), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)));

    public void Box(double x, double y, double width, double height, string kind, string? title = null)
    {
        ReadOnlySpan<(string, string?)> all =
            [("class", kind), ("x", Number(x)), ("y", Number(y)), ("width", Number(Math.Max(0, width))), ("height", Number(Math.Max(0, height)))];
        if (title is null) Html.Shape("rect", all);
        else Html.Begin("rect", all).Element("title", title).End();
    }

    /// <summary>A box of the colour of heat maps, so deep.</summary>
    public void Shade(double x, double y, double width, double height, double opacity) => Html.Shape(
        "rect",
        ("class", "shade"), ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)),
        ("fill-opacity", Math.Round(opacity, 3).ToString(CultureInfo.InvariantCulture)));

    public void Dot(double x, double y, double radius, string kind) =>
        Html.Shape("circle", ("class", kind), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)));

    public void Words(double x, double y, string text, string anchor, string kind) =>
        Html.Element("text", text, ("class", kind), ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));

    /// <summary>A text that is cut where it is longer than there is room; the whole of it is its title.</summary>
    public void Label(double x, double y, string text, double room, string anchor, string kind)
    {
        if (Fits(text, room))
        {
            Words(x, y, text, anchor, kind);
            return;
        }

        Html.Begin("text", ("class", kind), ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));
        Html.Element("title", text).Text(text[..(Most(room) - 1)] + "…").End();
    }

    /// <summary>Whether <see cref="Label"/> shows a text whole.</summary>
    public static bool Fits(string text, double room) => text.Length <= Most(room);

    private static int Most(double room) => Math.Max(4, (int)(room / Letter));

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
