using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace QSeq.Cli.Verbs;

/// <summary>A verb with examples under its help.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">Command lines, each with a few words after <c>#</c>.</param>
internal sealed class VerbCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines to learn from.</summary>
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>Help as System.CommandLine writes it, with examples below.</summary>
internal sealed class ExampleHelp(HelpAction inner, CliContext context) : SynchronousCommandLineAction
{
    private static readonly string[] FirstSteps =
    [
        "qseq reproduce                                       # the papers' experiments, about half a minute",
        "qseq data generate bessel --out bessel.csv           # a series to play with",
        "qseq train bessel.csv --window 4 --out bessel.qseq   # train a QKAN-LSTM on it",
        "qseq forecast bessel.qseq bessel.csv --horizon 20    # the next 20 values",
    ];

    public override int Invoke(ParseResult parseResult)
    {
        inner.MaxWidth = context.Width;
        inner.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<string> lines = command is VerbCommand verb ? verb.Examples : FirstSteps;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(command is VerbCommand ? "Examples:" : "First steps:");
        foreach (string line in lines) output.WriteLine("  " + line);
        output.WriteLine();
        return ExitCode.Ok;
    }
}
