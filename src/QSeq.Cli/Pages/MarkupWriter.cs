namespace QSeq.Cli.Pages;

/// <summary>Writes HTML, and SVG within it, element by element; whatever comes as text or value is escaped.</summary>
internal sealed class MarkupWriter(TextWriter output)
{
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; an attribute without a value (null) is left out.</summary>
    public MarkupWriter Begin(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write('>');
        _open.Push(tag);
        return this;
    }

    /// <summary>Closes the innermost element that is open.</summary>
    public MarkupWriter End()
    {
        output.Write($"</{_open.Pop()}>");
        return this;
    }

    /// <summary>Closes it and ends the line.</summary>
    public void EndLine()
    {
        End();
        output.Write('\n');
    }

    /// <summary>An element with text alone.</summary>
    public MarkupWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Begin(tag, attributes).Text(text).End();

    /// <summary>An element that has no content, of HTML.</summary>
    public void Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write('>');
    }

    /// <summary>An element that has no content, of SVG.</summary>
    public void Shape(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write("/>");
    }

    public MarkupWriter Text(string text)
    {
        output.Write(HtmlText.Escape(text));
        return this;
    }

    /// <summary>Our own files as they are, in the element that is open.</summary>
    public MarkupWriter Own(string content)
    {
        output.Write(content);
        return this;
    }

    private void Tag(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write($"<{tag}");
        foreach ((string name, string? value) in attributes)
            if (value is not null) output.Write($" {name}=\"{HtmlText.Escape(value)}\"");
    }
}
