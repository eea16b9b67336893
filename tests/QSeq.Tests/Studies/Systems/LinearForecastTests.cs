using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Studies.DataSets;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

public class LinearForecastTests
{
    [Fact]
    public void FedBackItGoesOnWithASumOfWaves()
    {
        // Two waves and a level obey an affine recursion of four values.
        double[] x = [.. Enumerable.Range(0, 400).Select(t => 3 + Math.Sin(0.3 * t) + (0.5 * Math.Cos(0.71 * t)))];
        var linear = LinearForecast.Fit(SeriesTable.Of("x", x), "x", 4, 100);
        Assert.Equal(5, linear.Parameters);
        double[] ahead = linear.Ahead(200, 150);
        for (int n = 0; n < 150; n++) Assert.Equal(x[200 + n], ahead[n], 1e-8);
    }

    [Fact]
    public void OnlyTheFirstRowsAreLearntFrom()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(t => t < 100 ? Math.Sin(t) : 1000 + (t % 7))];
        double[] y = [.. x.Take(100), .. Enumerable.Repeat(0.0, 100)];
        Assert.Equal(
            LinearForecast.Fit(SeriesTable.Of("x", x), "x", 5, 100).Ahead(50, 3), LinearForecast.Fit(SeriesTable.Of("x", y), "x", 5,
                100).Ahead(50, 3));
    }

    [Fact]
    public void ItIsTheLinearBaselineOfTheOtherStudies()
    {
        SeriesTable table = Narma.Generate(new() { Points = 600 });
        var windows = new WindowOptions { Window = 6, Inputs = ["u", "y"], Targets = ["y"] };
        DataSplit split = DataSplit.Create(table, windows, new(0.7, 0), ScalerKind.MinMax);
        Scores baseline = Baselines.LinearAr(split.Train, split.Test, out int parameters);
        int trainRows = Split.Of(600, windows, new(0.7, 0)).TrainRows;
        var linear = LinearForecast.Fit(table, "y", 6, trainRows);
        Assert.Equal(parameters, linear.Parameters);
        double[] y = table.Column("y").ToArray();
        int[] rows = [.. Enumerable.Range(0, split.Test.Count).Select(split.Test.TargetIndex)];
        Assert.Equal(
            baseline.R2, Scores.Compare([.. rows.Select(row => linear.Ahead(row, 1)[0])], [.. rows.Select(row => y[row])]).R2, 1e-6);
        Assert.Throws<InvalidOperationException>(() => linear.Ahead(rows[0], 2)); // u is not known
    }

    [Fact]
    public void ColumnsThatDependOnOthersDoNoHarm()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(t => (double)(t % 2))];
        double[] ahead = LinearForecast.Fit(SeriesTable.Of("x", x), "x", 6, 60).Ahead(80, 4);
        for (int n = 0; n < 4; n++) Assert.Equal(x[80 + n], ahead[n], 1e-12);
    }
}
