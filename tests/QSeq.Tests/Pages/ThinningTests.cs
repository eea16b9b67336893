using QSeq.Cli.Figures;

namespace QSeq.Tests.Pages;

/// <summary>Long figures are thinned so that no peak, no end and no gap is lost.</summary>
public class ThinningTests
{
    [Fact]
    public void Few_places_all_stay() => Assert.Equal(Enumerable.Range(0, 20), Thinning.Rows([Line(20)], 20, 10));

    [Fact]
    public void Peaks_ends_and_gaps_stay_and_the_rest_is_few()
    {
        double[] flat = Line(100_000), other = Line(100_000);
        (flat[12_345], flat[54_321], other[77_777]) = (1e9, -1e9, double.NaN);
        int[] rows = Thinning.Rows([flat, other], 100_000, 100);
        Assert.InRange(rows.Length, 100, (2 * 100 * 2) + 2 + 1);
        Assert.Equal(rows.Order().Distinct(), rows);
        foreach (int row in new[] { 0, 12_345, 54_321, 77_777, 99_999 }) Assert.Contains(row, rows);
    }

    [Fact]
    public void Spans_without_values_part_what_is_around_them()
    {
        double[] line = Line(1000);
        line.AsSpan(400, 200).Fill(double.NaN);
        int[] rows = Thinning.Rows([line], 1000, 20);
        Assert.Contains(rows, row => row is >= 400 and < 600);
        Assert.All(rows.Where(row => row is >= 400 and < 600), row => Assert.True(double.IsNaN(line[row])));
    }

    [Fact]
    public void All_columns_of_a_figure_are_thinned_alike()
    {
        LineFigure figure = Thinning.Of(SamplePage.History(50_000), 100);
        Assert.InRange(figure.X.Length, 200, 2000);
        Assert.All(figure.Columns, column => Assert.Equal(figure.X.Length, column.Length));
        double[] whole = SamplePage.History(50_000).Lines[0].Values;
        Assert.Equal(whole.Where(double.IsFinite).Max(), figure.Lines[0].Values.Where(double.IsFinite).Max());
    }

    private static double[] Line(int count) => [.. Enumerable.Range(0, count).Select(n => n * 1e-6)];
}
