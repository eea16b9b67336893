namespace QSeq.Cli.Pages;

/// <summary>Texts, lists, tables and figures as HTML.</summary>
internal static class BlockHtml
{
    private const int MostListed = 60; // places of a line figure that are also given as numbers

    public static void Write(MarkupWriter html, ReportBlock block)
    {
        switch (block)
        {
            case Heading heading:
                html.Element("h3", heading.Text);
                break;
            case Paragraph { Text.Length: > 0 } paragraph:
                html.Element("p", paragraph.Text);
                break;
            case FactList list:
                Facts(html, list);
                break;
            case TextTable table:
                Table(html, table);
                break;
            case LineFigure figure:
                Lines(html, figure);
                break;
            case FigureRow row:
                html.Begin("div", ("class", "row close"));
                foreach (Figure figure in row.Figures) Small(html, figure);
                html.EndLine();
                break;
            case Figure figure:
                Small(html, figure);
                break;
        }
    }

    private static void Facts(MarkupWriter html, FactList list)
    {
        html.Begin("dl");
        foreach (Fact fact in list.Facts)
        {
            html.Element("dt", fact.Name).Begin("dd").Element("span", fact.Value, ("class", "found"));
            if (fact.Why.Length > 0) html.Text(" ").Element("span", fact.Why, ("class", "why"));
            html.End();
        }

        html.EndLine();
    }

    private static void Table(MarkupWriter html, TextTable table)
    {
        if (table.Title is { } title) html.Element("p", title, ("class", "caption"));
        html.Begin("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", table.Title ?? "table")).Begin("table", ("aria-label", table.Title));
        if (table.Columns.Any(column => column.Header.Length > 0))
        {
            html.Begin("thead").Begin("tr");
            foreach (TextColumn column in table.Columns) html.Element("th", column.Header, ("scope", "col"), ("class", column.Right ? "number" : null));
            html.End().End();
        }

        html.Begin("tbody");
        foreach (ImmutableArray<TextCell> row in table.Rows)
        {
            html.Begin("tr");
            for (int n = 0; n < row.Length; n++) Cell(html, row[n], table.Columns[n].Right);
            html.End();
        }

        html.End().End();
        html.EndLine();
    }

    // What is good or bad is bold or struck by a sign as well, for those who see no colours.
    private static void Cell(MarkupWriter html, TextCell cell, bool right)
    {
        html.Begin("td", ("class", right ? "number" : null));
        string? tone = cell.Tone switch { Tone.Good => "good", Tone.Bad => "bad", Tone.Open => "open", _ => null };
        if (tone is null) html.Text(cell.Text);
        else html.Element(cell.Tone == Tone.Good ? "strong" : "span", cell.Text, ("class", tone));
        html.End();
    }

    private static void Small(MarkupWriter html, Figure figure)
    {
        html.Begin("figure", ("class", figure is HeatFigure heat && HeatSvg.IsWide(heat) ? "small-figure wide" : "small-figure"));
        Caption(html, figure, null);
        bool scrolls = figure is HeatFigure; // where there is no room for its words
        if (scrolls) html.Begin("div", ("class", "still-scroll"));
        FigureSvg.Write(html, figure);
        if (scrolls) html.End();
        if (figure is CurveFigure) Legend(html, figure);
        if (figure is BarFigure bars && BarSvg.CutsNames(bars)) Listed(html, bars);
        html.EndLine();
    }

    private static void Lines(MarkupWriter html, LineFigure figure)
    {
        LineFigure close = Thinning.Of(figure, LineData.Spans);
        string? thinned = close.X.Length == figure.X.Length ? null
            : Invariant($"{figure.X.Length} places are too many to be drawn: of each of {LineData.Spans} spans it shows the lowest and the highest value.");
        html.Begin("figure", ("class", "line-figure"));
        Caption(html, figure, thinned);
        Legend(html, figure);
        html.Begin("div", ("class", "still-scroll"));
        LineSvg.Write(html, figure);
        html.EndLine();
        html.Begin("div", ("class", "live"), ("role", "group"), ("tabindex", "0"), ("aria-label", figure.Alternative), ("hidden", "")).End();
        html.Element("p", "Drag to zoom, double-click for all. Keys: + and - zoom, arrows move, 0 shows all.", ("class", "hint"), ("hidden", ""));
        html.Begin("script", ("type", "application/json")).Own(LineData.Of(close)).End();
        if (figure.X.Length is > 0 and <= MostListed) Listed(html, figure);
        html.EndLine();
    }

    private static void Caption(MarkupWriter html, Figure figure, string? more)
    {
        html.Begin("figcaption").Element("strong", figure.Title);
        foreach (string note in new[] { figure.Note, more }.OfType<string>()) html.Text(" ").Element("span", note, ("class", "why"));
        html.End();
    }

    private static void Legend(MarkupWriter html, Figure figure)
    {
        html.Begin("ul", ("class", "legend"), ("aria-hidden", "true"));
        foreach ((string name, string kind) in FigureSvg.Legend(figure))
        {
            html.Begin("li").Begin("svg", ("viewBox", "0 0 26 10"), ("class", "swatch"));
            if (kind == "band") html.Shape("rect", ("class", "band"), ("width", "26"), ("height", "10"));
            else html.Shape("path", ("class", kind), ("d", "M0 5H26"));
            html.End().Text(name).End();
        }

        html.End();
    }

    private static void Listed(MarkupWriter html, BarFigure figure)
    {
        html.Begin("details").Element("summary", "The numbers");
        Table(html, TextTable.Of<Bar>(null, figure.Bars, ("", bar => bar.Name), (">" + figure.ValueName, bar => figure.Text(bar.Value))));
        html.End();
    }

    private static void Listed(MarkupWriter html, LineFigure figure)
    {
        (string Name, double[] Values)[] columns =
        [
            .. figure.Lines.Select(line => (line.Name, line.Values)),
            .. figure.Bands.SelectMany(band => new[] { ($"{band.Name}, low", band.Low), ($"{band.Name}, high", band.High) }),
        ];
        string first = figure.XName.Length > 0 ? figure.XName : figure.IsTime ? "time" : "x";
        ImmutableArray<TextColumn> heads = [new TextColumn(first, !figure.IsTime), .. columns.Select(column => new TextColumn(column.Name, true))];
        ImmutableArray<ImmutableArray<TextCell>> rows =
        [
            .. Enumerable.Range(0, figure.X.Length).Select(row => ImmutableArray.Create<TextCell>(
                [figure.Place(figure.X[row]), .. columns.Select(column => (TextCell)Shown(column.Values[row]))])),
        ];
        html.Begin("details").Element("summary", "The numbers");
        Table(html, new TextTable(null, heads, rows));
        html.End();

        static string Shown(double value) => double.IsFinite(value) ? NumberText.Number(value) : "";
    }
}
