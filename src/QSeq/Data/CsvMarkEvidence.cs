namespace QSeq.Data;

/// <summary>
/// What the cells of a file tell about its decimal mark and its thousands. 1.5 and 0.123 can only have a decimal point, 1.234.567
/// only points between thousands; 1.234 alone leaves it open.
/// </summary>
internal sealed class CsvMarkEvidence
{
    private const double OtherScale = 50; // bare numbers so many times larger than 1.292 read as a decimal say that it is 1292,
    private const double SameScale = 5; // if that is not more times as large as they are,
    private const int FewestBare = 3; // and they are not one number that means no value

    private readonly Sight?[] _decimal = new Sight?[2]; // of point and comma, the first cell that proves it
    private readonly Sight?[] _open = new Sight?[2]; // the first cell that leaves it open
    private readonly Dictionary<char, Sight> _thousands = []; // proved
    private readonly Dictionary<int, (List<double> Bare, List<double> Open)> _sizes = []; // by column, where both might occur

    /// <summary>Whether a cell proves decimal points.</summary>
    public bool ProvesPoint => _decimal[0] is not null;

    /// <summary>Whether a text might be a number in some way of writing.</summary>
    public static bool LooksLikeNumber(ReadOnlySpan<char> cell)
    {
        bool digit = false;
        int at = 0;
        foreach (char c in cell)
        {
            if (char.IsAsciiDigit(c)) digit = true;
            else if (c is '+' or '-' or '\u2212') { if (at != 0 && cell[at - 1] is not ('e' or 'E')) return false; }
            else if (c is 'e' or 'E') { if (!digit) return false; }
            else if (!CsvMarks.Groups.Contains(c)) return false;
            at++;
        }

        return digit && char.IsAsciiDigit(cell[^1]) && Groups(cell);
    }

    /// <summary>Takes a cell that looks like a number.</summary>
    public void Add(string cell, int column, long line)
    {
        ReadOnlySpan<char> text = cell.AsSpan().TrimStart("+-\u2212");
        int exponent = text.IndexOfAny('e', 'E');
        if (exponent >= 0) text = text[..exponent];
        int first = text.IndexOfAny(CsvMarks.GroupMarks);
        if (first < 0)
        {
            Sizes(column).Bare.Add(Size(text));
            return;
        }

        var sight = new Sight(cell, column, line);
        int last = text.LastIndexOfAny(CsvMarks.GroupMarks);
        char mark = text[last], other = text[first];
        if (first != last)
        {
            // 1.234,5 has a decimal mark behind groups; 1.234.567 groups alone.
            if (mark != other) Prove(mark, sight);
            _thousands.TryAdd(other, sight);
            return;
        }

        if (mark is not ('.' or ','))
        {
            _thousands.TryAdd(mark, sight);
            return;
        }

        int which = mark == '.' ? 0 : 1;
        bool open = exponent < 0 && text.Length - last - 1 == 3 && last is >= 1 and <= 3 && text[0] != '0';
        if (!open)
        {
            Prove(mark, sight);
            return;
        }

        _open[which] ??= sight;
        Sizes(column).Open.Add(Size(text[..last]));
    }

    /// <summary>Decides.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="names">Names of columns.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="delimiter">What stands between cells: where it is a semicolon, decimal commas are usual.</param>
    /// <param name="why">What the decision rests on.</param>
    /// <param name="doubt">Whether a reader should be told.</param>
    /// <exception cref="InvalidDataException">The cells contradict each other, or leave it open.</exception>
    public CsvMarks Decide(string file, string[] names, CsvReadOptions options, char delimiter, out string why, out bool doubt)
    {
        doubt = false;
        char? point = options.DecimalComma is { } comma ? comma ? ',' : '.' : null, group = options.Thousands;
        why = "as asked for";
        if (point is not null && group is not null) return new CsvMarks(point.Value, group);
        if (point is null && group is { } given)
        {
            point = given == '.' ? ',' : given == ',' ? '.' : _decimal[1] is not null && _decimal[0] is null ? ',' : '.';
            return new CsvMarks(point.Value, group);
        }

        if (point is null && _decimal[0] is { } a && _decimal[1] is { } b)
        {
            Sight later = a.Line > b.Line ? a : b;
            throw BadData.At(
                file, later.Line, names[later.Column], $"found {BadData.Quote(later.Cell)} after numbers with {(later == a ? "decimal commas" : "decimal points")}; use one decimal mark throughout, or {CsvAdvice.Decimals}");
        }

        if (point is null)
        {
            if (_decimal[0] is { } proof) (point, why) = ('.', $"{BadData.Quote(proof.Cell)} in line {proof.Line} can be nothing else");
            else if (_decimal[1] is { } other) (point, why) = (',', $"{BadData.Quote(other.Cell)} in line {other.Line} can be nothing else");
            else if (_thousands.TryGetValue('.', out Sight? points)) (point, group, why) = (',', '.', $"{BadData.Quote(points.Cell)} in line {points.Line} has points between thousands");
            else if (_thousands.TryGetValue(',', out Sight? commas)) (point, group, why) = ('.', ',', $"{BadData.Quote(commas.Cell)} in line {commas.Line} has commas between thousands");
        }

        if (point is { } known)
        {
            if (options.DecimalComma is null && OfAnotherScale(known == '.' ? 0 : 1) is { } odd)
                (doubt, why) = (true, $"{why}, though {BadData.Quote(odd.Cell)} in line {odd.Line} stands beside far larger numbers without a mark");
            int else_ = known == '.' ? 1 : 0;
            if (group is null && _open[else_] is { } grouped) group = else_ == 1 ? ',' : '.';
            foreach (char mark in _thousands.Keys)
                if (mark != known) group ??= mark;
            return new CsvMarks(known, group);
        }

        return Weigh(file, names, delimiter, ref why, ref doubt);
    }

    // Every mark leaves it open: 1.292 beside 950 is 1292 if 950 and 1292 are of one scale.
    private CsvMarks Weigh(string file, string[] names, char delimiter, ref string why, ref bool doubt)
    {
        char? group = null;
        foreach (char mark in _thousands.Keys) group ??= mark;
        why = "no number has a mark";
        if (_open[0] is null && _open[1] is null) return new CsvMarks('.', group);
        if (_open[0] is { } p && _open[1] is { } c)
        {
            Sight later = p.Line > c.Line ? p : c;
            throw BadData.At(file, later.Line, names[later.Column], $"found {BadData.Quote(later.Cell)} after numbers with another mark; {CsvAdvice.Decimals}");
        }

        int which = _open[0] is not null ? 0 : 1;
        Sight sight = _open[which]!;
        char seen = which == 0 ? '.' : ',';
        (List<double> bare, List<double> open) = _sizes[sight.Column];
        doubt = true;
        if (bare.Distinct().Count() >= FewestBare && Median(bare) > OtherScale * Median(open) && 1000 * Median(open) < SameScale * Median(bare))
        {
            why = $"every {(which == 0 ? "point" : "comma")} is followed by three digits, and {BadData.Quote(sight.Cell)} stands beside numbers around {Median(bare):G3}";
            return new CsvMarks(which == 0 ? ',' : '.', seen);
        }

        if (which == 0 && _sizes.Values.Any(sizes => sizes.Open.Count > 0 && sizes.Bare.Exists(size => size >= 1000)))
        {
            why = $"{BadData.Quote(sight.Cell)} might have a point between thousands, but numbers beside it have four digits without one";
            return CsvMarks.Plain;
        }

        if (which == 0 && delimiter == ';')
            throw BadData.At(file, sight.Line, names[sight.Column], $"found {BadData.Quote(sight.Cell)}, and every point in a number is followed by three digits: they may be decimal points or part thousands; {CsvAdvice.Point}, or {CsvAdvice.ThousandsPoint}");
        if (which == 0)
        {
            why = $"{BadData.Quote(sight.Cell)} in line {sight.Line} might have a point between thousands, but nothing else says so";
            return CsvMarks.Plain;
        }

        throw BadData.In(file, $"every comma in a number is followed by three digits, so 1,234 might be 1.234 or 1234; {CsvAdvice.Decimals}, or write decimal points and no thousands marks");
    }

    /// <summary>Whether numbers with three digits behind their mark stand beside far larger ones without: 1.028 beside 998.</summary>
    public bool IsOfAnotherScale => OfAnotherScale(0) is not null;

    private Sight? OfAnotherScale(int which) => _open[which] is { } sight && _sizes.TryGetValue(sight.Column, out (List<double> Bare, List<double> Open) sizes)
        && sizes.Bare.Distinct().Skip(1).Any() && Median(sizes.Bare) > OtherScale * Median(sizes.Open) ? sight : null;

    private void Prove(char mark, Sight sight) => _decimal[mark == '.' ? 0 : 1] ??= sight;

    private (List<double> Bare, List<double> Open) Sizes(int column)
    {
        if (!_sizes.TryGetValue(column, out (List<double> Bare, List<double> Open) sizes)) _sizes[column] = sizes = ([], []);
        return sizes;
    }

    private static double Size(ReadOnlySpan<char> digits) => double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out double value) ? value : 0;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // Several marks must part groups of three digits: 31.12.2021 is no number.
    private static bool Groups(ReadOnlySpan<char> cell)
    {
        int exponent = cell.IndexOfAny('e', 'E');
        ReadOnlySpan<char> text = (exponent >= 0 ? cell[..exponent] : cell).TrimStart("+-\u2212");
        if (text.IsEmpty || !text.ContainsAnyInRange('0', '9')) return false;
        int last = text.LastIndexOfAny(CsvMarks.GroupMarks), first = text.IndexOfAny(CsvMarks.GroupMarks);
        if (first == last) return last < 0 || text[last] is '.' or ',' || (text.Length - last - 1 == 3 && last is >= 1 and <= 3);
        char group = text[first];
        int digits = 0;
        bool begun = false;
        for (int n = 0; n < text.Length; n++)
        {
            if (char.IsAsciiDigit(text[n]))
            {
                digits++;
                continue;
            }

            if (text[n] != group && n != last) return false;
            if (begun ? digits != 3 : digits is < 1 or > 3) return false;
            (begun, digits) = (true, 0);
        }

        return text[last] != group || digits == 3;
    }

    private sealed record Sight(string Cell, int Column, long Line);
}
