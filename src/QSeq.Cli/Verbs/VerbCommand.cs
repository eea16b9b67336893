using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace QSeq.Cli.Verbs;

/// <summary>A verb with examples under its help: command lines, each with a few words after <c>#</c>.</summary>
internal sealed class VerbCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;

    public void Add(OptionGroup group)
    {
        foreach (Option option in group.All) Add(option);
    }

    /// <summary>What the verb does; the exit code is 0 where it comes to its end.</summary>
    public VerbCommand Does(Action<ParseResult> action)
    {
        SetAction(action);
        return this;
    }
}

/// <summary>Help as System.CommandLine writes it, with examples below.</summary>
internal sealed class ExampleHelp(HelpAction inner, CliContext context) : SynchronousCommandLineAction
{
    private static readonly string[] FirstSteps =
    [
        "qseq reproduce                                       # the papers' experiments, about a minute",
        "qseq data generate bessel --out bessel.csv           # a series to play with",
        "qseq train bessel.csv --window 4 --out bessel.qseq   # train a QKAN-LSTM on it",
        "qseq forecast bessel.qseq bessel.csv --horizon 20    # the next 20 values",
    ];

    public override int Invoke(ParseResult parseResult)
    {
        inner.MaxWidth = context.Width;
        inner.Invoke(parseResult);
        var verb = parseResult.CommandResult.Command as VerbCommand;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(verb is null ? "First steps:" : "Examples:");
        foreach (string line in verb?.Examples ?? FirstSteps) output.WriteLine("  " + line);
        output.WriteLine();
        return ExitCode.Ok;
    }
}
