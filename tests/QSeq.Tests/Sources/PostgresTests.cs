using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using QSeq.Cli;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Sql;
using QSeq.Tests.Cli;

namespace QSeq.Tests.Sources;

/// <summary>A test against the server that the variable QSEQ_POSTGRES names, which .ci/run starts; passed over without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresTests.Server.Length == 0) Skip = "QSEQ_POSTGRES names no server; .ci/postgres starts one";
    }
}

public class PostgresTests : CliRun
{
    private const string Hours = "select timestamptz '2021-03-28 00:00+01' + make_interval(hours => i) as at, 10 + i % 7 + 0.1 as load from generate_series(0, 119) i order by i";

    public static string Server { get; } = Environment.GetEnvironmentVariable("QSEQ_POSTGRES") ?? "";

    private static string Password => (string)new DbConnectionStringBuilder { ConnectionString = Server }["Password"];

    private static string Uri(string? password, string database = "postgres")
    {
        var builder = new NpgsqlConnectionStringBuilder(Server);
        return $"postgres://{builder.Username}{(password is null ? "" : ":" + System.Uri.EscapeDataString(password))}@{builder.Host}:{builder.Port}/{database}";
    }

    private static SeriesTable Ask(string query, CsvReadOptions? options = null)
    {
        using var connection = new NpgsqlConnection(Server);
        connection.Open();
        using RowSource rows = SqlSeries.Open(connection, query, "db");
        return rows.Read(options);
    }

    private static string Refused(string query)
    {
        string message = Assert.Throws<InvalidDataException>(() => Ask(query)).Message;
        Assert.True(message.Length < 500 && !message.Contains('\n', StringComparison.Ordinal), message);
        return message;
    }

    private static void Fails(string says, params string[] args)
    {
        CliAnswer answer = Run(args);
        Assert.True(answer.Code == 3, answer.Err);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.True(answer.Error.Length < 500, answer.Error);
        Assert.DoesNotContain(Password, answer.Out + answer.Err, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Every_type_keeps_its_value()
    {
        SeriesTable table = Ask(
            """
            select * from (values
              (timestamptz '2021-03-01 12:00:00.123456+02', 0.1::float8, 1.5::float4, 12345678901234567.25::numeric, 7::int2, 9007199254740991::int8, true, 'a'::text, '\x01'::bytea, array[1, 2], interval '1 day', time '12:00'),
              (timestamptz '2021-03-01 13:00:00.123456+02', 'NaN', -0.25, -1e-10::numeric, -8, null, false, null, null, null, null, null))
            as t(at, d, f, n, i, l, b, name, photo, list, span, clock)
            """,
            new CsvReadOptions { Gaps = GapPolicy.Previous, Keys = [] });
        DateTime first = new DateTime(2021, 3, 1, 10, 0, 0, DateTimeKind.Utc).AddTicks(1_234_560);
        Assert.Equal([first, first.AddHours(1)], table.Times!);
        Assert.Equal(DateTimeKind.Utc, table.Times![0].Kind);
        Assert.Equal(["d", "f", "n", "i", "l", "b"], table.Names);
        double[][] values = [[0.1, 0.1], [1.5, -0.25], [12345678901234567.25, -1e-10], [7, -8], [9007199254740991, 9007199254740991], [1, 0]];
        for (int c = 0; c < values.Length; c++) Assert.Equal(values[c], table.Values(c));
        Assert.Contains("column 'photo' holds bytes and was left out", table.Notes);
        Assert.Contains("column 'list' holds lists and was left out", table.Notes);
        Assert.StartsWith("db: select * from (values", table.Source, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2021, 3, 28, 2, 30, 0), Ask("select timestamp '2021-03-28 02:30' + make_interval(hours => i) as at, i as x from generate_series(0, 3) i").Times![0]);
        Assert.Equal(new DateTime(2021, 3, 2), Ask("select date '2021-03-01' + i as day, i as x from generate_series(0, 3) i").Times![1]);
    }

    [PostgresFact]
    public void What_the_server_refuses_is_one_line()
    {
        Assert.Contains("relation \"nope\" does not exist", Refused("select * from nope"), StringComparison.Ordinal);
        Assert.Contains("syntax error at or near \"selct\"", Refused("selct 1"), StringComparison.Ordinal);
        Assert.Contains("answered with no row", Refused("select 1 as x where false"), StringComparison.Ordinal);
        Assert.Contains("answers without rows", Refused("set work_mem = '1MB'"), StringComparison.Ordinal);
        Assert.Contains("column 'at': found an infinite time", Refused("select 'infinity'::timestamptz as at, 1 as x"), StringComparison.Ordinal);
        Assert.Contains("column 'day': found an infinite time", Refused("select '-infinity'::date as day, 1 as x"), StringComparison.Ordinal);
        Assert.Contains("convert it in the query", Refused("select 1e40::numeric as n"), StringComparison.Ordinal);
        Assert.Contains("division by zero", Refused("select i, 1 / (50000 - i) as x from generate_series(1, 100000) i"), StringComparison.Ordinal);
        Fails("password authentication failed", "doctor", Uri("wrong"), "--query", "select 1");
        Fails("PGPASSWORD", "doctor", Uri(null), "--query", "select 1");
        Fails("database \"nope\" does not exist", "doctor", Uri(Password, "nope"), "--query", "select 1");
        Fails("relation \"nope\" does not exist", "doctor", Server, "--query", "select * from nope");
        Fails("read-only transaction", "doctor", Server, "--query", "delete from pg_description returning 1 as x");
    }

    [PostgresFact]
    public void Every_verb_reads_a_server_and_no_password_is_kept()
    {
        foreach (string address in (string[])[Server, Uri(Password)])
        {
            CliAnswer doctor = Run("doctor", address, "--query", Hours, "--json");
            Assert.True(doctor.Code == 0, doctor.Err);
            string model = Train(address, "--query", Hours, "--column", "load"), text = File.ReadAllText(model, System.Text.Encoding.Latin1);
            CliAnswer forecast = Run("forecast", model, address), fleet = Run("fleet", address, "--query", Hours, "--epochs", "1", "--window", "4", "--out", In("fleet"), "--restart");
            Assert.StartsWith("at,load\n2021-04-01 23:00:00Z,", forecast.Out, StringComparison.Ordinal);
            Assert.Equal(0, fleet.Code);
            Assert.Equal(0, Run("evaluate", model, address, "--json").Code);
            CliAnswer inspect = Run("inspect", model, "--json");
            string all = doctor.Out + doctor.Err + forecast.Out + forecast.Err + fleet.Out + fleet.Err + inspect.Out + text + string.Concat(Directory.GetFiles(In("fleet")).Select(File.ReadAllText));
            Assert.DoesNotContain(Password, all, StringComparison.Ordinal);
            Assert.DoesNotContain(System.Uri.EscapeDataString(Password), all, StringComparison.Ordinal);
            Assert.Contains("make_interval", TrainedForecaster.Load(model).Data.Query, StringComparison.Ordinal);
            CliAnswer verify = Run("verify", model);
            Assert.Equal(2, verify.Code);
            Assert.Contains("--data postgres://user@host/database", verify.Error, StringComparison.Ordinal);
            Assert.Equal(0, Run("verify", model, "--data", address).Code);
        }
    }

    [PostgresFact]
    public void A_password_may_stand_in_a_variable()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "QSeq.Cli.dll"), "doctor", Uri(null), "--query", Hours]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = Password;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
    }

    [PostgresFact]
    public async Task A_stop_ends_the_question_at_the_server_too()
    {
        using var cancel = new CancellationTokenSource();
        string mark = Guid.NewGuid().ToString("N");
        Task<CliAnswer> asking = Task.Run(() => Run(cancel.Token, "doctor", Server, "--query", $"select pg_sleep(600), '{mark}'"));
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        async Task<long> Running()
        {
            await using var command = new NpgsqlCommand($"select count(*) from pg_stat_activity where query like '%pg_sleep%{mark}%' and state = 'active' and pid <> pg_backend_pid()", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        while (await Running() == 0 && !asking.IsCompleted) await Task.Delay(20);
        await cancel.CancelAsync();
        CliAnswer answer = await asking;
        Assert.Equal((130, "qseq: cancelled"), (answer.Code, answer.Err.TrimEnd()));
        while (await Running() > 0) await Task.Delay(20);
    }

    [Fact]
    public async Task A_stop_is_heeded_while_a_server_is_silent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancel = new CancellationTokenSource();
        Task<CliAnswer> asking = Task.Run(() => Run(cancel.Token, "doctor", $"postgres://ann@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/db", "--query", "select 1"));
        using TcpClient silent = await listener.AcceptTcpClientAsync();
        await cancel.CancelAsync();
        CliAnswer answer = await asking;
        Assert.Equal((130, "qseq: cancelled"), (answer.Code, answer.Err.TrimEnd()));
    }

    [Fact]
    public void A_closed_connection_is_a_mistake_of_the_program()
    {
        using var connection = new NpgsqlConnection("Host=127.0.0.1");
        Assert.Contains("open it first", Assert.Throws<ArgumentException>(() => SqlSeries.Open(connection, "select 1", "db")).Message, StringComparison.Ordinal);
    }
}
