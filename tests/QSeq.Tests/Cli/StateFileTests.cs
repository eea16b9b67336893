using System.Globalization;
using QSeq.Cli;
using QSeq.Cli.Runs;
using QSeq.Cli.Terminal;
using QSeq.Forecasting;
using QSeq.Streaming;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq forecast --follow --state</c>: the file holds rows that were answered alone, whatever ends the run.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class StateFileTests : FollowRun
{
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_ends_at_any_row_goes_on_with_the_same_bits_over_gaps(bool carry)
    {
        string data = Waves(columns: ["a", "b"]), model = Train(data, [.. Bare, "--column", "a", "--inputs", "a,b"]), state = In("x.state");
        string[] rows = [.. File.ReadLines(data).Skip(1).Take(9)];
        for (int n = 1; n < rows.Length; n++) // gaps in each column, one over the other
        {
            string[] cells = rows[n].Split(',');
            rows[n] = n % 4 == 1 ? $",{cells[1]}" : n % 4 == 2 ? "NA,NA" : n % 4 == 3 ? $"{cells[0]}," : ",";
        }

        string[] options = ["forecast", "--follow", model, "--gaps", "previous", .. carry ? ["--carry"] : Array.Empty<string>()];
        string whole = Pipe(["a,b", .. rows], options).Out;
        Assert.Equal(1 + 6, whole.Split('\n').Length - 1);
        for (int stop = 1; stop < rows.Length; stop++)
        {
            File.Delete(state);
            CliAnswer first = Pipe(["a,b", .. rows[..stop]], [.. options, "--state", state]), second = Pipe(["a,b", .. rows[stop..]], [.. options, "--state", state]);
            Assert.Equal((0, 0), (first.Code, second.Code));
            string header = first.Out.Length > 0 ? whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)] : "";
            Assert.Equal(whole, first.Out + second.Out[header.Length..]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_whose_forecast_could_not_be_written_is_not_in_the_state(bool isClosed)
    {
        string model = Train(Waves()), state = In("x.state");
        string[] rows = File.ReadAllLines(Waves("live.csv", 12));
        string whole = Pipe(rows, "forecast", "--follow", model).Out;
        foreach (int writes in (int[])[0, 1, 2, 5]) // the first is of the header
        {
            File.Delete(state);
            using var output = new FailingWriter(writes, isClosed);
            CliAnswer first = Pipe(rows, output, TimeProvider.System, "forecast", "--follow", model, "--state", state);
            int answered = 3 + Math.Max(0, writes - 1);
            Assert.EndsWith(Invariant($"wrote {state}: the state after {answered} rows\n") + (isClosed ? "" : "qseq: standard output cannot be written: the disk is full\n"), first.Err.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal(isClosed ? 141 : 1, first.Code);
            string second = Pipe(["x", .. rows[(1 + answered)..]], "forecast", "--follow", model, "--state", state).Out;
            Assert.Equal(whole, first.Out.Length > 0 ? first.Out + second[(second.IndexOf('\n', StringComparison.Ordinal) + 1)..] : second);
        }
    }

    [Fact]
    public void The_state_is_written_where_no_row_follows()
    {
        string model = Train(Waves()), state = In("x.state");
        var clock = new SetClock();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var stream = new LineStream(["x\n10\n10.5\n9.5\n9.1\n", "10.3\n"], next =>
        {
            if (next == 0) return true;
            bool isAnswered = SpinWait.SpinUntil(() => output.ToString().Contains("\n4,", StringComparison.Ordinal), TimeSpan.FromSeconds(20)) && !File.Exists(state);
            clock.Seconds = 10;
            return isAnswered && SpinWait.SpinUntil(() => RowsIn(state, model) == 4, TimeSpan.FromSeconds(20));
        });
        Assert.Equal(0, QseqApp.Run(["forecast", "--follow", model, "--state", state], new CliContext { Out = output, Err = TextWriter.Null, OpenBytes = () => stream, Clock = clock }));
        Assert.True(stream.WasAnswered);
        Assert.Equal(5, RowsIn(state, model));
    }

    [Fact]
    public void The_state_is_written_every_ten_seconds_and_every_hundred_thousand_rows()
    {
        string path = In("x.state");
        var clock = new SetClock { Seconds = 5 };
        var file = new StateFile(new StreamingForecaster(TrainedForecaster.Load(Train(Waves()))), path, clock);
        bool Written()
        {
            bool isThere = File.Exists(path);
            File.Delete(path);
            return isThere;
        }

        file.WriteInTime();
        clock.Seconds = 14.9;
        file.Answered([1]);
        Assert.False(Written());
        clock.Seconds = 15;
        file.Answered([1]);
        Assert.True(Written());
        clock.Seconds = 30;
        file.WriteInTime();
        Assert.False(Written()); // there is nothing new
        file.Answered([1]);
        Assert.True(Written());
        for (int n = 1; n < 100_000; n++) file.Answered([1]);
        Assert.False(Written());
        file.Answered([1]);
        Assert.True(Written());
    }

    [Fact]
    public void A_run_without_a_row_writes_no_state()
    {
        string model = Train(Waves()), state = In("x.state");
        CliAnswer wrong = Pipe(["y", "1"], "forecast", "--follow", model, "--state", state), none = Pipe(["x"], "forecast", "--follow", model, "--state", state);
        Assert.Equal("qseq: standard input, line 1: unknown column 'x'; did you mean 'y'? Valid: y; the model reads x", wrong.Err.TrimEnd());
        Assert.EndsWith("note: there was no forecast, for the model reads 4 and 0 rows came", none.Err.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrote", none.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(state));
        Pipe(["x", "1"], "forecast", "--follow", model, "--state", state);
        byte[] before = File.ReadAllBytes(state);
        Pipe(["x"], "forecast", "--follow", model, "--state", state);
        Assert.Equal(before, File.ReadAllBytes(state));
    }

    [Fact]
    public void A_file_that_is_no_state_of_the_model_is_refused_with_what_to_do()
    {
        string model = Train(Waves(), Bare), state = In("x.state");
        string Error(params string[] more) => Pipe(["x", "1"], ["forecast", "--follow", model, "--state", state, .. more]).Error;
        Pipe(["x", "1", "2"], "forecast", "--follow", model, "--state", state);
        byte[] sound = File.ReadAllBytes(state);
        Assert.EndsWith("x.state: the state is of streams in the mode 'windowed', expected 'carried'; leave --carry out, or delete it to begin anew", Error("--carry"), StringComparison.Ordinal);
        File.WriteAllBytes(state, sound[..^30]);
        Assert.EndsWith("are expected; delete it to begin anew", Error(), StringComparison.Ordinal);
        sound[^10] ^= 1;
        File.WriteAllBytes(state, sound);
        Assert.EndsWith($"x.state: damaged: its checksum does not match its {sound.Length} bytes; delete it to begin anew", Error(), StringComparison.Ordinal);
        File.WriteAllBytes(state, []);
        Assert.EndsWith("x.state: empty, expected a QSeq state file; delete it to begin anew", Error(), StringComparison.Ordinal);
        File.WriteAllText(state, "x\n1\n");
        Assert.EndsWith("x.state: not a QSeq state file: it starts with 'x.1.' (780A310A), a state file with 'QSEQ'; name a file that QSeq saved", Error(), StringComparison.Ordinal);
        File.Delete(state);
        Pipe(["x", "1"], "forecast", "--follow", model, "--state", state, "--carry");
        Assert.EndsWith("expected 'windowed'; use --carry, or delete it to begin anew", Error(), StringComparison.Ordinal);
    }

    // Rows that the file tells of; 0 where there is none.
    private static long RowsIn(string path, string model)
    {
        if (!File.Exists(path)) return 0;
        var stream = new StreamingForecaster(TrainedForecaster.Load(model));
        stream.Restore(path);
        return stream.RowsRead;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed class SetClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }

    /// <summary>Takes some writes, and fails at the next.</summary>
    private sealed class FailingWriter(int writes, bool isClosed) : StringWriter(CultureInfo.InvariantCulture)
    {
        private int _left = writes;

        public override void Write(string? value)
        {
            if (_left-- <= 0) throw isClosed ? new ClosedOutputException() : new WorkException("standard output cannot be written: the disk is full");
            base.Write(value);
        }
    }
}
