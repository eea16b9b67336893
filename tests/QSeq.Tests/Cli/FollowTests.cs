using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq forecast --follow</c>: a forecast after every row.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class FollowTests : FollowRun
{
    [Fact]
    public void Each_row_is_answered_as_a_forecast_of_the_rows_up_to_it()
    {
        string model = Train(Waves(columns: ["a", "b"]), "--column", "b", "--inputs", "a,b", "--horizon", "2");
        string[] lines = File.ReadAllLines(Waves("live.csv", 9, "b", "other", "a"));
        CliAnswer answer = Pipe(lines, "forecast", "--follow", model);
        Assert.Equal(0, answer.Code);
        Assert.Equal("note: the first forecast comes after 4 rows", answer.Err.TrimEnd());
        string[] rows = answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("row,b+1,b+2", rows[0]);
        Assert.Equal(1 + 6, rows.Length);
        for (int n = 4; n <= 9; n++)
        {
            string[] whole = Run("forecast", model, Write("part.csv", string.Join('\n', lines[..(n + 1)]) + "\n")).Out.Split('\n');
            Assert.Equal($"{n},{whole[1].Split(',')[1]},{whole[2].Split(',')[1]}", rows[n - 3]);
        }

        Assert.Equal(answer.Out, Run("forecast", model, In("live.csv"), "--follow").Out);
    }

    [Fact]
    public void The_time_is_told_as_it_is_written_and_the_series_may_be_another()
    {
        string[] stamps = [.. Enumerable.Range(1, 60).Select(day => new DateTime(2024, 1, 1).AddDays(day).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture))];
        string data = Write("days.csv", "day;x\n" + string.Concat(stamps.Select((day, t) => $"{day};{t % 7},5\n")));
        string model = Train(data, "--decimal", "comma");
        CliAnswer answer = Pipe(["# source: somewhere", "day;\"y \"\"z\"\"\"", "", .. stamps.Skip(3).Take(5).Select((day, t) => $"{day};\"{t},5\"")], "forecast", "--follow", model, "--column", "y \"z\"");
        Assert.Equal(0, answer.Code);
        Assert.Equal(2, answer.Err.Split("note: 'y \"z\"' is scaled as 'x' was").Length); // once
        string[] rows = answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("day,\"y \"\"z\"\"+1\"", rows[0]);
        Assert.Equal([stamps[6], stamps[7]], rows[1..].Select(row => row.Split(',')[0]));
        string First(params string[] more) => Pipe(["t,x,u", "a,1,7", "b,2,7", "c,3,7", "d,4,8"], ["forecast", "--follow", model, "--decimal", "point", .. more]).Out.Split(',')[0];
        Assert.Equal(("t", "row", "u"), (First(), First("--time-column", "none"), First("--time-column", "u")));
        Assert.StartsWith("qseq: standard input, line 1: unknown column 'v'", Pipe(["t,x", "a,1"], "forecast", "--follow", model, "--time-column", "v").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_does_not_wait_for_the_next_row()
    {
        string model = Train(Waves());
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        int written() => output.ToString().Split('\n').Length - 1;
        string[] rows = ["x\n", "10\n", "10.5\n", "9.5\n", "9.1\n", "10.2\n", "10.3\n"];
        using var stream = new LineStream(rows, line => SpinWait.SpinUntil(() => written() >= (line > 4 ? line - 3 : 0), TimeSpan.FromSeconds(20)));
        Assert.Equal(0, QseqApp.Run(["forecast", "--follow", model], new CliContext { Out = output, Err = TextWriter.Null, OpenBytes = () => stream }));
        Assert.True(stream.WasAnswered, "a row was not answered before the next came");
        Assert.Equal(4, written());
    }

    [Theory]
    [InlineData("x|1|2|3|a,b", "standard input, line 5: the row has 2 cells, expected 1 as in the header; correct the row; where commas are decimal marks, part cells by semicolons and choose --decimal comma")]
    [InlineData("t,x|1,1|2", "standard input, line 3: the row has 1 cell, expected 2 as in the header; correct the row")]
    [InlineData("x|1||abc", "standard input, line 4, column 'x': 'abc' is no finite number; correct it, or name what means no value in --missing")]
    [InlineData("t;x|1;1.234,5", "standard input, line 2, column 'x': '1.234,5' is no finite number; say with --thousands '.' what parts thousands, or correct it")]
    [InlineData("t;x|1;1,234.5", "standard input, line 2, column 'x': '1,234.5' is no finite number; say with --thousands ',' what parts thousands, or correct it")]
    [InlineData("t;x|1;1,5", "standard input, line 2, column 'x': '1,5' is no finite number; choose --decimal comma, or correct it")]
    [InlineData("x|inf", "standard input, line 2, column 'x': 'inf' is no finite number; correct it, or name what means no value in --missing")]
    [InlineData("x|1e300", "standard input, line 2: column 'x': 1E+300 scaled is too large for single precision; correct the value")]
    [InlineData("x|1|NA", "standard input, line 3, column 'x': there is no value; choose --gaps previous or zero")]
    [InlineData("1|2", "standard input, line 1: the first line is '1', expected the names of the columns; write them before the rows")]
    [InlineData("y|2", "standard input, line 1: unknown column 'x'; did you mean 'y'? Valid: y; the model reads x")]
    [InlineData("x,x|2,3", "standard input, line 1: there are two columns 'x'; rename one")]
    [InlineData("x|\"2", "standard input, line 2: a quote is opened and not closed; a cell cannot go over several lines here")]
    [InlineData("t,x|\"2\"3,4", "standard input, line 2: '3,4' follows a quoted cell, expected the next cell; correct the row")]
    [InlineData("x|1|<FF>", "standard input, line 3: byte 1 of the line, 0xFF, is not UTF-8; save the file as UTF-8")]
    [InlineData("x|1|\0", "standard input, line 3: found a zero byte, so this is a binary file or UTF-16; expected UTF-8 text, save it as that")]
    public void A_row_that_cannot_be_read_ends_it_with_its_line(string lines, string error)
    {
        CliAnswer answer = Pipe(lines.Split('|'), "forecast", "--follow", Train(Waves()));
        Assert.Equal(3, answer.Code);
        Assert.Equal("qseq: " + error, answer.Error);
        Assert.Empty(answer.Out);
    }

    [Fact]
    public void Gaps_are_filled_from_what_has_come_where_that_is_asked_for()
    {
        string model = Train(Waves(columns: ["a", "b"]), "--column", "a", "--inputs", "a,b");
        string Out(string[] more, params string[] rows) => Pipe(["a,b", .. rows], ["forecast", "--follow", model, .. more]).Out;
        string[] gaps = ["10,11", "9,", "10,8", "NaN,9", "?,none"], previous = ["10,11", "9,11", "10,8", "10,9", "10,9"], zero = ["10,11", "9,0", "10,8", "0,9", "0,0"];
        Assert.Equal(3, Out([], previous).Split('\n').Length - 1);
        Assert.Equal(Out([], previous), Out(["--gaps", "previous"], gaps));
        Assert.Equal(Out([], zero), Out(["--gaps", "zero"], gaps));
        Assert.Equal(Out([], previous), Out(["--gaps", "previous", "--missing", "-999"], [.. gaps.Select(row => row.Replace("NaN", "-999", StringComparison.Ordinal))]));
        CliAnswer first = Pipe(["a,b", ",1"], "forecast", "--follow", model, "--gaps", "previous");
        Assert.Equal("qseq: standard input, line 2, column 'a': there is no value, and none before it to fill the gap with; begin with a whole row", first.Error);
        CliAnswer line = Pipe(["a,b", "1,1", "1,"], "forecast", "--follow", model, "--gaps", "linear");
        Assert.Equal("qseq: standard input, line 3, column 'b': there is no value; a straight line needs the value behind the gap, which has not come; choose --gaps previous or zero", line.Error);
    }

    [Fact]
    public void Too_few_rows_are_said_and_are_no_failure()
    {
        CliAnswer answer = Pipe(["x", "1"], "forecast", "--follow", Train(Waves()));
        Assert.Equal((0, ""), (answer.Code, answer.Out));
        Assert.EndsWith("note: there was no forecast, for the model reads 4 and 1 row came\n", answer.Err.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(0, Pipe([], "forecast", "--follow", In("m.qseq")).Code);
        foreach (string row in (string[])["1", "2", "3"]) answer = Pipe(["x", row], "forecast", "--follow", In("m.qseq"), "--state", In("s"));
        Assert.Contains("note: the first forecast comes after 2 rows", answer.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("first forecast", Pipe(["x", "4"], "forecast", "--follow", In("m.qseq"), "--state", In("s")).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--follow --horizon 2", "--horizon does not go with --follow: it forecasts as many steps as the model was trained for; train one with --horizon")]
    [InlineData("--follow --levels 80", "--levels does not go with --follow: it writes no intervals; leave --levels out, or leave --follow out for a forecast with intervals")]
    [InlineData("--follow --score", "--score does not go with --follow: it writes forecasts; leave --score out, or leave --follow out to have values scored")]
    [InlineData("--follow --future f", "--future does not go with --follow: what is known of the future does not come row by row; leave --follow out")]
    [InlineData("--follow --out f.csv", "--out does not go with --follow: it writes CSV to standard output, a line a row; leave --out out, and send it to a file with > FILE")]
    [InlineData("--follow --json", "--json does not go with --follow: it writes CSV to standard output, a line a row; leave --json out, and send it to a file with > FILE")]
    [InlineData("--follow --source", "--source does not go with --follow: it writes CSV to standard output, a line a row; leave --source out, and send it to a file with > FILE")]
    [InlineData("--follow --plot", "--plot does not go with --follow: it has no end to draw; leave --plot out")]
    [InlineData("--follow --date-format year-month", "--date-format does not go with --follow: times are written as they come, and rows are taken to be a step apart; leave --date-format out")]
    [InlineData("--follow --time-zone UTC", "--time-zone does not go with --follow: times are written as they come, and rows are taken to be a step apart; leave --time-zone out")]
    [InlineData("--follow --frequency 1d", "--frequency does not go with --follow: times are written as they come, and rows are taken to be a step apart; leave --frequency out")]
    [InlineData("--follow --text-encoding latin1", "--text-encoding does not go with --follow: rows are UTF-8; leave it out, and write them through iconv -t UTF-8")]
    [InlineData("--follow --header none", "--header does not go with --follow: columns are found by their names; write a line with the names before the rows")]
    [InlineData("--follow --key a", "--key does not go with --follow: rows are of one series; leave --key out, and give each series a run and a --state of its own")]
    [InlineData("--follow --rows-are-series", "--rows-are-series does not go with --follow: rows are of one series; leave --rows-are-series out, and give each series a run and a --state of its own")]
    [InlineData("--follow --sort", "--sort does not go with --follow: rows are read in the order in which they come; write them in the order of time")]
    [InlineData("--follow --query q", "--query does not go with --follow: it reads CSV; leave it out, and write the rows of the query through a pipe")]
    [InlineData("--carry", "--carry does not apply to a forecast after the end of a series, only to --follow; leave it out")]
    [InlineData("--state s", "--state does not apply to a forecast after the end of a series, only to --follow; leave it out")]
    [InlineData("", "DATA is missing: name a file, or - for standard input; see qseq forecast --help")]
    [InlineData("--follow --carry", "the state of the cells cannot be carried on from row to row: the model normalises every window, so that each row of it changes with the last; leave --carry out")]
    public void Options_that_do_not_go_together_are_refused(string options, string error)
    {
        CliAnswer answer = Pipe(["x", "1"], ["forecast", Train(Waves(), "--normalise", "last"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((2, ""), (answer.Code, answer.Out));
        Assert.Equal("qseq: " + error, answer.Error);
    }

    [Fact]
    public void What_rows_do_not_tell_is_refused()
    {
        string data = Write("days.csv", "day,x\n" + string.Concat(Enumerable.Range(0, 60).Select(t => $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{t % 7}\n")));
        CliAnswer calendar = Pipe(["x", "1"], "forecast", "--follow", Train(data, "--calendar", "weekday"));
        Assert.StartsWith("qseq: the model reads the future of weekday", calendar.Error, StringComparison.Ordinal);
        Assert.EndsWith(", and --follow the columns of the rows alone; leave --follow out", calendar.Error, StringComparison.Ordinal);
        CliAnswer mask = Pipe(["x", "1"], "forecast", "--follow", Train(data, "--mask"));
        Assert.Equal("qseq: the model reads which values were measured, and --follow the columns of the rows alone; leave --follow out", mask.Error);
    }

    [Fact]
    public void Evaluate_tells_how_good_the_carried_state_is()
    {
        string data = Waves(), model = Train(data, Bare);
        CliAnswer plain = Run("evaluate", model, data, "--json"), carried = Run("evaluate", model, data, "--carry", "--json");
        JsonElement own = JsonDocument.Parse(carried.Out).RootElement;
        Assert.False(JsonDocument.Parse(plain.Out).RootElement.TryGetProperty("carried", out _));
        Assert.Equal("qkan-lstm, state carried on", own.GetProperty("carried").GetProperty("name").GetString());
        double rmse = own.GetProperty("carried").GetProperty("rmse").GetDouble(), windows = own.GetProperty("scores")[0].GetProperty("rmse").GetDouble();
        Assert.NotEqual(rmse, windows);
        string words = string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs((rmse / windows) - 1):F1} % {(rmse > windows ? "more" : "less")} than that of windows");
        string table = Run("evaluate", model, data, "--carry").Out.ReplaceLineEndings(" ");
        Assert.Contains("qkan-lstm, state carried on", table, StringComparison.Ordinal);
        Assert.Contains(words, table.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("qseq: --carry does not apply to all of the data, only to its test part; leave it out", Run("evaluate", model, data, "--carry", "--all").Error);
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_with_the_one_of_the_model_before_anything_else()
    {
        string model = Train(Waves());
        CliAnswer answer = Pipe(["x,y", "1,2"], "forecast", "--follow", model, "--column", "zz");
        Assert.Equal((3, "qseq: standard input, line 1: unknown column 'zz'; Valid: x, y; --column asks for it, and the model was trained on 'x'"), (answer.Code, answer.Err.TrimEnd()));
    }

    [Theory]
    [InlineData("1,5", "comma", null, 1.5)]
    [InlineData("1.234,5", "comma", ".", 1234.5)]
    [InlineData("1.234,5", null, ".", 1234.5)]
    [InlineData("1,234.5", "point", ",", 1234.5)]
    [InlineData("1,5", null, null, null)]
    [InlineData("1.5", "comma", null, null)]
    [InlineData("1.5", "comma", ".", null)]
    [InlineData("1.5", null, ".", null)]
    [InlineData("12,34.5", "point", ",", null)]
    public void Numbers_are_read_as_they_are_said_to_be_written_or_not_at_all(string cell, string? mark, string? thousands, double? value)
    {
        string model = Train(Waves());
        string[] options = [.. mark is null ? Array.Empty<string>() : ["--decimal", mark], .. thousands is null ? Array.Empty<string>() : ["--thousands", thousands]];
        CliAnswer answer = Pipe(["t;x", .. Enumerable.Repeat($"1;{cell}", 4)], ["forecast", "--follow", model, .. options]);
        if (value is { } number)
        {
            Assert.Equal(Pipe(["t;x", .. Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"1;{number}"), 4)], "forecast", "--follow", model).Out, answer.Out);
            return;
        }

        Assert.Equal((3, ""), (answer.Code, answer.Out));
        Assert.StartsWith($"qseq: standard input, line 2, column 'x': '{cell}' is no finite number", answer.Error, StringComparison.Ordinal);
        string advice = cell == "12,34.5" ? " with decimal points, thousands parted by commas; correct it, or name what means no value in --missing" : cell == "1,5" ? "; choose --decimal comma, or correct it" : "; choose --decimal point, or correct it";
        Assert.EndsWith(advice, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_rows_are_read_and_a_line_without_end_is_not()
    {
        string model = Train(Waves()), packed = In("live.csv.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) gzip.Write(File.ReadAllBytes(Waves("live.csv", 9)));
        Assert.Equal(Run("forecast", "--follow", model, In("live.csv")).Out, Run("forecast", "--follow", model, packed).Out);
        CliAnswer answer = Pipe(["x", "1", new string('1', 3 << 20)], "forecast", "--follow", model);
        Assert.Equal(3, answer.Code);
        Assert.Equal("qseq: standard input, line 3: the line is longer than 1048576 bytes; a row is a line, which ends with a line feed; have whatever writes them end each so, or look whether these are rows at all", answer.Error);
    }
}
