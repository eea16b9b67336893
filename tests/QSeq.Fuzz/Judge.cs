namespace QSeq.Fuzz;

/// <summary>What came of an input.</summary>
/// <param name="Kind">What tells it from other outcomes: success, or what was refused, without what differs from input to input.</param>
/// <param name="Problem">What is wrong with it; null where nothing is.</param>
internal readonly record struct Outcome(string Kind, string? Problem);

/// <summary>Feeds a reader and says whether what came of it may come.</summary>
internal static class Judge
{
    public const long MostAllocated = 256L << 20; // bytes for an input of up to MostRead
    private const int MostRead = 1 << 16;
    private const int LongestMessage = 500;

    public static Outcome Of(FuzzReader reader, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Outcome outcome;
        try
        {
            outcome = new Outcome("read", reader.Read(input));
        }
        catch (Exception e) when (reader.Refuses(e))
        {
            outcome = new Outcome($"{e.GetType().Name}: {Shape(reader.Say(e))}", MessageProblem(reader.Say(e)));
        }
        catch (Exception e)
        {
            string[] frames = (e.StackTrace ?? "").Split('\n');
            string place = Array.Find(frames, frame => frame.Contains("QSeq", StringComparison.Ordinal))?.Trim() ?? "";
            outcome = new Outcome($"{e.GetType().Name} {place}", $"it threw {e.GetType().Name}: {BadData.Line(e.Message, 200)} {place}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > MostAllocated && input.Length <= MostRead && outcome.Problem is null
            ? outcome with { Problem = $"it allocated {allocated >> 20} MB for {input.Length} bytes; outcome: {outcome.Kind}" }
            : outcome;
    }

    /// <summary>What is wrong with a message, or null.</summary>
    public static string? MessageProblem(string message) =>
        message.Length == 0 ? "the message is empty"
        : message.Length >= LongestMessage ? $"the message has {message.Length} characters: {message[..200]}"
        : Array.FindIndex([.. message], c => char.IsControl(c) || c is '\u2028' or '\u2029') is >= 0 and var control ? $"character {(int)message[control]:x4} is in the message: {message}"
        : !IsWhole(message) ? $"half of a surrogate pair is in the message: {message}"
        : null;

    private static bool IsWhole(string text)
    {
        for (int n = 0; n < text.Length; n++)
        {
            if (char.IsHighSurrogate(text[n]) && n + 1 < text.Length && char.IsLowSurrogate(text[n + 1])) n++;
            else if (char.IsSurrogate(text[n])) return false;
        }

        return true;
    }

    // Without digits and without what stands in quotation marks, so that a new kind of message is told from a new number in one.
    private static string Shape(string message)
    {
        var shape = new StringBuilder();
        bool quoted = false;
        foreach (char c in message.AsSpan(0, Math.Min(message.Length, 200)))
        {
            if (c == '\'') quoted = !quoted;
            if (!quoted && char.IsAsciiLetter(c)) shape.Append(c);
        }

        return shape.ToString();
    }
}
