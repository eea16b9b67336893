using QSeq.Cli;
using QSeq.Cli.Figures;
using QSeq.Cli.Plots;

namespace QSeq.Tests.Pages;

/// <summary>Lines in characters.</summary>
public class TextPlotTests
{
    [Fact]
    public void A_ramp_in_ASCII()
    {
        string[] rows = Draw(unicode: false, [0, 1, 2, 3], [double.NaN, double.NaN, double.NaN, 0]);
        Assert.Equal("t:  . a  * b", rows[0]);
        Assert.Equal(["3.0000 |             ...", "       |        .....", "       |   .....", "     0 |...            *"], rows[1..5]);
        Assert.Equal("        0              3", rows[5]);
    }

    /// <summary>The ends of a band count for the axis and are drawn where no line is.</summary>
    [Fact]
    public void The_ends_of_a_band_are_dots()
    {
        var figure = new LineFigure("t", [0, 1, 2], [new Line("a", [1, 2, 2])]) { Bands = [new Band("80 %", [double.NaN, 0, 0], [double.NaN, 2, 3])] };
        string[] ascii = Text(figure, unicode: false), braille = Text(figure, unicode: true);
        Assert.Equal("t:  . a  * 80 %", ascii[0]);
        Assert.Equal(["3.0000 |               *", "       |     ...........", "       |.....", "     0 |        *      *"], ascii[1..5]);
        Assert.Equal("t:  ━ a  ┄ 80 %", braille[0]);
        Assert.Equal('\u2808', braille[1][^1]); // dot 4 alone, at the top right
    }

    [Fact]
    public void A_ramp_in_braille_goes_from_corner_to_corner()
    {
        string[] rows = Draw(unicode: true, [0, 1, 2, 3]);
        Assert.All(rows, row => Assert.True(row.Length <= 24, row));
        Assert.Equal('\u2840', rows[4]["3.0000 ┤".Length] & 0x2840); // dot 7, at the bottom left
        Assert.Equal('\u2808', rows[1][^1] & 0x2808); // dot 4, at the top right
        Assert.All(string.Concat(rows[1..5].Select(row => row[8..])), c => Assert.True(c is ' ' or (>= '\u2801' and <= '\u28FF')));
    }

    [Fact]
    public void ASCII_is_plain_and_what_is_not_finite_is_left_out()
    {
        Assert.All(string.Concat(Draw(unicode: false, [double.NaN, 5, double.PositiveInfinity, 5])), c => Assert.InRange(c, ' ', '~'));
        Assert.NotEmpty(Draw(unicode: true, [double.NaN]));
        Assert.NotEmpty(Draw(unicode: true, (double[])[]));
    }

    [Theory]
    [InlineData("de_DE.UTF-8", null, true)]
    [InlineData("C", "de_DE.UTF-8", false)]
    [InlineData("", "C.utf8", true)]
    [InlineData(null, null, false)]
    public void A_locale_says_whether_there_is_more_than_ASCII(string? all, string? lang, bool utf8) =>
        Assert.Equal(utf8, CliContext.IsUtf8(name => name == "LC_ALL" ? all : name == "LANG" ? lang : null));

    private static string[] Draw(bool unicode, params double[][] lines)
    {
        double[] x = [.. Enumerable.Range(0, lines[0].Length).Select(n => (double)n)];
        var figure = new LineFigure("t", x, [.. lines.Select((values, n) => new Line($"{(char)('a' + n)}", values))]);
        return Text(figure, unicode);
    }

    private static string[] Text(LineFigure figure, bool unicode)
    {
        return [.. TextPlot.Rows(figure, 24, 4, unicode).Select(row => string.Concat(row.Select(run => run.Text)))];
    }
}
