using System.Globalization;
using System.Text;
using System.Text.Json;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq forecast --follow</c>: a forecast after every row.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class FollowTests : CliRun
{
    private static readonly string[] Bare = ["--linear", "off", "--normalise", "none"];

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
        Assert.Contains("note: 'y \"z\"' is scaled as 'x' was", answer.Err, StringComparison.Ordinal);
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
    [InlineData("x|1|2|3|a,b", "standard input, line 5: the row has 2 cells, expected 1 as in the header; correct the row")]
    [InlineData("t,x|1,1|2", "standard input, line 3: the row has 1 cell, expected 2 as in the header; correct the row")]
    [InlineData("x|1||abc", "standard input, line 4, column 'x': 'abc' is no finite number; correct it, or name what means no value in --missing")]
    [InlineData("t;x|1;1,5", "standard input, line 2, column 'x': '1,5' is no finite number; choose --decimal comma, or correct it")]
    [InlineData("x|inf", "standard input, line 2, column 'x': 'inf' is no finite number; correct it, or name what means no value in --missing")]
    [InlineData("x|1e300", "standard input, line 2: column 'x': 1E+300 scaled is too large for single precision; correct the value")]
    [InlineData("x|1|NA", "standard input, line 3, column 'x': there is no value; choose --gaps previous or zero")]
    [InlineData("1|2", "standard input, line 1: the first line is '1', expected the names of the columns; write them before the rows")]
    [InlineData("y|2", "standard input, line 1: unknown column 'x'; did you mean 'y'? Valid: y; the model reads x")]
    [InlineData("x,x|2,3", "standard input, line 1: there are two columns 'x'; rename one")]
    [InlineData("x|\"2", "standard input, line 2: a quote is opened and not closed; a cell cannot go over several lines here")]
    [InlineData("t,x|\"2\"3,4", "standard input, line 2: '3,4' follows a quoted cell, expected the next cell; correct the row")]
    [InlineData("x|1|<FF>", "standard input, line 1: in this line or soon after it there are bytes that are not UTF-8; write the rows as UTF-8")]
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_state_it_goes_on_where_it_ended_also_after_a_bad_row(bool carry)
    {
        string model = Train(Waves(), Bare), state = In("x.state");
        string[] rows = File.ReadAllLines(Waves("live.csv", 20)), more = carry ? ["--carry"] : [];
        CliAnswer whole = Pipe(rows, ["forecast", "--follow", model, .. more]);
        CliAnswer first = Pipe([.. rows[..3], "bad"], ["forecast", "--follow", model, "--state", state, .. more]);
        Assert.Equal((3, ""), (first.Code, first.Out));
        Assert.Contains($"note: there is no {state}, so the stream begins anew", first.Err, StringComparison.Ordinal);
        Assert.Contains($"wrote {state}: the state after 2 rows", first.Err, StringComparison.Ordinal);
        CliAnswer second = Pipe(["x", .. rows[3..12]], ["forecast", "--follow", model, "--state", state, .. more]);
        CliAnswer third = Pipe(["x", .. rows[12..]], ["forecast", "--follow", model, "--state", state, .. more]);
        Assert.Contains($"going on from {state}, after 2 rows\nnote: the first forecast comes after 2 rows", second.Err.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("first forecast", third.Err, StringComparison.Ordinal);
        Assert.Equal(whole.Out, second.Out + third.Out[(third.Out.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(carry, whole.Err.Contains("note: the cells go on from row to row, so from row 5 on these are not the forecasts of windows; qseq evaluate --carry says how good they are", StringComparison.Ordinal));

        CliAnswer other = Pipe(rows, ["forecast", "--follow", model, "--state", state, .. carry ? Array.Empty<string>() : ["--carry"]]);
        Assert.Equal(3, other.Code);
        Assert.Contains("x.state: the state is of streams in the mode", other.Error, StringComparison.Ordinal);
        CliAnswer read = Pipe(rows, "forecast", "--follow", model, "--state", model);
        Assert.Equal("qseq: --state names the file that is read; choose another", read.Error);
    }

    [Fact]
    public void Ctrl_C_ends_it_and_keeps_the_state()
    {
        string model = Train(Waves()), state = In("x.state");
        using var cancel = new CancellationTokenSource();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var release = new ManualResetEventSlim();
        using var stream = new LineStream(["x\n1\n2\n3\n4\n5\n", "6\n"], line =>
        {
            if (line == 0) return true;
            bool answered = SpinWait.SpinUntil(() => output.ToString().Split('\n').Length > 3, TimeSpan.FromSeconds(20));
            cancel.Cancel();
            return answered && release.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
        });
        int code = QseqApp.Run(["forecast", "--follow", model, "--state", state], new CliContext { Out = output, Err = error, OpenBytes = () => stream, Token = cancel.Token });
        release.Set();
        Assert.Equal(130, code);
        Assert.EndsWith($"wrote {state}: the state after 5 rows\nqseq: cancelled\n", error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(File.Exists(state));
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
    [InlineData("--follow --horizon 2", "--horizon does not apply to --follow, only to a forecast after the end of a series; leave it out, or leave --follow out")]
    [InlineData("--follow --key a", "--key does not apply to --follow, only to a forecast after the end of a series; leave it out, or leave --follow out")]
    [InlineData("--follow --score", "--score does not apply to --follow, only to a forecast after the end of a series; leave it out, or leave --follow out")]
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

    private static CliAnswer Pipe(string[] lines, params string[] args)
    {
        byte[] bytes = [.. lines.SelectMany(line => (byte[])[.. line == "<FF>" ? [0xFF] : Encoding.UTF8.GetBytes(line), (byte)'\n'])];
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, new CliContext { Out = output, Err = error, OpenBytes = () => new MemoryStream(bytes) });
        Assert.DoesNotContain("unexpected", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Advice {", error.ToString(), StringComparison.Ordinal);
        return new CliAnswer(code, output.ToString(), error.ToString());
    }

    /// <summary>Pieces of text, one a read, each given when what is asked before it has come true.</summary>
    private sealed class LineStream(string[] pieces, Func<int, bool> before) : MemoryStream
    {
        private int _next;

        public bool WasAnswered { get; private set; } = true;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_next == pieces.Length) return 0;
            WasAnswered &= before(_next);
            return Encoding.UTF8.GetBytes(pieces[_next++], buffer);
        }
    }
}
