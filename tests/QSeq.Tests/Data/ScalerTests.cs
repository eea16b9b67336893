using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class ScalerTests
{
    private static SeriesTable Table(params double[] values) => new("test", ["a"], [values]);

    [Fact]
    public void MinMaxPutsTheTrainingPartIntoTheRange()
    {
        Scaler scaler = Scaler.Fit(ScalerKind.MinMax, Table(2, 6, 4, 100), 3);
        Assert.Equal(-1, scaler.Transform(0, 2), 1e-15);
        Assert.Equal(1, scaler.Transform(0, 6), 1e-15);
        Assert.Equal(48, scaler.Transform(0, 100), 1e-12);
        Scaler unit = Scaler.Fit(ScalerKind.MinMax, Table(2, 6, 4, 100), 3, 0, 1);
        Assert.Equal(0.5, unit.Transform(0, 4), 1e-15);
    }

    [Fact]
    public void StandardGivesMeanZeroAndDeviationOne()
    {
        Scaler scaler = Scaler.Fit(ScalerKind.Standard, Table(1, 3, 5, 7, 1e6), 4);
        Assert.Equal(4, scaler.Offset[0], 1e-15);
        Assert.Equal(1 / Math.Sqrt(5), scaler.Scale[0], 1e-15);
    }

    [Fact]
    public void RowsAfterTheTrainingPartChangeNothing()
    {
        foreach (ScalerKind kind in Enum.GetValues<ScalerKind>())
            Assert.Equal(Scaler.Fit(kind, Table(1, 5, 2, 9, -4), 3), Scaler.Fit(kind, Table(1, 5, 2, 1e9, 1e9), 3));
    }

    [Theory]
    [InlineData(ScalerKind.MinMax)]
    [InlineData(ScalerKind.Standard)]
    public void AConstantSeriesGoesToZero(ScalerKind kind)
    {
        Scaler scaler = Scaler.Fit(kind, Table(0.1, 0.1, 0.1, 0.7), 3);
        Assert.True(scaler.IsConstant(0));
        Assert.Equal(1, scaler.Scale[0]);
        Assert.Equal(0, scaler.Transform(0, 0.1));
        Assert.Equal(0.1, scaler.Inverse(0, 0));
        Assert.False(Scaler.Fit(kind, Table(0.1, 0.1, 0.1, 0.7), 4).IsConstant(0));
    }

    [Fact]
    public void InverseUndoesTransform() =>
        Prop.ForAll<NormalFloat[], NormalFloat>((values, value) =>
        {
            double[] column = [.. values.Select(v => v.Get).Where(v => Math.Abs(v) < 1e100), 0, 1];
            double x = Math.Abs(value.Get) < 1e100 ? value.Get : 1;
            double size = column.Append(x).Max(Math.Abs);
            return Enum.GetValues<ScalerKind>().All(kind =>
            {
                Scaler scaler = Scaler.Fit(kind, Table(column), column.Length);
                return Math.Abs(scaler.Inverse(0, scaler.Transform(0, x)) - x) <= 1e-12 * size;
            });
        }).Check(Property.Runs(100));

    [Fact]
    public void MessagesDoNotFollowTheCultureOfTheHost()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = new CultureInfo("");
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "minus ";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(
                "column 'a' has offset -1.5 and scale 0; both must be finite and the scale not 0",
                Assert.Throws<ArgumentException>(() => new Scaler(ScalerKind.None, ["a"], [-1.5], [0])).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void RefusesWhatCannotScale()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaler.Fit(ScalerKind.MinMax, Table(1, 2), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaler.Fit(ScalerKind.MinMax, Table(1, 2), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaler.Fit(ScalerKind.MinMax, Table(1, 2), 2, 1, 1));
        Assert.Throws<InvalidDataException>(() => Scaler.Fit(ScalerKind.MinMax, Table(-1e308, 1.5e308), 2));
        foreach (ScalerKind kind in (ScalerKind[])[ScalerKind.MinMax, ScalerKind.Standard])
        {
            Assert.Equal("column 'a' holds values too small to scale; multiply them first", Assert.Throws<InvalidDataException>(() => Scaler.Fit(kind, Table(0, 1e-320), 2)).Message);
            Assert.Equal("column 'a' holds values too large to scale; divide them first", Assert.Throws<InvalidDataException>(() => Scaler.Fit(kind, Table(-1e308, 1.5e308), 2)).Message);
        }

        Assert.Throws<ArgumentException>(() => new Scaler(ScalerKind.None, ["a"], [0], [0]));
        Assert.Throws<ArgumentException>(() => new Scaler(ScalerKind.None, ["a", "b"], [0], [1]));
        Assert.Contains("did you mean 'a'", Assert.Throws<ArgumentException>(() => Scaler.Fit(ScalerKind.None, Table(1), 1).IndexOf("A")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsThatWereConstantAreKeptByTheirPlaces()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"kind":"MinMax","columns":["a","b","c"],"offset":[0,1,2],"scale":[1,1,2],"constant":[1]}""");
        Scaler read = new Scaler(ScalerKind.None, ["x"], [0], [1]).MapFields(new QSeq.Core.FieldReader(json.RootElement, ""));
        Assert.Equal(new Scaler(ScalerKind.MinMax, ["a", "b", "c"], [0, 1, 2], [1, 1, 2], [false, true, false]), read);
    }
}
