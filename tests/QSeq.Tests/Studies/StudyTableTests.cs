using System.Globalization;
using System.Text.Json;
using QSeq.Evaluation;
using QSeq.Studies;

namespace QSeq.Tests.Studies;

public class StudyTableTests
{
    private static readonly StudyTable Table = new(
    [
        new("s", "a, b", "m", null, "", 0, "parameters", 7),
        new("s", "a, b", "m", 0, "", 1, "loss", 1),
        new("s", "c", "m", 0, "", 1, "loss", 3),
        new("s", "a, b", "m", 1, "", 1, "loss", 0.1),
        new("s", "a, b", "m", 1, "", 2, "loss", double.NaN),
        new("s", "a, b", "m", 1, "exact", 1, "loss", 5),
    ]);

    [Fact]
    public void FiguresAreFoundBySeed()
    {
        Assert.Equal([2, 0.1], Table.BySeed("m", "loss", epoch: 1)); // the mean over data
        Assert.Equal([1, 0.1], Table.BySeed("m", "loss", "a, b", epoch: 1));
        Assert.Equal([double.NaN, 5], Table.BySeed("m", "loss", "a, b", "exact", 1)); // one seed has none
        Assert.Equal(7, Table.Value("m", "parameters"));
        Assert.True(double.IsNaN(Table.Value("m", "loss")));
        Assert.Equal(Spread.Of([2, 0.1]), Table.Spread("m", "loss", epoch: 1));
        Assert.Equal(new BootstrapInterval(0.1, 2, 0.95), Table.Interval("m", "loss", epoch: 1));
        Assert.True(double.IsNaN(Table.Interval("m", "loss", "a, b", "exact", 1).Low));
        Assert.True(double.IsNaN(Table.Spread("m", "loss", epoch: 2).Median));
    }

    [Fact]
    public void ItIsWrittenAsCsvAndJson()
    {
        using var csv = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Table.WriteCsv(csv);
        string[] lines = csv.ToString().Split('\n');
        Assert.Equal("study,data,model,seed,condition,epoch,metric,value", lines[0]);
        Assert.Equal("s,\"a, b\",m,,,0,parameters,7", lines[1]);
        Assert.Equal("s,\"a, b\",m,1,,2,loss,NaN", lines[5]);

        using JsonDocument read = JsonDocument.Parse(Table.ToJson().ToJsonString());
        Assert.Equal(6, read.RootElement.GetArrayLength());
        Assert.Equal(JsonValueKind.Null, read.RootElement[0].GetProperty("seed").ValueKind);
        Assert.Equal("NaN", read.RootElement[4].GetProperty("value").GetString());
    }
}
