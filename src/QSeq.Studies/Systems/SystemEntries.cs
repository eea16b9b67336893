namespace QSeq.Studies.Systems;

/// <summary>The models of the study, all of about as many trained parameters.</summary>
internal static class SystemEntries
{
    /// <summary>How many trained parameters models have, about.</summary>
    public const int Budget = 60;

    /// <summary>Units of the larger echo state network.</summary>
    public const int LargeReservoir = 200;

    /// <summary>The network that the others are held against.</summary>
    public const string Baseline = "LSTM";

    /// <summary>The learning rate of the networks.</summary>
    public const double LearningRate = 0.01;

    /// <summary>Networks for so many inputs.</summary>
    public static ImmutableArray<ForecastEntry> Networks(int inputs) =>
    [
        Entry(Baseline, "lstm", new LstmGates(), 2),
        Entry("GRU", "gru", new GruGates(), 3),
        Entry("QLSTM", "qlstm", QlstmGates.Preset, inputs == 1 ? 3 : 2),
        Entry("QKAN-LSTM", "qkan-lstm", new QkanGates(), 1),
        Entry("HQKAN-LSTM", "hqkan-lstm", new HqkanGates(), 2),
        Entry("Fourier LSTM", "fourier-lstm", new FourierGates(), 1),
        Entry("spline LSTM", "spline-lstm", new SplineGates(), 1),
        Entry("QK-LSTM", "qk-lstm", QkGates.EquationFaithful, 1),
    ];

    /// <summary>Echo state networks: one with as many trained weights as the networks have parameters, and a larger one.</summary>
    public static ImmutableArray<EchoStateEntry> EchoStates(int inputs) =>
    [
        Reservoir("echo state", Budget - 1 - inputs, "as many trained weights as the networks"),
        Reservoir($"echo state, {LargeReservoir}", LargeReservoir, "a larger reservoir"),
    ];

    private static ForecastEntry Entry(string label, string model, GateConfig gates, int hidden) => new()
    {
        Label = label,
        Model = model,
        Network = new SequenceModelConfig { Gates = gates, Hidden = hidden },
        LearningRate = LearningRate,
        Decoding = "of about equal size",
    };

    private static EchoStateEntry Reservoir(string label, int units, string why) =>
        new() { Label = label, Model = "echo state", Options = new EchoStateOptions { Units = units }, Decoding = why };
}
