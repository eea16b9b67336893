using QSeq.Data;
using QSeq.Studies.DataSets;

namespace QSeq.Fuzz.Readers;

/// <summary>Series: CSV and the raw files of Milan.</summary>
internal static class SeriesReaders
{
    private static readonly string[] Texts =
    [
        "date,load,price\n2021-03-01,1.5,2\n2021-03-02,2.5,3\n2021-03-03,3.25,4\n2021-03-04,4,5e3\n",
        "v\n1\n2\n3\n",
        "\uFEFFa\tb\r\n1\t2\r\n3\t4\r\n5\t\"6\"\r\n",
        "time,v\n2021-10-31 00:00:00Z,1\n2021-10-31 01:00:00Z,2\n2021-10-31 04:00:00Z,3\n",
        "Zeit;Größe\n01.03.2021;1,5\n02.03.2021;2,5\n03.03.2021;\n31.03.2021;1.234,5\n",
        "# source: x\nstep,a,\"b, c\"\n1,1,2\n2,,3\n3,NaN,4\n4,NA,5\n",
        "t|x|note\n0.5|1|ok\n1.0|2|\"two\"\"\nlines\"\n1.5|3|ok\n",
        "unique_id,ds,y\na,2021-01-31,1\na,2021-02-28,2\nb,2021-01-31,3\nb,2021-02-28,4\n",
        "ts,v\n1383260400000,1\n1383260460000,2\n1383260520000,3\n",
    ];

    private static readonly GapPolicy[] Gaps = [GapPolicy.Error, GapPolicy.Zero, GapPolicy.Previous, GapPolicy.Linear];

    private static readonly CsvReadOptions[] Options =
    [
        new(), new(), new() { TimeColumn = "" }, new() { DecimalComma = true }, new() { Thousands = '.', DecimalComma = true }, new() { Sort = true },
        new() { Header = false }, new() { Missing = ["0", "ok"], Keys = [] }, new() { TimeZone = "Europe/Berlin" }, new() { DateFormat = "yyyy-MM-dd", TimeColumn = "date" },
        new() { Encoding = "windows-1252" }, new() { Delimiter = ';' }, new() { Step = SeriesStep.BusinessDays },
    ];

    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        byte[] wide = [0xff, 0xfe, .. Encoding.Unicode.GetBytes("date,v\n2021-01-01,1\n2021-01-02,2\n")];
        yield return new FuzzReader("csv", [Workbench.Bytes(Texts[0]), Workbench.Bytes(Texts[1]), wide], input => Csv(bench, input), typeof(InvalidDataException))
        {
            Mutate = (mutator, known) => mutator.Next(12) == 0 ? mutator.Once(Workbench.Bytes(mutator.Any(Texts)), known) : mutator.Mutate(known),
        };
        MilanLike.WriteRaw(bench.In("milan"), new MilanLikeOptions { Squares = 2, Days = 1 });
        byte[] day = File.ReadAllBytes(Directory.GetFiles(bench.In("milan"), "*.txt")[0]);
        byte[] rows = Workbench.Bytes("1\t1383260400000\t39\t0.1\t0.2\t\t\t11.5\n1\t1383260400000\t0\t0.1\t\t\t\t\n2\t1383261000000\t39\t\t\t1e-3\t0.5\t1\n\n10000\t1383261600000\t7\t1\t1\t1\t1\t1");
        yield return new FuzzReader("milan", [rows, day.AsSpan(0, 3000).ToArray()[..(Array.LastIndexOf(day, (byte)'\n', 2999) + 1)]], input => Milan(bench, input), typeof(InvalidDataException))
        {
            Share = 60,
        };
    }

    // How it is read hangs on its length alone, so that a file gives the same again.
    private static string? Csv(Workbench bench, byte[] input)
    {
        CsvReadOptions options = Options[input.Length / 4 % Options.Length] with { Gaps = Gaps[input.Length % Gaps.Length] };
        SeriesTable table = CsvSeries.Read(bench.Write("x.csv", input), options, new Told());
        if (NotFinite(table) is { } problem) return problem;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CsvSeries.Write(text, table);
        var written = new CsvReadOptions { Delimiter = ',', DecimalComma = false, Header = true, Keys = [], TimeColumn = table.Times is null ? "" : null, Gaps = options.Gaps, Step = options.Step };
        string? what;
        try
        {
            what = Different(table, CsvSeries.Read(new StringReader(text.ToString()), "again", written));
        }
        catch (InvalidDataException refused)
        {
            what = refused.Message;
        }

        return what is null ? null : $"{what}: written as {text.ToString()[..Math.Min(text.ToString().Length, 300)]}";
    }

    /// <summary>Whatever is found out about a file is said on one line.</summary>
    private sealed class Told : IProgress<CsvFinding>
    {
        public void Report(CsvFinding value)
        {
            if (Judge.MessageProblem(value.Note.ToString()) is { } problem) throw new InvalidOperationException(problem);
        }
    }

    private static string? Milan(Workbench bench, byte[] input)
    {
        MilanReadResult result = MilanReader.Read(bench.Write("x.txt", input), new MilanReadOptions { Activities = Enum.GetValues<MilanActivity>() });
        return result.Tables.Values.Select(NotFinite).FirstOrDefault(problem => problem is not null);
    }

    private static string? NotFinite(SeriesTable table)
    {
        for (int c = 0; c < table.Names.Count; c++)
            foreach (double value in table.Column(c))
                if (!double.IsFinite(value)) return $"column {c} holds {value}";
        return table.Notes.Select(Judge.MessageProblem).FirstOrDefault(problem => problem is not null);
    }

    private static string? Different(SeriesTable table, SeriesTable again)
    {
        if (!table.Names.SequenceEqual(again.Names)) return $"columns are read back as {string.Join(" | ", again.Names)}";
        for (int c = 0; c < table.Names.Count; c++)
            if (!table.Column(c).SequenceEqual(again.Column(c))) return $"values of column {c} are read back otherwise";
        return (table.Times is null) != (again.Times is null) || (table.Times is { } times && !times.SequenceEqual(again.Times!)) ? "times are read back otherwise" : null;
    }
}
