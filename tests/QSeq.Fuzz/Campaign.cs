using System.Diagnostics;

namespace QSeq.Fuzz;

/// <summary>
/// Feeds readers in turn. Each has a stream of random numbers of its own, and inputs that came to something new join its
/// samples, so seed and number of an input give it again, whatever other readers did.
/// </summary>
internal sealed class Campaign(FuzzOptions options, IReadOnlyList<FuzzReader> readers)
{
    private const int MostKnown = 400;
    private const int MostFindings = 20; // of a reader, in files
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5); // of processor time: a busy machine does not count

    private readonly Lock _turn = new();
    private (string Name, long Number, byte[] Input)? _at; // being read
    private TimeSpan _since; // processor time when it began
    private int _findings;

    /// <summary>Whether nothing was found.</summary>
    public bool Run()
    {
        var worker = new Thread(Work, maxStackSize: 1 << 20) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            lock (_turn)
            {
                if (_at is not { } at || Environment.CpuUsage.TotalTime - _since < Longest) continue;
                Found(at.Name, at.Number, at.Input, $"it takes longer than {Longest.TotalSeconds} s");
                return false; // the reader cannot be stopped, so no more is tried
            }
        }

        Console.WriteLine(_findings == 0 ? "nothing found" : $"{_findings} findings, the first of each kind in {options.Out}");
        return _findings == 0;
    }

    /// <summary>Whether a reader may do what it does with an input.</summary>
    public bool Replay(string file, FuzzReader reader)
    {
        Outcome outcome = Read(reader, 0, File.ReadAllBytes(file));
        Console.WriteLine($"{Path.GetFileName(file)} ({reader.Name}): {outcome.Problem ?? "right, " + outcome.Kind}");
        return outcome.Problem is null;
    }

    private void Work()
    {
        State[] states = [.. readers.Select(reader => new State(reader, new Mutator(new RandomSource(options.Seed, reader.Name))))];
        var clock = Stopwatch.StartNew();
        long all = 0;
        bool Goes() => options.Time is { } time ? clock.Elapsed < time : all < options.Inputs;
        for (int n = 0; Goes(); n = (n + 1) % states.Length)
            for (int left = states[n].Reader.Share; left > 0 && Goes(); left--, all++) Step(states[n]);
        foreach (State state in states)
            Console.WriteLine(Invariant($"{state.Reader.Name,-16} {state.Count,9} inputs, {state.Read,9} read, {state.Kinds.Count,4} kinds of outcomes, {state.Spent.TotalSeconds,6:F1} s"));
        Console.WriteLine(Invariant($"{all} inputs in {clock.Elapsed.TotalSeconds:F0} s, seed {options.Seed}"));
    }

    private void Step(State state)
    {
        long began = Stopwatch.GetTimestamp();
        byte[] input = state.Count < state.Reader.Samples.Count
            ? state.Reader.Samples[(int)state.Count] // good ones first
            : state.Reader.Mutate(state.Mutator, state.Known);
        state.Count++;
        Outcome outcome = Read(state.Reader, state.Count, input);
        state.Spent += Stopwatch.GetElapsedTime(began);
        if (outcome.Kind == "read") state.Read++;
        else if (state.Count <= state.Reader.Samples.Count) outcome = new Outcome(outcome.Kind, $"a good sample is refused: {outcome.Kind}");
        bool isNew = state.Kinds.Add(outcome.Kind);
        if (isNew && state.Known.Count < MostKnown) state.Known.Add(input);
        if (outcome.Problem is not { } problem) return;
        _findings++;
        if (state.Findings.Add(outcome.Kind) && state.Findings.Count <= MostFindings) Found(state.Reader.Name, state.Count, input, problem);
    }

    private Outcome Read(FuzzReader reader, long number, byte[] input)
    {
        lock (_turn) (_at, _since) = ((reader.Name, number, input), Environment.CpuUsage.TotalTime);
        Outcome outcome = Judge.Of(reader, input);
        lock (_turn) _at = null;
        return outcome;
    }

    private void Found(string reader, long number, byte[] input, string problem)
    {
        Directory.CreateDirectory(options.Out);
        string file = Path.Combine(options.Out, Invariant($"{reader}-seed-{options.Seed}-input-{number}.bin"));
        File.WriteAllBytes(file, input);
        Console.WriteLine($"FOUND {file}: {problem}");
    }

    private sealed record State(FuzzReader Reader, Mutator Mutator)
    {
        public List<byte[]> Known { get; } = [.. Reader.Samples];
        public HashSet<string> Kinds { get; } = [];
        public HashSet<string> Findings { get; } = [];
        public TimeSpan Spent { get; set; }
        public long Count { get; set; }
        public long Read { get; set; }
    }
}
