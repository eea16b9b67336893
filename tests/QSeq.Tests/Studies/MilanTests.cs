using System.Globalization;
using QSeq.Data;
using QSeq.Studies.DataSets;
using QSeq.Tests.Data;

namespace QSeq.Tests.Studies;

public class MilanTests
{
    private const long Midnight = 1383260400000; // 1 November 2013, 00:00 in Milan

    private static readonly MilanActivity[] All = Enum.GetValues<MilanActivity>();

    private static string Row(int square, int bin, string fields) => $"{square}\t{Midnight + (bin * 600_000L)}\t39\t{fields}\n";

    [Fact]
    public void GeneratorIsSeededAndSquaresStandAlone()
    {
        SeriesTable table = MilanLike.Generate(new MilanLikeOptions { Seed = 3 });
        Assert.Equal(["square_1", "square_2", "square_3", "square_4"], table.Names);
        Assert.Equal(14 * 144, table.Length);
        Assert.Equal(new DateTime(2013, 11, 1), table.Times![0]);
        Assert.Equal(new DateTime(2013, 11, 14, 23, 50, 0), table.Times![^1]);
        Assert.Contains("synthetic", table.Source, StringComparison.Ordinal);
        Assert.Contains("previous", Assert.Single(table.Notes), StringComparison.Ordinal);
        SeriesTable more = MilanLike.Generate(new MilanLikeOptions { Seed = 3, Squares = 6 });
        Assert.True(table.Column("square_2").SequenceEqual(more.Column("square_2")));
        Assert.False(table.Column("square_2").SequenceEqual(MilanLike.Generate(new MilanLikeOptions { Seed = 4 }).Column("square_2")));
    }

    [Fact]
    public void GeneratedActivityHasDaysBurstsAndNoNegativeValue()
    {
        SeriesTable table = MilanLike.Generate(new MilanLikeOptions { Squares = 12, GapRate = 0 });
        Assert.Empty(table.Notes);
        for (int c = 0; c < table.Names.Count; c++)
        {
            double[] values = table.Column(c).ToArray();
            Assert.True(values.Min() >= 0);
            double night = values.Where((_, t) => t % 144 is >= 18 and < 30).Average();
            double evening = values.Where((_, t) => t % 144 is >= 102 and < 120).Average();
            Assert.True(evening > 2.5 * night, $"{table.Names[c]}: {evening} in the evening, {night} at night");
            Assert.True(values.Max() > 3 * values.Average());
        }
    }

    [Fact]
    public void ReaderEqualsANaiveOneBitForBit()
    {
        using var folder = new TempFolder();
        var options = new MilanLikeOptions { Squares = 5, Days = 3, Seed = 11, GapRate = 0.01 };
        MilanLike.WriteRaw(folder.Path, options);
        string[] files = Directory.GetFiles(folder.Path, "*.txt");
        Assert.Equal(["sms-call-internet-mi-2013-11-01.txt", "sms-call-internet-mi-2013-11-02.txt", "sms-call-internet-mi-2013-11-03.txt"], files.Select(Path.GetFileName).Order());

        var naive = new Dictionary<(int Square, int Bin, MilanActivity Activity), double>();
        long rows = 0;
        foreach (string line in files.Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            rows++;
            string[] fields = line.Split('\t');
            Assert.Equal(8, fields.Length);
            int bin = (int)((long.Parse(fields[1], CultureInfo.InvariantCulture) - Midnight) / 600_000);
            foreach (MilanActivity activity in All.Where(a => fields[3 + (int)a].Length > 0))
            {
                var key = (int.Parse(fields[0], CultureInfo.InvariantCulture), bin, activity);
                naive[key] = naive.GetValueOrDefault(key) + double.Parse(fields[3 + (int)activity], CultureInfo.InvariantCulture);
            }
        }

        MilanReadResult result = MilanReader.Read(folder.Path, new MilanReadOptions { Activities = All });
        Assert.Equal((3, rows), (result.FilesRead, result.Rows));
        SeriesTable truth = MilanLike.Generate(options with { Gaps = GapPolicy.Zero });
        foreach (MilanActivity activity in All)
        {
            SeriesTable table = result.Tables[activity];
            Assert.Equal(truth.Names, table.Names);
            Assert.Equal(truth.Times, table.Times);
            for (int c = 0; c < 5; c++)
            {
                for (int t = 0; t < table.Length; t++)
                {
                    Assert.Equal(naive.GetValueOrDefault((c + 1, t, activity)), table.Column(c)[t]);
                    if (activity == MilanActivity.SmsIn) Assert.Equal(truth.Column(c)[t], table.Column(c)[t], 1e-12 * (1 + truth.Column(c)[t]));
                }

                Assert.Equal(Enumerable.Range(0, table.Length).Count(t => !naive.ContainsKey((c + 1, t, activity))), result.Gaps[activity][c].Missing);
            }
        }

        Assert.Contains("synthetic", result.Tables[MilanActivity.SmsIn].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadsAnyOrderAnyLineEndAndSumsCountryCodes()
    {
        using var folder = new TempFolder();
        folder.Write("b.txt", $"7\t{Midnight}\t39\t1.5\t\t\t\t2\r\n\r\n7\t{Midnight}\t0\t0.25\t\t\t\t\r\n9\t{Midnight}\t0\t8\t\t\t\t");
        folder.Write("a.txt", Row(7, 400, "1E-4\t\t\t\t") + Row(7, 399, "\t\t\t\t5"));
        MilanReadResult result = MilanReader.Read(folder.Path, new MilanReadOptions { Squares = [9, 7], Activities = [MilanActivity.SmsIn, MilanActivity.Internet], Gaps = GapPolicy.Zero });
        SeriesTable sms = result.Tables[MilanActivity.SmsIn];
        Assert.Equal(["square_9", "square_7"], sms.Names);
        Assert.Equal(401, sms.Length);
        Assert.Equal(1.75, sms.Column(1)[0]);
        Assert.Equal(1e-4, sms.Column(1)[400]);
        Assert.Equal(new MilanGaps(7, 401, 399, 399), result.Gaps[MilanActivity.SmsIn][1]);
        Assert.Equal(new MilanGaps(9, 401, 400, 400), result.Gaps[MilanActivity.SmsIn][0]);
        Assert.Equal(5, result.Rows);
        Assert.Equal(401, result.Gaps[MilanActivity.Internet][0].Missing);
        Assert.Equal(5, result.Tables[MilanActivity.Internet].Column("square_7")[399]);
    }

    [Fact]
    public void ArraysGrowWhenAFileHidesItsRange()
    {
        // The first and last lines of the file lie in the middle of its range, and 1,000 lines hide the rest from a first look.
        using var folder = new TempFolder();
        string middle = string.Concat(Enumerable.Range(0, 1000).Select(_ => Row(1, 500, "1\t\t\t\t")));
        folder.Write("a.txt", middle + Row(1, 900, "2\t\t\t\t") + Row(1, 501, "3\t\t\t\t") + Row(2, 1, "4\t\t\t\t") + Row(1, 37, "5\t\t\t\t") + middle);
        MilanReadResult result = MilanReader.Read(folder.Path);
        SeriesTable table = result.Tables[MilanActivity.SmsIn];
        Assert.Equal(900, table.Length);
        Assert.Equal(2000, table.Column("square_1")[499]);
        Assert.Equal(2, table.Column("square_1")[899]);
        Assert.Equal(3, table.Column("square_1")[500]);
        Assert.Equal(4, table.Column("square_2")[0]);
        Assert.Equal(5, table.Column("square_1")[36]);
        Assert.Equal([896, 899], result.Gaps[MilanActivity.SmsIn].Select(g => g.Missing));
    }

    [Theory]
    [InlineData("x\t1383260400000\t39\t1\t\t\t\t", "field 1")]
    [InlineData("0\t1383260400000\t39\t1\t\t\t\t", "field 1")]
    [InlineData("10001\t1383260400000\t39\t1\t\t\t\t", "field 1")]
    [InlineData("1\tnoon\t39\t1\t\t\t\t", "field 2")]
    [InlineData("1\t1383260400001\t39\t1\t\t\t\t", "field 2: expected a multiple of 10 minutes")]
    [InlineData("1\t99999999600000\t39\t1\t\t\t\t", "field 2")]
    [InlineData("1\t\t39\t100\t\t\t\t", "field 2: expected the start of an interval")]
    [InlineData("1\t1383260400000000000000\t39\t100\t\t\t\t", "field 2: expected the start of an interval")]
    [InlineData("1\t983260200000\t39\t1\t\t\t\t", "field 2: expected a time within three years")]
    [InlineData("1\t1383260400000\t\t1\t\t\t\t", "field 3")]
    [InlineData("1\t1383260400000\t39\tone\t\t\t\t", "field 4: expected a number")]
    [InlineData("1\t1383260400000\t39\t-1\t\t\t\t", "field 4: expected a number that is not negative")]
    [InlineData("1\t1383260400000\t39\t1e999\t\t\t\t", "field 4")]
    [InlineData("1\t1383260400000\t39\t1\t\t\t", "expected 8 fields")]
    [InlineData("1\t1383260400000\t39\t1\t\t\t\t\t", "end of the line after 8 fields")]
    [InlineData("1\t1383260400000\t39\t1.5 \t\t\t\t", "field 4")]
    [InlineData("1", "field 1")]
    public void AMalformedLineIsNamed(string line, string expected)
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.txt", Row(1, 0, "1\t\t\t\t") + Row(1, 1, "1\t\t\t\t") + line + "\n" + Row(1, 2, "1\t\t\t\t"));
        string message = Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path)).Message;
        Assert.StartsWith($"{path}, line 3: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("1\t\t39\t100\t\t\t\t")]
    [InlineData("1\t1383260400000000000000\t39\t100\t\t\t\t")]
    public void AFileWhoseFirstRowHasNoTimeIsRefused(string line)
    {
        using var folder = new TempFolder();
        string path = folder.Write("b.txt", line + "\n");
        for (int before = 0; before < 2; before++)
        {
            string message = Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path)).Message;
            Assert.StartsWith($"{path}, line 1: field 2: expected the start of an interval", message, StringComparison.Ordinal);
            folder.Write("a.txt", Row(1, 0, "1\t\t\t\t")); // its last bin must not be added to
        }
    }

    [Fact]
    public void RefusesWhatIsNotThere()
    {
        using var folder = new TempFolder();
        Assert.Throws<DirectoryNotFoundException>(() => MilanReader.Read(folder.File("no")));
        Assert.Contains("no file named *.txt", Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("a.txt", "");
        Assert.Contains("hold no row", Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("a.txt", Row(1, 0, "1\t\t\t\t") + Row(1, 2, "1\t\t\t\t"));
        Assert.Contains("square 2 has no record of sms-in", Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path, new() { Squares = [2] })).Message, StringComparison.Ordinal);
        Assert.Contains("the first at 2013-11-01 00:10", Assert.Throws<InvalidDataException>(() => MilanReader.Read(folder.Path, new() { Gaps = GapPolicy.Error })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MilanReader.Read(folder.Path, new() { Squares = [0] }));
        Assert.Throws<ArgumentException>(() => MilanReader.Read(folder.Path, new() { Squares = [1, 1] }));
        Assert.Throws<ArgumentException>(() => MilanReader.Read(folder.Path, new() { Activities = [] }));
        Assert.Throws<OperationCanceledException>(() => MilanReader.Read(folder.Path, null, null, new CancellationToken(true)));
    }

    [Fact]
    public void ADaySuppliedTwiceIsNoted()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", Row(1, 0, "1\t\t\t\t"));
        folder.Write("a (1).txt", Row(1, 0, "1\t\t\t\t"));
        MilanReadResult result = MilanReader.Read(folder.Path);
        Assert.Contains(result.Tables[MilanActivity.SmsIn].Notes, note => note.Contains("in two files, a (1).txt and a.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void PicksTheMostContinuousThenTheBusiest()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", string.Concat(Enumerable.Range(0, 10).Select(bin =>
            Row(3, bin, "1\t\t\t\t") + Row(5, bin, "2\t\t\t\t") + (bin < 9 ? Row(4, bin, "9\t\t\t\t") : "") + (bin < 5 ? Row(6, bin, "99\t\t\t\t") : ""))));
        MilanReadResult result = MilanReader.Read(folder.Path);
        Assert.Equal([5, 3, 4], MilanCells.Pick(result, 0.9, 5).Select(cell => cell.Square));
        Assert.Equal(new MilanCell(5, 1, 2), Assert.Single(MilanCells.Pick(result, 0, 1)));
        Assert.Empty(MilanCells.Pick(MilanReader.Read(folder.Path, new() { Squares = [6] }), 0.9, 1).Where(cell => cell.Square != 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => MilanCells.Pick(result, 1.1, 1));
        Assert.Throws<ArgumentException>(() => MilanCells.Pick(result, 0.5, 1, MilanActivity.CallIn));
    }

    [Fact]
    public void ActivitiesHaveNames()
    {
        foreach (MilanActivity activity in All) Assert.Equal(activity, MilanActivities.Parse(MilanActivities.Name(activity)));
        Assert.Equal(MilanActivity.SmsIn, MilanActivities.Parse("SMS-In"));
        Assert.Contains("did you mean 'sms-in'", Assert.Throws<ArgumentException>(() => MilanActivities.Parse("smsin")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsProgressAndStopsWhenCancelled()
    {
        using var folder = new TempFolder();
        var options = new MilanLikeOptions { Squares = 1, Days = 2 };
        var written = new Collected<double>();
        MilanLike.WriteRaw(folder.Path, options, written);
        Assert.Equal([0.5, 1], written.Items);
        var read = new Collected<MilanProgress>();
        MilanReadResult result = MilanReader.Read(folder.Path, null, read);
        Assert.Equal(result.Bytes, read.Items[^1].BytesRead);
        Assert.Equal(result.Bytes, read.Items[0].TotalBytes);
        Assert.Equal(2, read.Items[^1].FilesDone);
        Assert.Throws<OperationCanceledException>(() => MilanLike.WriteRaw(folder.Path, options, null, new CancellationToken(true)));
    }

    private sealed class Collected<T> : IProgress<T>
    {
        public List<T> Items { get; } = [];

        public void Report(T value) => Items.Add(value);
    }
}
