using System.CommandLine.Parsing;
using System.Numerics;

namespace QSeq.Cli.Options;

/// <summary>Makes options whose bad values are answered in one line: which option, what was found, what to give.</summary>
internal static class Opt
{
    /// <summary>What help calls the value of a switch that has a default.</summary>
    public const string TrueOrFalse = "true|false";

    public static Option<int> Int(string name, string description, int value, int least = int.MinValue) =>
        Of<int>(name, "N", description, result => ParseInt(result, name, least, int.MaxValue), value);

    /// <summary>A whole number that has no fixed default; the description says what happens without it.</summary>
    public static Option<int?> OptionalInt(string name, string description, int least = int.MinValue, int most = int.MaxValue) =>
        Of<int?>(name, "N", description, result => ParseInt(result, name, least, most));

    public static Option<ulong> Seed() => Of<ulong>(
        "--seed",
        "N",
        "What everything random is drawn from; the same seed gives the same result.",
        result =>
        {
            string text = result.Tokens[0].Value;
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
                result.AddError($"--seed is '{text}', expected a whole number of 0 or more");
            return seed;
        },
        0UL);

    public static Option<double> Number(string name, string description, double value) =>
        Of<double>(name, "X", description, result => ParseNumber(result, name), value);

    public static Option<double?> OptionalNumber(string name, string description) =>
        Of<double?>(name, "X", description, result => ParseNumber(result, name));

    /// <summary>One of some names; an unknown one is answered with the nearest.</summary>
    public static Option<string> Choice(string name, string description, string? value, params string[] names)
    {
        string text = $"{description} One of {string.Join(", ", names)}.";
        Option<string> option = Of<string>(name, "NAME", text, result => Choose(result, name.TrimStart('-'), names), value);
        option.CompletionSources.Add(_ => names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        return option;
    }

    public static Option<string?> Text(string name, string helpName, string description) => Of<string?>(name, helpName, description);

    public static Option<string> Text(string name, string helpName, string description, string value) =>
        Of<string>(name, helpName, description, null, value);

    public static Option<string[]?> List(string name, string helpName, string description)
    {
        Option<string[]?> option = Of<string[]?>(name, helpName, description, result =>
        {
            string[] names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0) result.AddError($"{name} names nothing; give names with commas between");
            return names;
        });
        option.Arity = ArgumentArity.ExactlyOne;
        return option;
    }

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A switch with a default, to be turned off by <c>--name false</c>.</summary>
    public static Option<bool> Flag(string name, string description, bool value) =>
        Of<bool>(name, TrueOrFalse, description, null, value);

    public static Option<int> Threads() => Int("--threads", "Threads to use; the result does not depend on them.", Environment.ProcessorCount, 1);

    public static Option<int?> Horizon(int most) =>
        OptionalInt("--horizon", "Steps ahead. [default: as many as the model was trained for]", 1, most);

    public static Option<string?> Csv() => Text("--out", "FILE", "Where the CSV goes. [default: standard output]");

    public static Argument<string> Jobs() => new("DIR") { Description = "A folder of qseq hardware export." };

    public static Argument<string> ChoiceArgument(string name, string description, params string[] names) =>
        new(name) { Description = description, CustomParser = result => Choose(result, name.ToLowerInvariant(), names) };

    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    public static string[]? Given(this ParseResult parsed, Option<string[]?> option) =>
        parsed.IsGiven(option) ? parsed.GetValue(option) : null;

    /// <summary>Refuses options that do not apply; <paramref name="advice"/> follows "leave it out".</summary>
    public static void Only(this ParseResult parsed, bool applies, Option[] options, string to, string only, string advice = "")
    {
        if (!applies && Array.Find(options, parsed.IsGiven) is { } option)
            throw new UsageException($"{option.Name} does not apply to {to}, only to {only}; leave it out{advice}");
    }

    private static Option<T> Of<T>(
        string name, string helpName, string description, Func<ArgumentResult, T?>? parse = null, object? value = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName, CustomParser = parse };
        if (value is not null) option.DefaultValueFactory = _ => (T)value;
        return option;
    }

    private static string? Choose(ArgumentResult result, string what, string[] names)
    {
        string text = result.Tokens[0].Value;
        string? found = Array.Find(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (found is null) result.AddError(NearestName.Describe(what, text, names));
        return found;
    }

    private static int ParseInt(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        bool isNumber = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number);
        if (isNumber && number >= least && number <= most) return (int)number;
        string beyond = number < int.MinValue ? "which is too small; " : number > int.MaxValue ? "which is too large; " : "";
        string range = number < least ? Invariant($"{least} or more") : Invariant($"{most} or less");
        result.AddError(isNumber ? $"{name} is {text}, {beyond}expected {range}" : $"{name} is '{text}', expected a whole number");
        return 0;
    }

    private static double ParseNumber(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            result.AddError($"{name} is '{text}', expected a number such as 0.01");
        return value;
    }
}
