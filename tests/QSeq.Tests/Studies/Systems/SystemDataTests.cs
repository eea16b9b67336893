using QSeq.Data;
using QSeq.Studies;
using QSeq.Studies.DataSets;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

public class SystemDataTests
{
    private const int Rows = 805; // 800 windows of 5: 480, 120 and 200

    [Fact]
    public void ForecastsAreFedBackFromRowsSpreadOverTheTestPart()
    {
        SystemData data = Wave();
        Assert.Equal("605 612 619 626 633 640 647 655", string.Join(' ', data.Starts)); // 655 and 150 steps are all rows
        Assert.Equal(Enumerable.Range(605, 200), data.Rows(data.Split.Test));
        Assert.Equal(485, data.Split.TrainRows);
    }

    [Fact]
    public void ErrorsAreMeasuredInDeviationsOfTheTestPart()
    {
        SystemData data = Wave();
        double[] test = data.Values[605..];
        double mean = test.Average(), deviation = Math.Sqrt(test.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(deviation, data.Deviation, 1e-12);
        Dictionary<string, double> measures = Of(data.Measures((row, steps) =>
            [.. Enumerable.Range(row, steps).Select(at => data.Values[at] + 0.1)]));
        Assert.Equal(0.1 / deviation, measures["nrmse"], 1e-9);
        Assert.Equal(1 - (0.01 / (deviation * deviation)), measures["r2"], 1e-9);
        Assert.Equal(150 * 0.25, measures["valid_time"]); // a step is a quarter of a period
        Assert.Equal(1, measures["held"]);
    }

    [Fact]
    public void ValidTimeIsTheMeanOverTheStarts()
    {
        // From the first start it holds for 40 steps, from the others for none but the last one, for which it holds to the end.
        SystemData data = Wave();
        double[] Ahead(int row, int steps) => [.. Enumerable.Range(0, steps).Select(n =>
            data.Values[row + n] + ((row == 605 && n < 40) || row == 655 ? 0 : 9))];
        Dictionary<string, double> measures = Of(data.Measures(0.9, 0.3, Ahead));
        Assert.Equal((0.9, 0.3), (measures["r2"], measures["nrmse"]));
        Assert.Equal((40 + 150) / 8.0 * 0.25, measures["valid_time"]);
        Assert.Equal(1 / 8.0, measures["held"]);
    }

    [Fact]
    public void ADrivenSystemHasNoValidTime()
    {
        SystemData data = Data(Narma.Generate(new() { Points = Rows, Order = 5 }), "y", null);
        Assert.Equal(["r2", "nrmse"], data.Measures((row, _) => [data.Values[row]]).Select(measure => measure.Metric));
        Assert.Equal(["u", "y"], data.Recipe.Windows.Inputs);
        Assert.Equal(["y"], data.Recipe.Windows.Targets);
    }

    [Fact]
    public void TheBaselinesArePersistenceAndALinearMap()
    {
        SystemData data = Wave();
        Assert.Equal(["persistence", "linear AR"], data.Baselines.Select(one => one.Label));
        Dictionary<string, double> last = Of(data.Baselines[0].Measures), linear = Of(data.Baselines[1].Measures);
        double[] steps = [.. Enumerable.Range(605, 200).Select(row => data.Values[row] - data.Values[row - 1])];
        Assert.Equal(Math.Sqrt(steps.Average(step => step * step)) / data.Deviation, last["nrmse"], 1e-12);
        Assert.Equal(0, last["parameters"]);
        Assert.Equal(
            data.Starts.Average(start => Enumerable.Range(0, 150).TakeWhile(n =>
                Math.Abs(data.Values[start + n] - data.Values[start - 1]) <= 0.4 * data.Deviation).Count()) * 0.25,
            last["valid_time"],
            1e-12);
        Assert.Equal(6, linear["parameters"]);
        Assert.Equal(1, linear["held"]); // a wave is linear
        Assert.InRange(linear["nrmse"], 0, 1e-9);
    }

    [Fact]
    public void WhatItComesFromIsAllInItsDescription()
    {
        SeriesTable table = Wave().System.Table;
        SystemData[] all =
        [
            Wave(), Data(table, "x", "years"), new(new DynamicalSystem("made", table, "x", "periods", 0.5), EchoStateTests.Recipe),
            new(new DynamicalSystem("made", table, "x", "periods", 0.25), EchoStateTests.Recipe with { Split = new(0.5, 0.15) }),
            Data(SeriesTable.Of("x", [.. table.Column("x").ToArray().Select(value => 2 * value)]), "x", "periods"),
        ];
        Assert.Equal(all.Length, all.Select(data => data.Describe()).Distinct().Count());
        Assert.Equal(Wave().Describe(), Wave().Describe());
    }

    [Fact]
    public void TheSystemsAreSevenWithTheirClocks()
    {
        DynamicalSystem[] all = [.. DynamicalSystem.All()];
        Assert.Equal(
            ["Mackey-Glass", "Lorenz", "NARMA-5", "NARMA-10", "delayed control", "Jaynes-Cummings", "transmon"],
            all.Select(one => one.Name));
        Assert.Equal(
            ["Lyapunov times", "Lyapunov times", null, null, "delays", "Rabi periods", "Rabi periods"], all.Select(one => one.Clock));
        Assert.All(all, one => Assert.InRange(one.Table.Length, 600, 1500));
        double[] steps = [6 * 0.0051, 0.05 * 0.9056, 0, 0, 0.01, 0.05 / (Math.PI / Math.Sqrt(11)), 0.05];
        for (int n = 0; n < all.Length; n++) Assert.Equal(steps[n], all[n].Step, 1e-12);
        Assert.Equal([false, false, true, true, false, false, false], all.Select(one => !one.IsAutonomous));
        Assert.StartsWith("generated: NARMA-5 ", all[2].Table.Source, StringComparison.Ordinal);
        Assert.StartsWith("generated: NARMA-10 ", all[3].Table.Source, StringComparison.Ordinal);
    }

    private static SystemData Wave() => Data(SeriesTable.Of("x", [.. Enumerable.Range(0, Rows).Select(t =>
        Math.Sin(0.07 * t * Math.PI))]), "x", "periods");

    private static SystemData Data(SeriesTable table, string target, string? clock) =>
        new(new DynamicalSystem("made", table, target, clock, clock is null ? 0 : 0.25), EchoStateTests.Recipe);

    private static Dictionary<string, double> Of(IEnumerable<StudyMeasure> measures) =>
        measures.ToDictionary(one => one.Metric, one => one.Values[0]);
}
