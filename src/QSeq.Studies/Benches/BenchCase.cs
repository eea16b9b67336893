namespace QSeq.Studies.Benches;

/// <summary>A training step to time.</summary>
/// <param name="Case">Its letter, or <c>custom</c>.</param>
/// <param name="Model">The model's name in the catalogue.</param>
/// <param name="Config">The model's sizes.</param>
/// <param name="Batch">Samples a step, at least 1.</param>
/// <param name="Window">Time steps, at least 1.</param>
/// <param name="Threads">Threads the case is timed on.</param>
/// <param name="PyTorchSeconds">What one step takes in PyTorch on one thread, or null where that was not measured.</param>
public sealed record BenchCase(
    string Case, string Model, SequenceModelConfig Config, int Batch, int Window, int Threads, double? PyTorchSeconds)
{
    /// <summary>
    /// The standard cases A to J. The PyTorch figures (torch on one thread, qkan 0.2.3's exact solver, a batched
    /// state vector for qlstm, nn.LSTM) were taken once on a 2-core machine like the one QSeq is developed on.
    /// </summary>
    public static ImmutableArray<BenchCase> Standard { get; } =
    [
        new("A", "qkan-lstm", Qkan(1, 1, 1), 16, 4, 1, 0.0247),
        new("B", "qkan-lstm", Qkan(1, 1, 1), 64, 12, 1, 0.080),
        new("C", "qkan-lstm", Qkan(1, 4, 3), 256, 24, 1, 0.68),
        new("D", "qkan-lstm", Qkan(8, 32, 3), 256, 24, 2, 16.9),
        new("E", "qkan-lstm", Qkan(8, 16, 1), 1024, 24, 2, 6.25),
        new("F", "qlstm", Qlstm(1, 5, 3), 16, 4, 1, 0.083),
        new("G", "qlstm", Qlstm(1, 5, 3), 256, 24, 2, 0.90),
        new("H", "lstm", Lstm(1, 5), 16, 4, 1, 0.00071),
        new("I", "lstm", Lstm(8, 32), 256, 24, 1, 0.041),
        new("J", "lstm", Lstm(8, 128), 256, 24, 2, 0.53),
    ];

    /// <summary>Sine and cosine pairs that one forward pass over the batch needs: edges x reps x samples x time steps; 0 where the model has no QKAN.</summary>
    public long SinCosPairs => Config.Gates is QkanGates gates
        ? Enumerable.Range(0, Config.Layers).Sum(n => (long)((n == 0 ? Config.Inputs : Config.Hidden) + Config.Hidden) * 4 * Config.Hidden) * gates.Qkan.Reps * Batch * Window
        : 0;

    private static SequenceModelConfig Qkan(int inputs, int hidden, int reps) =>
        new() { Gates = new QkanGates { Qkan = new QkanOptions { Reps = reps } }, Inputs = inputs, Hidden = hidden };

    private static SequenceModelConfig Qlstm(int inputs, int hidden, int depth) =>
        new() { Gates = new QlstmGates { Circuit = new VqcOptions { Depth = depth } }, Inputs = inputs, Hidden = hidden };

    private static SequenceModelConfig Lstm(int inputs, int hidden) => new() { Gates = new LstmGates(), Inputs = inputs, Hidden = hidden };
}
