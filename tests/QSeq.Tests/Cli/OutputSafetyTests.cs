using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QSeq.Cli;
using QSeq.Cli.Fleet;
using QSeq.Cli.Output;
using QSeq.Cli.Terminal;
using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Tests.Cli;

/// <summary>What is written and shown: names from files, files of many names, and files that others write too.</summary>
public sealed class OutputSafetyTests : CliRun
{
    [Fact]
    public void Tables_and_a_terminal_get_no_escape_sequences()
    {
        string data = Waves(columns: ["\u001b[2Jx", "y\u009b31m\u202e"]);
        CliAnswer answer = Run("train", data, "--targets", "\u001b[2Jx,y\u009b31m\u202e", "--epochs", "1", "--window", "4", "--out", In("m.qseq"));
        Assert.True(answer.Code == 0, answer.Err);
        CliAnswer seen = Run("inspect", In("m.qseq"));
        Assert.Contains("·[2Jx, y·31m·", seen.Out, StringComparison.Ordinal);
        foreach (string text in (string[])[answer.Out, seen.Out]) Assert.DoesNotContain(text, c => c is '\u001b' or '\u009b' or '\u202e');
        Assert.DoesNotContain(Run("inspect", In("m.qseq"), "--json").Out, c => c is '\u001b' or '\u009b');

        using var screen = new StringWriter(CultureInfo.InvariantCulture);
        using var terminal = new PlainWriter(screen);
        Assert.Equal(0, QseqApp.Run(["forecast", In("m.qseq"), data, "--horizon", "1"], terminal, TextWriter.Null));
        Assert.Contains("·[2Jx,y·31m·\n", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains(",\u001b[2Jx,", Run("forecast", In("m.qseq"), data, "--horizon", "1").Out.Replace("step", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_keeps_what_text_is_made_of()
    {
        using var screen = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var terminal = new PlainWriter(screen) { NewLine = "\n" };
        terminal.Write("a\tb\n");
        terminal.Write('\u001b');
        terminal.Write("\u200Fgr\u00F6\u00DFe \u0643 \uD83D\uDE00\r".ToCharArray(), 0, 12);
        terminal.WriteLine("\u0007");
        terminal.Write("end\r\n");
        Assert.Equal("a\tb\n··gr\u00F6\u00DFe \u0643 \uD83D\uDE00··\nend\n", screen.ToString());
    }

    [Theory]
    [InlineData("dumb", true)]
    [InlineData("../../etc/passwd", true)]
    [InlineData("/bin/sh", true)]
    [InlineData("xterm-256color", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_terminal_that_is_none_gets_plain_text(string? term, bool dumb) => Assert.Equal(dumb, CliContext.IsDumb(term));

    [Fact]
    public void One_process_at_a_time_makes_a_file()
    {
        string data = Waves();
        string model = Train(data);
        byte[] before = File.ReadAllBytes(model);
        using (OutputFile.Alone(model, "--out"))
        {
            CliAnswer answer = Run("train", data, "--epochs", "1", "--window", "5", "--out", model);
            Assert.Equal(1, answer.Code);
            Assert.Equal($"qseq: --out {model} is being made by another process; wait for it, or choose another name", answer.Error);
            Assert.Equal(before, File.ReadAllBytes(model));
        }

        Assert.Equal(0, Run("train", data, "--epochs", "1", "--window", "5", "--out", model).Code);
        Assert.Equal(["m.qseq", "waves.csv"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_models_of_a_fleet_have_names_that_hold_on_every_system()
    {
        string[] series = ["a", "A", "CON", "con.x", "lpt1", new('n', 300), new string('n', 300) + "m", "\u00E4", "\u4E2D", new('\u4E2D', 60), "a/b", "..", "x y", "%~"];
        IReadOnlyDictionary<string, string> names = ModelNames.Of(series);
        Assert.Equal(series.Length, names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names.Values, name => Assert.True(name.Length <= 120 && name.All(c => c is > ' ' and <= '~' && !"\\/:*?\"<>|".Contains(c, StringComparison.Ordinal)), name));
        Assert.All(names.Values, name => Assert.DoesNotContain(name.Split('.')[0].ToUpperInvariant(), (string[])["CON", "LPT1", ""]));
        Assert.All(series, one => Assert.Contains(names[one], ModelNames.Possible(one)));
        Assert.Equal(("x%20y.qseq", "%C3%A4.qseq"), (names["x y"], names["\u00E4"]));
        Assert.Equal("a.qseq", ModelNames.Of(["a", "b"])["a"]);

        string[] columns = ["a", "A", "CON", "n" + new string('\u00E4', 100)];
        CliAnswer answer = Run("fleet", Waves(columns: columns), "--epochs", "1", "--window", "4", "--models", "--out", In("f"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(columns.Order(StringComparer.Ordinal), Directory.GetFiles(In("f/models")).Select(file => TrainedForecaster.Load(file).Recipe.Windows.Targets[0]).Order(StringComparer.Ordinal));
        Assert.Equal(0, Run("fleet", Waves(columns: ["b"]), "--epochs", "1", "--window", "4", "--restart", "--out", In("f")).Code);
        Assert.Empty(Directory.GetFiles(In("f/models")));
    }

    [Theory]
    [InlineData("{\"series\":null,\"seed\":1}")]
    [InlineData("{\"series\":\"x\",\"seed\":1,\"weights\":[\"NaN\"]}")]
    [InlineData("{\"series\":\"x\",\"seed\":1,\"weights\":[1e39]}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_line_of_a_journal_that_says_nothing_of_use_is_passed_over(string line)
    {
        string data = Waves();
        string[] fleet = ["fleet", data, "--epochs", "1", "--window", "4", "--models", "--out", In("f")];
        Assert.Equal(0, Run(fleet).Code);
        string path = In("f/fleet.journal"), title = File.ReadLines(path).First().Split('\t')[0], csv = File.ReadAllText(In("f/fleet.csv"));
        File.Delete(path);
        using (Journal journal = Journal.Open(path, title)) journal.Append(line);
        CliAnswer answer = Run(fleet);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(csv.Split(',')[..^3], File.ReadAllText(In("f/fleet.csv")).Split(',')[..^3]); // but for the seconds
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_not_loaded(float weight)
    {
        string path = Train(Waves());
        TrainedForecaster model = TrainedForecaster.Load(path);
        float[] weights = [.. model.Model.Parameters];
        weights[3] = weight;
        File.WriteAllBytes(path, ModelFormat.Join(Encoding.UTF8.GetBytes(model.ToJson()), weights));
        foreach (string[] args in (string[][])[["inspect", path], ["forecast", path, In("waves.csv")], ["verify", path]])
        {
            CliAnswer answer = Run(args);
            Assert.Equal(3, answer.Code);
            Assert.Contains("malformed: weight 3 is ", answer.Error, StringComparison.Ordinal);
            Assert.Equal("", answer.Out);
        }
    }

    [Theory]
    [InlineData("1e309")]
    [InlineData("-1e400")]
    public void A_number_too_large_for_any_is_not_loaded(string number)
    {
        string path = Train(Waves());
        TrainedForecaster model = TrainedForecaster.Load(path);
        JsonNode manifest = JsonNode.Parse(model.ToJson())!;
        manifest["scores"] = JsonNode.Parse($"{{\"test.mae\":{number}}}");
        File.WriteAllBytes(path, ModelFormat.Join(Encoding.UTF8.GetBytes(manifest.ToJsonString()), model.Model.Parameters));
        CliAnswer answer = Run("inspect", path);
        Assert.Equal(3, answer.Code);
        Assert.Contains("test.mae is", answer.Error, StringComparison.Ordinal);
        Assert.Contains($"{number}, expected a number", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_a_spreadsheet_would_run_stand_behind_an_apostrophe_and_are_read_back()
    {
        string[] names = ["=cmd|' /C calc'!A0", "@SUM(1)", "-1+1", "+a", "'=b", " =c", "-", "it's", "-12", "x"];
        foreach (string name in names)
        {
            string cell = CsvText.Quote(name), inner = cell.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal);
            Assert.DoesNotContain(inner.TrimStart()[0], inner is "-" or "-12" ? "=+@" : "=+-@");
            Assert.Equal(name, CsvText.Unguard(inner));
        }

        Assert.Equal(("x", "it's", "-12", "\"'=a\""), (CsvText.Quote("x"), CsvText.Quote("it's"), CsvText.Quote("-12"), CsvText.Quote("=a")));
        double[] values = [1, 2, 3];
        string[] columns = ["=cmd", "@SUM", "-1+1", "'=q"];
        var table = new SeriesTable("made", columns, [.. columns.Select(_ => values)]);
        CsvSeries.Write(In("t.csv"), table);
        Assert.Contains("\"'=cmd\",\"'@SUM\",\"'-1+1\",\"''=q\"", File.ReadAllText(In("t.csv")), StringComparison.Ordinal);
        Assert.Equal(columns, CsvSeries.Read(In("t.csv")).Names);

        string data = Waves(columns: ["=cmd"]);
        Assert.Contains(",\"'=cmd\"\n", Run("forecast", Train(data), data, "--horizon", "1").Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("fleet", data, "--epochs", "1", "--window", "4", "--out", In("f")).Code);
        Assert.Contains("\n\"'=cmd\",ok,", File.ReadAllText(In("f/fleet.csv")), StringComparison.Ordinal);
    }
}
