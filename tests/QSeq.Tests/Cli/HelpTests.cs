namespace QSeq.Tests.Cli;

/// <summary>Every verb explains itself.</summary>
public sealed class HelpTests : CliRun
{
    [Theory]
    [InlineData("reproduce")]
    [InlineData("train")]
    [InlineData("backtest")]
    [InlineData("search")]
    [InlineData("fleet")]
    [InlineData("forecast")]
    [InlineData("evaluate")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("models")]
    [InlineData("data")]
    [InlineData("data generate")]
    [InlineData("data milan")]
    [InlineData("tag")]
    [InlineData("tag train")]
    [InlineData("tag evaluate")]
    [InlineData("tag predict")]
    [InlineData("hardware")]
    [InlineData("hardware export")]
    [InlineData("hardware collect")]
    [InlineData("hardware simulate")]
    public void Every_verb_has_an_example(string verb)
    {
        CliAnswer answer = Run([.. verb.Split(' '), "--help"]);
        Assert.Equal(0, answer.Code);
        Assert.Contains($"Examples:\n  qseq {verb}", answer.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(answer.Err);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 100, line));
    }

    [Fact]
    public void Every_option_is_described_and_tells_its_default()
    {
        string help = Run("train", "--help").Out.ReplaceLineEndings("\n");
        foreach (string option in "--column --inputs --model --hidden --layers --bidirectional --reps --encoding --readout --latent --depth --entangler --qubits --references --projection --train-scale --fixed-references --references-from --window --horizon --sequence --epochs --batch --lr --optimizer --schedule --loss --clip --patience --split --scaler --seed --threads --out --delimiter --decimal --time-column --gaps".Split(' '))
            Assert.Matches($@"\n  {option}( <\S+>)?  +\S", help);
        Assert.Contains("[default: 30]", help, StringComparison.Ordinal);

        help = Run("tag", "train", "--help").Out.ReplaceLineEndings("\n");
        foreach (string option in "--out --tags --split --dev --test --features --embedding --min-count --suffix --prefix --word-dropout --dropout --model --hidden --layers --bidirectional --epochs --batch --lr --optimizer --schedule --clip --patience --seed --threads".Split(' '))
            Assert.Matches($@"\n  {option}( <\S+>)?  +\S", help);
        Assert.Contains("[default: 20]", help, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_left_out_stands_in_brackets() =>
        Assert.Contains("tag predict <MODEL> [<FILE>]", Run("tag", "predict", "--help").Out, StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("--help")]
    public void Alone_it_shows_verbs_and_first_steps(params string[] args)
    {
        CliAnswer answer = Run(args);
        Assert.Equal(0, answer.Code);
        foreach (string verb in "reproduce train backtest fleet forecast evaluate inspect verify tag hardware models data bench".Split(' '))
            Assert.Contains("\n  " + verb, answer.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("First steps:", answer.Out, StringComparison.Ordinal);
    }
}
