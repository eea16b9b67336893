namespace QSeq.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record FuzzOptions
{
    public const string Usage =
        """
        QSeq.Fuzz: feeds every reader with mutated good samples.
          --seed N        the seed of all randomness [default: 1]
          --inputs N      inputs over all readers [default: 20000]
          --time SECONDS  goes on for so long instead
          --reader NAME   this reader alone (--list names them); may be given several times
          --out DIR       where inputs that are findings go [default: artifacts/fuzz]
          --replay FILE   reads a file, or each file of a folder; the name begins with that of the reader, or --reader names it
          --list          names the readers
        """;

    public ulong Seed { get; init; } = 1;
    public long Inputs { get; init; } = 20_000;
    public TimeSpan? Time { get; init; }
    public IReadOnlyList<string> Readers { get; init; } = [];
    public string Out { get; init; } = Path.Combine("artifacts", "fuzz");
    public string? Replay { get; init; }
    public bool List { get; init; }

    /// <summary>Reads a command line; null where it cannot be read.</summary>
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions();
        for (int n = 0; n < args.Length; n++)
        {
            if (args[n] == "--list")
            {
                options = options with { List = true };
                continue;
            }

            if (n + 1 == args.Length) return null;
            string value = args[n + 1];
            FuzzOptions? next = args[n++] switch
            {
                "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) => options with { Seed = seed },
                "--inputs" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long inputs) => options with { Inputs = inputs },
                "--time" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) => options with { Time = TimeSpan.FromSeconds(seconds) },
                "--reader" => options with { Readers = [.. options.Readers, value] },
                "--out" => options with { Out = value },
                "--replay" => options with { Replay = value },
                _ => null,
            };
            if (next is null) return null;
            options = next;
        }

        return options;
    }
}
