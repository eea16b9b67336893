using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary>A command that was compiled for narrower vectors than the machine has says so wherever time is spent.</summary>
public class VectorWidthTests : CliRun
{
    private const int Fma = 1 << 12, Saves = 1 << 27, Avx2 = 1 << 5;
    private const int Avx512 = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);

    // Offsets and sizes of the saved registers as processors give them: the upper halves of 256 bits at 576, 512 bits from 1664.
    private static VectorWidth.CpuId Cpu(int last, int first, int features, int area) => (leaf, subleaf) => (leaf, subleaf) switch
    {
        (0, 0) => (last, 0, 0, 0),
        (1, 0) => (0, 0, first, 0),
        (7, 0) => (0, features, 0, 0),
        (13, 0) => (0, area, 0, 0),
        (13, 2) => (256, 576, 0, 0),
        (13, 7) => (1024, 1664, 0, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(leaf), leaf, "a leaf that is not asked for"),
    };

    [Theory]
    [InlineData(13, Fma | Saves, Avx2 | Avx512, 2688, 512)]
    [InlineData(32, Fma | Saves, Avx2 | Avx512, 11008, 512)]
    [InlineData(13, Fma | Saves, Avx2 | Avx512, 2687, 256)] // the system does not save 512 bits
    [InlineData(13, Fma | Saves, Avx2 | (Avx512 & ~(1 << 16)), 2688, 256)]
    [InlineData(13, Fma | Saves, Avx2 | (Avx512 & ~(1 << 17)), 2688, 256)]
    [InlineData(13, Fma | Saves, Avx2 | (Avx512 & ~(1 << 28)), 2688, 256)]
    [InlineData(13, Fma | Saves, Avx2 | (Avx512 & ~(1 << 30)), 2688, 256)]
    [InlineData(13, Fma | Saves, Avx2 | (Avx512 & ~(1 << 31)), 2688, 256)]
    [InlineData(13, Fma | Saves, Avx2, 832, 256)]
    [InlineData(13, Fma | Saves, Avx2, 831, 128)] // nor 256
    [InlineData(13, Fma | Saves, Avx512, 2688, 128)]
    [InlineData(13, Saves, Avx2, 832, 128)]
    [InlineData(13, Fma, Avx2, 832, 128)]
    [InlineData(12, Fma | Saves, Avx2, 832, 128)]
    public void The_machine_is_as_wide_as_its_processor_and_its_system_say(int last, int first, int features, int area, int bits) =>
        Assert.Equal(new VectorWidth(bits, 128) { IsFixed = true }, VectorWidth.Of(128, Cpu(last, first, features, area)));

    [Fact]
    public void A_compiler_on_the_machine_compiles_for_it()
    {
        Assert.Equal(new VectorWidth(256, 256), VectorWidth.Of(256, null));
        Assert.Equal(VectorWidth.Here.Machine, VectorWidth.Here.Compiled); // of these tests
        Assert.Null(VectorWidth.Here.Warning);
        Assert.Equal(new VectorWidth(256, 256) { IsFixed = true }, VectorWidth.Of(256, Cpu(12, 0, 0, 0))); // it runs, so it has them
    }

    [Theory]
    [InlineData(512, 512, "vectors of 512 bits", null)]
    [InlineData(128, 128, "vectors of 128 bits", null)] // Arm
    [InlineData(512, 256, "vectors of 512 bits here; compiled for 256 bits", "note: vectors of 512 bits here; compiled for 256 bits, which is slower; publish the command for x86-64-v4,*(docs/native.md)")]
    [InlineData(512, 128, "vectors of 512 bits here; compiled for 128 bits", "warning: vectors of 512 bits here; compiled for 128 bits: wider ones are emulated,*100 times as long;*for x86-64-v4,*")]
    [InlineData(256, 128, "vectors of 256 bits here; compiled for 128 bits", "warning: vectors of 256 bits here; compiled for 128 bits: *; publish the command for x86-64-v3, or install the package,*")]
    public void What_is_narrower_is_told_with_what_to_do(int machine, int compiled, string text, string? warning)
    {
        VectorWidth width = new(machine, compiled);
        Assert.Equal(text, width.Text);
        if (warning is null) Assert.Null(width.Warning);
        else Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(warning).Replace("\\*", ".*", StringComparison.Ordinal) + "$", width.Warning);
    }

    [Fact]
    public void Every_run_warns_once_but_help_does_not()
    {
        string data = Waves(), model = In("m.qseq");
        string[][] runs = [["--version"], ["train", data, "--epochs", "1", "--window", "4", "--out", model], ["forecast", model, data, "--horizon", "2"], ["doctor", data], ["doctor", data, "--json"], ["bench", "A", "--seconds", "0.01"]];
        foreach (string[] args in runs)
        {
            (int code, _, string error) = With(new VectorWidth(512, 128), args);
            Assert.True(code == 0, error);
            Assert.Single(error.Split('\n'), line => line.StartsWith("warning: vectors of 512 bits here", StringComparison.Ordinal));
            Assert.DoesNotContain("compiled for", With(new VectorWidth(256, 256), args).Error, StringComparison.Ordinal);
        }

        Assert.Equal("", With(new VectorWidth(512, 128), "train", "--help").Error);
        Assert.DoesNotContain("warning", With(new VectorWidth(512, 128), "train").Error, StringComparison.Ordinal); // no run
    }

    [Fact]
    public void What_is_slower_and_not_emulated_is_told_where_time_is_spent()
    {
        string data = Waves(), model = In("m.qseq");
        VectorWidth v3 = new(512, 256);
        bool Told(params string[] args) => With(v3, args).Error.Contains("note: vectors of 512 bits here; compiled for 256 bits, which is slower", StringComparison.Ordinal);
        Assert.True(Told("--version"));
        Assert.True(Told("train", data, "--epochs", "1", "--window", "4", "--out", model));
        Assert.True(Told("bench", "A", "--seconds", "0.01"));
        Assert.False(Told("forecast", model, data));
        Assert.False(Told("inspect", model));
        foreach (string verb in (string[])["train", "tag train", "backtest", "search", "fleet", "reproduce", "verify", "bench", "bench step", "bench milan", "bench csv"])
            Assert.NotNull(v3.WarningAt(verb));
        foreach (string verb in (string[])["forecast", "tag predict", "doctor", "models"])
        {
            Assert.Null(v3.WarningAt(verb));
            Assert.NotNull(new VectorWidth(512, 128).WarningAt(verb));
        }
    }

    [Fact]
    public void Doctor_and_bench_state_the_width()
    {
        string data = Waves();
        VectorWidth width = new(256, 256);
        Assert.Contains("this machine: vectors of 256 bits\n", With(width, "doctor", data).Error, StringComparison.Ordinal);
        Assert.Equal(256, (int?)JsonNode.Parse(With(width, "doctor", data, "--json").Out)!["vector_width"]);
        (_, string table, string notes) = With(width, "bench", "A", "--seconds", "0.01");
        Assert.Contains("this machine: vectors of 256 bits\n", notes, StringComparison.Ordinal);
        Assert.Contains("This run: vectors of 256 bits.", string.Join(' ', table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static (int Code, string Out, string Error) With(VectorWidth width, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, new CliContext { Out = output, Err = error, Vectors = width });
        return (code, output.ToString(), error.ToString());
    }
}
