using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;
using QSeq.Cli.Verbs;

namespace QSeq.Cli;

/// <summary>The command line: finds the verb, runs it, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class QseqApp
{
    // A verb is built only when it is named, so that start-up stays light.
    private static readonly Verb[] Verbs =
    [
        new("reproduce", ReproduceVerb.Create),
        new("train", TrainVerb.Create),
        new("backtest", BacktestVerb.Create),
        new("search", SearchVerb.Create),
        new("fleet", FleetVerb.Create),
        new("doctor", DoctorVerb.Create),
        new("forecast", ForecastVerb.Create),
        new("evaluate", EvaluateVerb.Create),
        new("inspect", InspectVerb.Create),
        new("explain", ExplainVerb.Create),
        new("verify", VerifyVerb.Create),
        new("tag", Families.Tag),
        new("hardware", Families.Hardware),
        new("models", ModelsVerb.Create),
        new("data", Families.Data),
        new("bench", BenchVerb.Create),
    ];

    public static string Version =>
        typeof(QseqApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Runs a command line without a terminal, as in tests and pipes.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        Run(args, new CliContext { Out = output, Err = error, Token = cancellationToken });

    public static int Run(string[] args, CliContext context)
    {
        try
        {
            if (args is ["--version"])
            {
                context.Out.WriteLine(Version);
                context.Warn(context.Vectors.Warning);
                return ExitCode.Ok;
            }

            ParseResult parsed = Build(args, context).Parse(args);
            if (Problem(parsed, args) is { } problem) throw new UsageException(problem);
            if (parsed.Action is not ExampleHelp) context.Warn(context.Vectors.WarningAt(PathOf(parsed.CommandResult.Command)));
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Err,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (ClosedOutputException)
        {
            return ExitCode.ClosedPipe; // in silence: whoever read it has had enough
        }
        catch (Exception e)
        {
            (int code, string message) = Failures.Describe(e, context.Token, sentences: args is ["tag", ..]);
            context.Err.WriteLine("qseq: " + message);
            return code;
        }
    }

    private static RootCommand Build(string[] args, CliContext context)
    {
        var root = new RootCommand("Quantum-inspired sequence models: train, forecast, and reproduce the papers' experiments.") { HelpName = "qseq" };
        string first = args.FirstOrDefault() ?? "";
        foreach (Verb verb in Verbs)
            if (first == verb.Name || !Array.Exists(Verbs, one => one.Name == first)) root.Add(verb.Create(context));
        var help = root.Options.OfType<HelpOption>().Single();
        var action = new ExampleHelp((HelpAction)help.Action!, context);
        help.Action = action;
        root.SetAction(action.Invoke);
        return root;
    }

    /// <summary>The first thing wrong with a command line, or null.</summary>
    private static string? Problem(ParseResult parsed, string[] args)
    {
        if (parsed.GetResult(parsed.RootCommandResult.Command.Options.OfType<HelpOption>().Single()) is { Implicit: false }) return null;
        Command command = parsed.CommandResult.Command;
        bool isRoot = command is RootCommand;
        string what = isRoot ? "qseq" : "qseq " + PathOf(command);

        // An option that does not exist is taken for an argument by the parser, so it is looked for first.
        string[] options = [.. command.Options.Select(option => option.Name), "--help", .. isRoot ? ["--version"] : Array.Empty<string>()];
        foreach (string token in args.TakeWhile(token => token != "--"))
        {
            if (token.Length < 2 || token[0] != '-' || !(token[1] == '-' || char.IsLetter(token[1]))) continue;
            string name = token.Split('=', ':')[0];
            if (!options.Contains(name) && name is not ("-h" or "-?") && !parsed.Tokens.Any(t => t.Type == TokenType.Option && t.Value == name))
                return $"{NearestName.Describe("option", name, options)} (of {what})";
        }

        if (Misplaced(parsed.CommandResult) is { } misplaced) return misplaced;
        if ((parsed.UnmatchedTokens.Count > 0 || parsed.Errors.Count > 0) && NeitherNor(command, args, parsed.UnmatchedTokens.Count > 0) is { } flag) return flag;
        if (Array.FindIndex(args, string.IsNullOrWhiteSpace) is >= 0 and var blank && (blank == 0 || args[blank - 1] != "--delimiter"))
            return $"argument {blank + 1} is empty; see {what} --help";
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0)
            return NearestName.Describe(isRoot ? "verb" : $"verb of {what}", parsed.UnmatchedTokens[0], command.Subcommands.Select(verb => verb.Name));
        if (parsed.UnmatchedTokens.Count > 0 && command.Options.Any(option => option.Name == "--data") && File.Exists(parsed.UnmatchedTokens[0]))
            return $"'{parsed.UnmatchedTokens[0]}' is one argument too many; a file of data is given by --data {parsed.UnmatchedTokens[0]}";
        if (parsed.Errors.Count > 0) return $"{parsed.Errors[0].Message.TrimEnd('.')}; see {what} --help";
        return parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is one argument too many; see {what} --help" : null;
    }

    /// <summary>What to say of an option or argument of a verb whose own verb was asked for, which does not look at it; null where there is none.</summary>
    private static string? Misplaced(CommandResult verb)
    {
        if (verb.Parent is not CommandResult { Command: not RootCommand } above) return null;
        if (above.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).FirstOrDefault() is { } early)
            return $"'{early.Value}' stands before {verb.Command.Name}, which does not look at it; put it behind {verb.Command.Name} or leave it out";
        if (above.Children.OfType<OptionResult>().FirstOrDefault(option => !option.Implicit)?.Option.Name is not { } name) return null;
        string what = "qseq " + PathOf(verb.Command);
        return verb.Command.Options.Any(option => option.Name == name)
            ? $"{name} stands before {verb.Command.Name} and is then of qseq {PathOf(above.Command)}; put it behind {verb.Command.Name}"
            : $"{name} does not apply to {what}, only to qseq {PathOf(above.Command)}; leave it out";
    }

    /// <summary>
    /// What to say of an option that is true or false and was given something else; null where there is none. Where the command line
    /// has an argument too many (<paramref name="stray"/>), it is what follows the option: that is an argument unless true or false.
    /// </summary>
    private static string? NeitherNor(Command command, string[] args, bool stray)
    {
        foreach (Option option in command.Options.Where(option => option is Option<bool> && option.HelpName == Opt.TrueOrFalse))
        {
            for (int n = 0; n < args.Length; n++)
            {
                string? value = args[n] == option.Name ? (stray ? args.ElementAtOrDefault(n + 1) : null)
                    : args[n].StartsWith(option.Name + "=", StringComparison.Ordinal) || args[n].StartsWith(option.Name + ":", StringComparison.Ordinal) ? args[n][(option.Name.Length + 1)..]
                    : null;
                if (value is not null && !value.StartsWith("--", StringComparison.Ordinal) && !bool.TryParse(value, out _)) return $"{option.Name} is '{value}', expected true or false";
            }
        }

        return null;
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{PathOf(parent)} {command.Name}" : command.Name;

    private sealed record Verb(string Name, Func<CliContext, VerbCommand> Create);
}
