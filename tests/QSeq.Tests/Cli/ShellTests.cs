using System.Diagnostics;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary>The tool as a process of its own, with streams and files that only a shell makes.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class ShellTests : CliRun
{
    private const string Training = "train - --epochs 1 --window 4";

    [Fact]
    public void What_comes_in_on_standard_input_is_not_overwritten()
    {
        if (!OperatingSystem.IsLinux()) return;
        Waves("b.csv");
        Write("b.conllu", Treebank.Text(20));
        File.CreateSymbolicLink(In("link.csv"), In("b.csv"));
        foreach (string command in (string[])[$"qseq {Training} --out b.csv < b.csv", $"qseq {Training} --out link.csv < b.csv", $"qseq {Training} --out b.csv < link.csv", "qseq tag train - --epochs 1 --out b.conllu < b.conllu"])
        {
            CliAnswer answer = Shell(command);
            Assert.Equal(2, answer.Code);
            Assert.Equal("qseq: --out names the file that is read; choose another", answer.Error);
        }

        Assert.StartsWith("x\n", File.ReadAllText(In("b.csv")), StringComparison.Ordinal);
        Assert.Equal(0, Shell($"qseq {Training} --out m.qseq < b.csv").Code);
        Assert.Equal(0, Shell($"cat b.csv | qseq {Training} --out m.qseq").Code);
    }

    [Theory]
    [InlineData("--out /dev/stdout > m.qseq")]
    [InlineData("--out /dev/stderr 2> m.qseq")]
    [InlineData("--out /dev/fd/1 > m.qseq")]
    [InlineData("--out /proc/self/fd/1 > m.qseq")]
    [InlineData("--out out.link > m.qseq")]
    public void A_model_does_not_go_where_the_report_goes(string rest)
    {
        if (!OperatingSystem.IsLinux()) return;
        Waves("b.csv");
        File.CreateSymbolicLink(In("out.link"), "/dev/stdout");
        CliAnswer answer = Shell($"qseq {Training} {rest} < b.csv");
        Assert.Equal(2, answer.Code);
        string error = rest.Contains("2>", StringComparison.Ordinal) ? File.ReadAllText(In("m.qseq")) : answer.Err;
        Assert.Contains(" is where the report goes, which would overwrite what is written; name a file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_may_go_to_standard_output_by_name()
    {
        if (!OperatingSystem.IsLinux()) return;
        CliAnswer answer = Shell("qseq data generate shm --out /dev/stdout | head -n 2");
        Assert.StartsWith("# source: generated: damped pendulum", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_pipe_is_not_replaced_by_a_file()
    {
        if (!OperatingSystem.IsLinux()) return;
        Waves("b.csv");
        foreach (string command in (string[])["qseq train b.csv --out p", "qseq data generate shm --out p"])
        {
            CliAnswer answer = Shell($"test -p p || mkfifo p; {command}; code=$?; test -p p || echo gone; exit $code");
            Assert.Equal(1, answer.Code);
            Assert.Equal("", answer.Out);
            Assert.Equal("qseq: --out p cannot be written: it is a named pipe or a socket, not a file; name a file", answer.Error);
        }
    }

    [Fact]
    public void Streams_are_UTF8_whatever_the_locale_says()
    {
        if (!OperatingSystem.IsLinux()) return;
        Waves("b.csv", 60, "gr\u00F6\u00DFe", "x");
        Write("bank.conllu", Treebank.Text(20));
        CliAnswer answer = Shell($"export LC_ALL=de_DE.ISO-8859-1 LANG=de_DE.ISO-8859-1; qseq {Training} --column gr\u00F6\u00DFe --out m.qseq < b.csv && qseq forecast m.qseq - --horizon 2 < b.csv");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("gr\u00F6\u00DFe", answer.Out, StringComparison.Ordinal);
        answer = Shell("export LC_ALL=de_DE.ISO-8859-1; qseq tag train bank.conllu --epochs 1 --hidden 2 --out t.qseq > /dev/null; echo 'die gr\u00F6\u00DFte Welle \u2603' | qseq tag predict t.qseq");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("\tgr\u00F6\u00DFte\t", answer.Out, StringComparison.Ordinal);
        Assert.Contains("\t\u2603\t", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../notes")]
    [InlineData("notes")]
    [InlineData("")]
    public void A_terminal_that_the_system_describes_wrongly_does_no_harm(string term)
    {
        if (!OperatingSystem.IsLinux()) return;
        Directory.CreateDirectory(In("db/n"));
        Write("notes", "no description");
        Write("db/n/notes", "no description");
        CliAnswer answer = Shell($"export TERMINFO=\"$PWD/db\" TERM={term}; qseq models");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("qkan-lstm", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', answer.Out);
        if (!File.Exists("/usr/bin/script") || term == "notes") return;

        // On a terminal, which script makes.
        string tool = $"dotnet {typeof(QseqApp).Assembly.Location} models";
        answer = Shell($"export TERMINFO=\"$PWD/db\" TERM={term}; script -qec '{tool}' /dev/null");
        Assert.True(answer.Code == 0, answer.Out);
        Assert.Contains("qkan-lstm", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_has_enough_ends_a_forecast_of_rows_in_silence()
    {
        if (!OperatingSystem.IsLinux()) return;
        Train(Waves("b.csv"));
        string[] whole = Shell("qseq forecast --follow m.qseq < b.csv").Out.Split('\n');
        CliAnswer answer = Shell("(cat b.csv; yes 10) | { qseq forecast --follow m.qseq --state s; echo $? > code; } | head -n 100");
        Assert.Equal(whole[..100], answer.Out.Split('\n')[..100]);
        Assert.Equal("141", File.ReadAllText(In("code")).Trim());
        Assert.DoesNotContain("qseq: ", answer.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public void A_signal_ends_a_forecast_of_rows_with_its_state(string signal)
    {
        if (!OperatingSystem.IsLinux()) return;
        Train(Waves("b.csv"));
        string tool = $"dotnet '{typeof(QseqApp).Assembly.Location}'";
        CliAnswer answer = Shell($"mkfifo p; {tool} forecast --follow m.qseq --state s < p > out & pid=$!; exec 3> p; cat b.csv >&3; until grep -q '^120,' out; do sleep 0.02; done; (sleep 20; kill -9 $pid) > /dev/null 2>&1 & guard=$!; kill -{signal} $pid; wait $pid; code=$?; kill $guard; exit $code");
        Assert.Equal(130, answer.Code);
        Assert.EndsWith("wrote s: the state after 120 rows\nqseq: cancelled\n", answer.Err, StringComparison.Ordinal);
        Assert.True(File.Exists(In("s")));
    }

    /// <summary>Runs a command of the shell in the folder; <c>qseq</c> in it is the tool.</summary>
    private CliAnswer Shell(string command)
    {
        string tool = $"qseq() {{ dotnet '{typeof(QseqApp).Assembly.Location}' \"$@\"; }}\n{command}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", tool])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return new CliAnswer(shell.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
