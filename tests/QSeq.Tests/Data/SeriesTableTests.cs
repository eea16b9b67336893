using QSeq.Data;

namespace QSeq.Tests.Data;

public class SeriesTableTests
{
    private static SeriesTable Table() => new("test", ["a", "b"], [[1, 2, 3], [4, 5, 6]]);

    [Fact]
    public void GivesColumnsByNameAndIndex()
    {
        SeriesTable table = Table();
        Assert.Equal(3, table.Length);
        Assert.Equal([4, 5, 6], table.Column("b").ToArray());
        Assert.Equal([1, 2, 3], table.Column(0).ToArray());
        Assert.Null(table.Times);
        Assert.Empty(table.Notes);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Column(2).Length);
    }

    [Fact]
    public void AnUnknownColumnIsAnsweredWithTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => Table().Column("B").Length);
        Assert.Equal("unknown column 'B'; did you mean 'b'? Valid: a, b", error.Message);
    }

    [Fact]
    public void SelectKeepsOrderAndSharesValues()
    {
        SeriesTable selected = Table().Select(["b"]);
        Assert.Equal(["b"], selected.Names);
        Assert.Equal([4, 5, 6], selected.Column(0).ToArray());
        Assert.Throws<ArgumentException>(() => Table().Select(["b", "b"]));
        Assert.Throws<ArgumentException>(() => Table().Select([]));
    }

    [Fact]
    public void RefusesWhatIsNotATable()
    {
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", [], []));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a"], [[]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("", ["a"], [[1]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a", "a"], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a", " "], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a", "b"], [[1], [2, 3]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a"], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a"], [[1, 2]], [DateTime.UnixEpoch, DateTime.UnixEpoch]));
        Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a"], [[1, 2]], [DateTime.UnixEpoch]));
        var error = Assert.Throws<ArgumentException>(() => new SeriesTable("test", ["a"], [[1, double.NaN]]));
        Assert.Contains("column 'a', row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsSaidOfATableIsCut()
    {
        SeriesTable table = SeriesTable.Of("y", [1, 2]).WithNotes([new string('n', 5000)]);
        Assert.Equal(499, Assert.Single(table.Notes).Length);
        Assert.Equal(1000, new SeriesTable(new string('s', 5000), ["y"], [[1]]).Source.Length);
    }
}
