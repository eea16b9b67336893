using QSeq.Core;
using QSeq.Data;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Persistence;
using QSeq.Quantum;
using QSeq.Training;

namespace QSeq.Tests.Bits;

/// <summary>A model trained for 50 steps on made-up series.</summary>
/// <param name="Name">What is special about it, without spaces.</param>
/// <param name="Gates">The gate map.</param>
internal sealed record BitsCase(string Name, GateConfig Gates)
{
    private const int Rows = 320;
    private const int Steps = 50;

    private int Hidden { get; init; } = 1;

    private int Layers { get; init; } = 1;

    private int Window { get; init; } = 2;

    /// <summary>Two shards, the second with a block that is not full; so is the last batch of an epoch.</summary>
    private int Batch { get; init; } = 201;

    private int Windows { get; init; } = 240;

    private double Size { get; init; } = 1;

    private bool Sequence { get; init; }

    /// <summary>A tagger that reads made-up sentences both ways, instead of a model of series.</summary>
    private bool Tagger { get; init; }

    private TrainingOptions Options { get; init; } = new();

    /// <summary>All models, all encodings, both read-outs, all optimisers, schedules and losses.</summary>
    public static IReadOnlyList<BitsCase> All { get; } =
    [
        new("lstm", new LstmGates())
        {
            Hidden = 3,
            Layers = 2,
            Options = new() { Optimizer = new AdamConfig { WeightDecay = 0.01 }, Schedule = new StepSchedule { Every = 3 } },
        },
        new("qlstm", new QlstmGates { Circuit = new VqcOptions { Depth = 2, Entangler = Entangler.Ring } })
        {
            Hidden = 2,
            Options = new() { Optimizer = new RmsPropConfig(), Schedule = new CosineSchedule() },
        },

        new("qlstm-projected", new QlstmGates { Circuit = new VqcOptions { Depth = 1 }, Qubits = 3 }) { Hidden = 4 },

        new("qk", QkGates.EquationFaithful) { Hidden = 3, Layers = 2 },
        new("qk-2", new QkGates { Kernel = new() { References = 4, Similarity = new() { FeatureMap = new() { Reps = 2 }, TrainScale = true } } }) { Hidden = 2 },
        new("qk-count", QkGates.CountFaithful) { Hidden = 5, Sequence = true, Window = 3 },

        // Seven shards, the last of 22 samples; then a batch of 20.
        new("pz", new QkanGates()) { Batch = 790, Windows = 810, Options = new() { ClipNorm = 0.1 } },
        new("pz-3", Qkan(Encoding.Pz, 3)) { Options = new() { Optimizer = new SgdConfig(), Schedule = new PlateauSchedule { Patience = 2 }, Objective = Objective.Mae } },
        new("mix-3", Qkan(Encoding.Mix, 3)),
        new("pz-3-noise", new QkanGates { Qkan = new QkanOptions { Reps = 3, Noise = new GateNoise { Depolarising = 0.01, AmplitudeDamping = 0.02, PhaseDamping = 0.03, Readout = 0.04 } } }),
        new("pz-frozen", new QkanGates { Qkan = new QkanOptions { TrainPreactivation = false } }),
        new("pz-3-frozen", new QkanGates { Qkan = new QkanOptions { Reps = 3, TrainPreactivation = false } }),
        new("real-2", Qkan(Encoding.Real, 2)),
        new("rpz-2-difference", Qkan(Encoding.Rpz, 2) with { Qkan = new QkanOptions { Encoding = Encoding.Rpz, Reps = 2, Readout = Readout.AmplitudeDifference } }) { Windows = 170, Batch = 17 },
        new("hqkan", new HqkanGates()) { Sequence = true, Window = 3 },

        new("tagger", new LstmGates()) { Hidden = 3, Tagger = true },
        new("qk-tagger", QkGates.CountFaithful) { Hidden = 4, Tagger = true, Layers = 2 },

        new("gru", new GruGates()) { Hidden = 3, Layers = 2, Sequence = true },
        new("fourier", new FourierGates()),
        new("spline", new SplineGates()) { Hidden = 2 },
        new("gqkan-qkanfwp", new FastWeightGates { Reps = 2 }) { Hidden = 3, Window = 4 },
        new("gqkanfwp", FastWeightGates.Of(FastWeightForm.LinearQkan)) { Hidden = 3, Window = 4 },
        new("gqkan-fwp", FastWeightGates.Of(FastWeightForm.QkanLinear)) { Hidden = 5, Window = 4 },
        new("gqkan-qfwp", FastWeightGates.Of(FastWeightForm.QkanCircuit) with { Qubits = 4 }) { Hidden = 4, Window = 4 },

        // Angles that are reduced the long way.
        new("far", new QkanGates()) { Size = 1e6 },
    ];

    /// <summary>Trains and returns the digest of the weights.</summary>
    /// <param name="threads">Threads to use.</param>
    public string Train(int threads)
    {
        if (Tagger) return TrainTagger(threads);
        var random = new RandomSource(5, Name);
        double[] values = new double[Math.Max(Rows, Windows + 60)];
        for (int t = 1; t < values.Length; t++) values[t] = (0.9 * values[t - 1]) + (Size * random.NextUniform(-0.5, 0.5));
        var table = new SeriesTable("random walk", ["x"], [values]);
        var scaler = new Scaler(ScalerKind.None, ["x"], [0], [1]);
        WindowSet all = WindowSet.Create(table, scaler, new WindowOptions { Window = Window, Sequence = Sequence });
        var model = new SequenceModel(
            new SequenceModelConfig { Gates = Gates, Hidden = Hidden, Layers = Layers, Output = Sequence ? OutputMode.Sequence : OutputMode.Last }, 11);

        int batches = (Windows + Batch - 1) / Batch;
        TrainingOptions options = Options with { Epochs = (Steps + batches - 1) / batches, BatchSize = Batch, Seed = 3, Threads = threads };
        TrainingResult result = Trainer.Fit(model, all.Slice(0, Windows), all.Slice(Windows, 41), options);
        Assert.Equal(StopReason.Completed, result.Stop);
        return TrainedModel.DigestOf(model);
    }

    private string TrainTagger(int threads)
    {
        var random = new RandomSource(5, Name);
        TaggedSentence[] sentences = [.. Enumerable.Range(0, Windows).Select(_ =>
        {
            string[] words = [.. Enumerable.Range(0, 1 + random.NextInt(6)).Select(_ => $"w{random.NextInt(9)}")];
            return new TaggedSentence([.. words], [.. words.Select((word, n) => $"T{(word[1] + n) % 3}")]);
        })];
        var options = new TaggerOptions { Gates = Gates, Dimensions = [4], Hidden = Hidden, Layers = Layers, Bidirectional = true };
        SequenceTagger tagger = SequenceTagger.Create(sentences, options, 11);
        TrainingOptions training = Options with { Epochs = Steps / 2, BatchSize = Batch, Seed = 3, Threads = threads, Objective = Objective.CrossEntropy };
        TrainingResult result = Trainer.Fit(tagger, sentences[..^41], sentences[^41..], training);
        Assert.Equal(StopReason.Completed, result.Stop);
        return TrainedModel.DigestOf(tagger.Model);
    }

    private static QkanGates Qkan(Encoding encoding, int reps) => new() { Qkan = new QkanOptions { Encoding = encoding, Reps = reps } };
}
