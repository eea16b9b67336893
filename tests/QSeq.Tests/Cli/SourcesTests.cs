using System.Globalization;
using Microsoft.Data.Sqlite;
using QSeq.Cli;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Parquet;
using QSeq.Tests.Sources;

namespace QSeq.Tests.Cli;

/// <summary>Data that is no plain CSV: packed files, Parquet, Arrow and SQLite, for every verb that reads series.</summary>
public class SourcesTests : CliRun
{
    private string Bytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(In(name), bytes);
        return In(name);
    }

    private string Database(string name, params string[] statements)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = In(name), Pooling = false }.ConnectionString);
        connection.Open();
        foreach (string statement in statements)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        return In(name);
    }

    private string Loads(string name = "x.db", params string[] more) => Database(
        name,
        ["create table loads(at text, load real, note text)", "with recursive n(i) as (select 0 union all select i + 1 from n where i < 119) insert into loads select datetime('2021-03-01', i || ' hours'), 10 + i % 7 + 0.1, 'n' || i from n", .. more]);

    private static (int Code, string Out, string Err) FromInput(byte[] bytes, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, new CliContext { Out = output, Err = error, OpenBytes = () => new MemoryStream(bytes) });
        return (code, output.ToString(), error.ToString());
    }

    private static void Fails(int code, string says, params string[] args)
    {
        CliAnswer answer = Run(args);
        Assert.True(answer.Code == code, answer.Err);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.True(answer.Error.Length < 500, answer.Error);
    }

    [Fact]
    public void Every_kind_gives_the_same_series_from_a_file_and_from_standard_input()
    {
        string csv = "day,load,price\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"{Samples.Start.AddDays(n):yyyy-MM-dd},{n}.1,{10 * n}\n"));
        (string Name, byte[] Bytes)[] all =
        [
            ("x.csv.gz", Core.PackedFileTests.Gzip(csv)),
            ("x.zip", Core.PackedFileTests.Zip(System.IO.Compression.CompressionLevel.Fastest, ("x.csv", csv))),
            ("x.parquet", Samples.Parquet(60)),
            ("x.arrow", Samples.Arrow(true, 60)),
            ("x.feather", Samples.Arrow(true, 60)),
            ("x.arrows", Samples.Arrow(false, 60)),
        ];
        foreach ((string name, byte[] bytes) in all)
        {
            CliAnswer file = Run("doctor", Bytes(name, bytes), "--gaps", "linear", "--json", "--key", "none");
            Assert.True(file.Code == 0, name + ": " + file.Err);
            Assert.Contains("\"load\"", file.Out, StringComparison.Ordinal);
            Assert.Contains("\"rows\": 60", file.Out, StringComparison.Ordinal);
            (int code, string output, string error) = FromInput(bytes, "doctor", "-", "--gaps", "linear", "--json", "--key", "none");
            Assert.True(code == 0, name + ": " + error);
            Assert.Equal(file.Out.Replace(In(name), "-", StringComparison.Ordinal), output);
        }
    }

    [Fact]
    public void Train_forecast_evaluate_fleet_and_verify_take_a_Parquet_file()
    {
        string data = Bytes("x.parquet", Samples.Parquet(120));
        string model = Train(data, "--column", "load");
        Assert.StartsWith("day,load\n2021-06-29,", Run("forecast", model, data).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("evaluate", model, data).Code);
        Assert.Equal(0, Run("verify", model).Code);
        Assert.Equal(0, Run("fleet", data, "--columns", "load", "--epochs", "1", "--window", "4", "--out", In("fleet")).Code);
        Fails(2, "--delimiter says how text is written", "train", data, "--delimiter", ",");
        Fails(2, "--query asks a data base, and", "train", data, "--query", "select 1");
    }

    [Fact]
    public void A_forecast_goes_to_a_file_by_its_ending()
    {
        string data = Loads(), model = Train(data);
        CliAnswer printed = Run("forecast", model, data, "--horizon", "3"), file = Run("forecast", model, data, "--horizon", "3", "--out", In("next.csv"));
        Assert.Equal((0, ""), (file.Code, file.Out));
        Assert.Equal(printed.Out, File.ReadAllText(In("next.csv")));
        Assert.Equal(0, Run("forecast", model, data, "--horizon", "3", "--out", In("next.json")).Code);
        Assert.Equal(Run("forecast", model, data, "--horizon", "3", "--json").Out, File.ReadAllText(In("next.json")));
        CliAnswer parquet = Run("forecast", model, data, "--horizon", "3", "--out", In("next.parquet"));
        Assert.True(parquet.Code == 0, parquet.Err);
        using RowSource rows = ParquetSeries.Open(In("next.parquet"));
        SeriesTable table = rows.Read();
        Assert.Equal(("at", "load"), (table.Description!.TimeColumn, table.Names[0]));
        string[] lines = [.. Enumerable.Range(0, 3).Select(n => FormattableString.Invariant($"{table.Times![n]:yyyy-MM-dd HH:mm:ss},{table.Values(0)[n]:G9}"))];
        Assert.Equal(printed.Out.Split('\n')[1..^1], lines);
        Fails(2, "ends with none of .csv, .json, .parquet", "forecast", model, data, "--out", In("next.xlsx"));
        Fails(2, "--json asks for JSON", "forecast", model, data, "--json", "--out", In("next.parquet"));
        Fails(2, "--source begins a CSV", "forecast", model, data, "--source", "--out", In("next.json"));
        Fails(2, "--out names the file that is read", "forecast", model, Write("d.csv", "x\n1\n"), "--out", In("d.csv"));
        Fails(1, "does not exist", "forecast", model, data, "--out", In("no/next.csv"));
        Assert.Equal(0, Run("forecast", model, data, "--out", "/dev/null").Code);
    }

    [Fact]
    public void A_SQLite_file_is_read_with_or_without_a_query_and_the_model_remembers_it()
    {
        string data = Loads();
        CliAnswer answer = Run("doctor", data);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("2021-03-05 23:00:00", answer.Err, StringComparison.Ordinal);
        string model = Train(data, "--query", "select at, load * 2 as double from loads order by at", "--column", "double");
        Assert.Contains("order by at", TrainedForecaster.Load(model).Data.Query, StringComparison.Ordinal);
        CliAnswer forecast = Run("forecast", model, data);
        Assert.StartsWith("at,double\n2021-03-06 00:00:00,", forecast.Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("evaluate", model, data).Code);
        Assert.Equal(0, Run("verify", model).Code);
        Assert.Equal(0, Run("verify", model, "--query", "select at, load + load as double from loads order by at").Code);
        Assert.Equal(1, Run("verify", model, "--query", "select at, load as double from loads order by at").Code);
        Assert.Equal(0, Run("forecast", model, Write("next.csv", "at,double\n" + string.Concat(Enumerable.Range(0, 12).Select(n => $"2021-03-07 {n:00}:00:00,2{n}\n")))).Code);
        Assert.Equal(0, Run("fleet", data, "--query", "select at, load from loads", "--epochs", "1", "--window", "4", "--out", In("fleet"), "--models").Code);
        Assert.Contains("select at", TrainedForecaster.Load(Directory.GetFiles(In("fleet/models"))[0]).Data.Query, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SQLite_file_is_never_written_to()
    {
        string data = Loads();
        byte[] before = File.ReadAllBytes(data);
        Fails(3, "readonly", "doctor", data, "--query", "delete from loads returning at, load");
        Assert.Equal(before, File.ReadAllBytes(data));
    }

    [Fact]
    public void What_a_SQLite_file_refuses_is_one_line()
    {
        string data = Loads("two.db", "create table \"a b\"\"c\"(x)");
        Fails(3, "holds 2 tables ('a b\"c', 'loads'); say what to read with --query", "doctor", data);
        Fails(3, "no such table: nope", "doctor", data, "--query", "select * from nope");
        Fails(3, "syntax error", "doctor", data, "--query", "selct 1");
        Fails(3, "answered with no row", "doctor", data, "--query", "select at, load from loads where load < 0");
        Fails(3, "answers without rows", "doctor", data, "--query", "pragma journal_mode_of_nothing");
        Fails(3, "column name 'x' is used for cell 1 and cell 2", "doctor", data, "--query", "select 1 as x, 2 as x");
        Fails(3, "holds no table", "doctor", Database("empty.db", "create table t(x)", "drop table t"));
        Fails(3, "there is no file", "doctor", In("no.db"));
        Fails(3, "cannot be read as a SQLite data base", "doctor", Bytes("text.db", "date,x\n"u8.ToArray()));
        byte[] cut = File.ReadAllBytes(data)[..5000];
        Fails(3, "cut.db", "doctor", Bytes("cut.db", cut), "--query", "select at, load from loads");
        (int code, _, string error) = FromInput(File.ReadAllBytes(data), "doctor", "-");
        Assert.Equal(3, code);
        Assert.Contains("cannot be read from a pipe", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_SQLite_keep_their_digits_and_bytes_are_left_out()
    {
        string data = Database(
            "v.db", "create table v(day date, big integer, small real, photo blob, flag)", "insert into v values('2021-03-01', 9007199254740991, 0.1, x'01', 1), ('2021-03-02', -1, 1e-300, x'02', null)");
        CliAnswer answer = Run("doctor", data, "--json", "--gaps", "previous");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("'photo' holds bytes and was left out", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"delimiter\"", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://ann:s3cret-word@127.0.0.1:1/db")]
    [InlineData("postgresql://ann:s3cret-word@127.0.0.1:1/db?connect_timeout=2")]
    [InlineData("Host=127.0.0.1;Port=1;Username=ann;Password=s3cret-word;Database=db;Timeout=2")]
    [InlineData("Host=127.0.0.1;Port=1;Username=ann;Password=s3cret-word;Database=db;Nonsense=s3cret-word")]
    [InlineData("Host=127.0.0.1;Port=s3cret-word;Username=ann;Password=s3cret-word")]
    [InlineData("Password=s3cret-word;Database=db")]
    [InlineData("Host=x;Password=\"s3cret-word")]
    [InlineData("postgress://ann:s3cret-word@127.0.0.1/db")]
    [InlineData("postgres://ann:s3cret-word@/db")]
    [InlineData("postgres://ann:s3cret-word@127.0.0.1:99999/db")]
    public void No_password_is_ever_shown(string data)
    {
        foreach (string[] args in (string[][])
        [
            ["doctor", data, "--query", "select 1"], ["doctor", data, "--json", "--query", "select 1"], ["doctor", data], ["train", data, "--query", "select 1", "--out", In("m.qseq")],
            ["fleet", data, "--query", "select 1", "--out", In("f")],
        ])
        {
            CliAnswer answer = Run(args);
            Assert.InRange(answer.Code, 2, 3);
            Assert.DoesNotContain("s3cret", answer.Out + answer.Err, StringComparison.Ordinal);
            Assert.True(answer.Error.Length < 500, answer.Error);
        }
    }

    [Fact]
    public void Without_a_server_or_a_query_that_is_said()
    {
        Fails(3, "postgres://ann@127.0.0.1:1/db: cannot be reached", "doctor", "postgres://ann@127.0.0.1:1/db", "--query", "select 1");
        Fails(2, "say what to ask it with --query", "doctor", "postgres://ann@127.0.0.1:1/db");
        Fails(2, "https:// is not read; expected a file", "doctor", "https://example.org/x.csv");
    }

    [Fact]
    public async Task What_reads_other_data_is_loaded_only_where_it_is_needed()
    {
        string[] others = ["Parquet", "QSeq.Parquet", "QSeq.Sql", "Npgsql", "Microsoft.Data.Sqlite", "Apache.Arrow", "Apache.Arrow.Compression", "SQLitePCLRaw.core", "SQLitePCLRaw.batteries_v2"];
        Directory.CreateDirectory(In("app"));
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) == ".dll" || Path.GetFileName(file) == "QSeq.Cli.runtimeconfig.json"))
            if (!others.Contains(Path.GetFileNameWithoutExtension(file))) File.Copy(file, Path.Combine(In("app"), Path.GetFileName(file)));
        Assert.True(Array.TrueForAll(others, name => File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll"))));
        foreach (string[] args in (string[][])[["--version"], ["doctor", Waves()], ["train", "--help"]])
        {
            var start = new System.Diagnostics.ProcessStartInfo("dotnet", [Path.Combine(In("app"), "QSeq.Cli.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await error);
        }
    }
}
