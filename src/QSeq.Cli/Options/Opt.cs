using System.CommandLine.Parsing;

namespace QSeq.Cli.Options;

/// <summary>Makes options whose bad values are answered in one line: which option, what was found, what to give.</summary>
internal static class Opt
{
    /// <summary>What help calls the value of a switch that has a default.</summary>
    public const string TrueOrFalse = "true|false";

    public static Option<int> Int(string name, string description, int value, int least = int.MinValue) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value, CustomParser = result => ParseInt(result, name, least, int.MaxValue) ?? value };

    /// <summary>A whole number that has no fixed default; the description says what happens without it.</summary>
    public static Option<int?> OptionalInt(string name, string description, int least = int.MinValue, int most = int.MaxValue) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseInt(result, name, least, most) };

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "What everything random is drawn from; the same seed gives the same result.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)) return seed;
            result.AddError($"--seed is '{text}', expected a whole number of 0 or more");
            return 0;
        },
    };

    public static Option<double> Number(string name, string description, double value) =>
        new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => value, CustomParser = result => ParseNumber(result, name) ?? value };

    public static Option<double?> OptionalNumber(string name, string description) =>
        new(name) { Description = description, HelpName = "X", CustomParser = result => ParseNumber(result, name) };

    /// <summary>One of some names; an unknown one is answered with the nearest.</summary>
    public static Option<string> Choice(string name, string description, string? value, params string[] names)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} One of {string.Join(", ", names)}.",
            HelpName = "NAME",
            CustomParser = result => Choose(result, name.TrimStart('-'), names),
        };
        if (value is not null) option.DefaultValueFactory = _ => value;
        option.CompletionSources.Add(_ => names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        return option;
    }

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    public static Option<string> Text(string name, string helpName, string description, string value) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => value };

    /// <summary>Names with commas between.</summary>
    public static Option<string[]?> List(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            string[] names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0) result.AddError($"{name} names nothing; give names with commas between");
            return names;
        },
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A switch with a default, to be turned off by <c>--name false</c>.</summary>
    public static Option<bool> Flag(string name, string description, bool value) =>
        new(name) { Description = description, HelpName = TrueOrFalse, DefaultValueFactory = _ => value };

    public static Option<int> Threads() => Int("--threads", "Threads to use; the result does not depend on them.", Environment.ProcessorCount, 1);

    public static Option<int?> Horizon(int most) =>
        OptionalInt("--horizon", "Steps ahead. [default: as many as the model was trained for]", 1, most);

    /// <summary>Where a verb that makes data writes it.</summary>
    public static Option<string?> Csv() => Text("--out", "FILE", "Where the CSV goes. [default: standard output]");

    public static Argument<string> Jobs() => new("DIR") { Description = "A folder of qseq hardware export." };

    /// <summary>One of some names as an argument.</summary>
    public static Argument<string> ChoiceArgument(string name, string description, params string[] names) =>
        new(name) { Description = description, CustomParser = result => Choose(result, name.ToLowerInvariant(), names) };

    /// <summary>Whether the user wrote the option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The names that the user wrote; null where there are none.</summary>
    public static string[]? Given(this ParseResult parsed, Option<string[]?> option) =>
        parsed.IsGiven(option) ? parsed.GetValue(option) : null;

    private static string? Choose(ArgumentResult result, string what, string[] names)
    {
        string text = result.Tokens[0].Value;
        string? found = Array.Find(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (found is null) result.AddError(NearestName.Describe(what, text, names));
        return found;
    }

    private static int? ParseInt(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            result.AddError(Beyond(text, least, most) is { } problem ? $"{name} is {text}, {problem}" : $"{name} is '{text}', expected a whole number");
        else if (value < least)
            result.AddError($"{name} is {text}, expected {least.ToString(CultureInfo.InvariantCulture)} or more");
        else if (value > most)
            result.AddError($"{name} is {text}, expected {most.ToString(CultureInfo.InvariantCulture)} or less");
        return value;
    }

    /// <summary>What to say of a whole number of too many digits, or null where the text is none.</summary>
    private static string? Beyond(string text, int least, int most)
    {
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return null;
        return Invariant($"which is too {(negative ? "small" : "large")}; expected {(negative ? least : most)} or {(negative ? "more" : "less")}");
    }

    private static double? ParseNumber(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            result.AddError($"{name} is '{text}', expected a number such as 0.01");
        return value;
    }
}
