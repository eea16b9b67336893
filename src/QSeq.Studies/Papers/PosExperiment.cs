using System.Collections.Immutable;
using QSeq.Data;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Studies.Papers;

/// <summary>
/// Part-of-speech tagging as in the QK-LSTM paper (arXiv 2411.13225, section III): two sentences that are learnt by
/// heart; and the same gates on a real treebank with a test part, which the paper does not have.
/// </summary>
public static class PosExperiment
{
    /// <summary>The paper's two sentences.</summary>
    public static ImmutableArray<TaggedSentence> Sentences { get; } =
    [
        new(["The", "dog", "eat", "the", "ice"], ["DET", "NN", "V", "DET", "NN"]),
        new(["Everybody", "read", "that", "book"], ["NN", "V", "DET", "NN"]),
    ];

    /// <summary>
    /// How the paper's models are trained: 100 epochs at learning rate 0.1, as printed; one sentence a step. The optimiser
    /// is not printed ("SGD or Adam"): Adam here, for plain SGD at this rate has not learnt the nine words after 100 epochs.
    /// </summary>
    public static TrainingOptions PaperTraining { get; } =
        new() { Epochs = 100, BatchSize = 1, Loss = Loss.CrossEntropy, Optimizer = new AdamConfig { LearningRate = 0.1 } };

    /// <summary>The paper's models (embedding 8, hidden size 6, 4 qubits, 9 words, 3 tags), and ours of like size.</summary>
    public static ImmutableArray<TagContender> Paper { get; } =
    [
        new("LSTM", "lstm", Small(new LstmGates()), "9 x 8 + nn.LSTM(8,6) 384 + head 21", 477),
        new("QLSTM", "qlstm", Small(Circuits), "72 + projection 60 + 4 circuits x 4 qubits + read-out 30 + head 21", 199),
        new("QK-LSTM", "qk-lstm-count", Small(QkGates.CountFaithful), "72 + projection 60 + read-out 30 + head 21; references are drawn once", 183),
        new("QK-LSTM (equations)", "qk-lstm", Small(QkGates.EquationFaithful), "72 + 8 references x 14 + alpha and b 216 + head 21: the paper's Eq. 3"),
        new("LSTM (small)", "lstm", Small(new LstmGates()) with { Hidden = 2 }, "72 + nn.LSTM(8,2) 96 + head 9: a baseline of about equal size"),
    ];

    /// <summary>
    /// How models are trained on a treebank: rate and weight decay of AdamW chosen by validation accuracy, and as many epochs
    /// as it takes until the validation loss has not fallen for 30. The weights of its lowest are kept.
    /// </summary>
    public static TrainingOptions TreebankTraining { get; } = new()
    {
        Epochs = 200,
        BatchSize = 16,
        Loss = Loss.CrossEntropy,
        Optimizer = new AdamConfig { LearningRate = 0.01, WeightDecay = 0.05 },
        ClipNorm = 5,
        EarlyStopping = new EarlyStopping { Patience = 30 },
    };

    /// <summary>
    /// The same gate maps at the size of a treebank: words, endings and shapes of words (16 + 8 + 4 features), hidden size
    /// 16, cells that read both ways. All have the same tables of words, by far most of their parameters.
    /// </summary>
    public static ImmutableArray<TagContender> Treebank { get; } =
    [
        new("LSTM", "lstm", Large(new LstmGates()), "nn.LSTM(28,16) both ways"),
        new("QLSTM", "qlstm", Large(Circuits), "4 circuits x 4 qubits behind a projection, both ways"),
        new("QK-LSTM", "qk-lstm-count", Large(QkGates.CountFaithful), "projection to 4 qubits, 4 references a gate that are drawn once, both ways"),
        new("QK-LSTM (equations)", "qk-lstm", Large(new QkGates { Kernel = QkGates.EquationFaithful.Kernel with { References = 24 } }),
            "24 references of 44 components that train, both ways: as many as make it no larger than the LSTM"),
        new("LSTM (small)", "lstm", Large(new LstmGates()) with { Hidden = 2 }, "nn.LSTM(28,2) both ways: about as many gate parameters as QLSTM and QK-LSTM"),
    ];

    private static QlstmGates Circuits => new() { Qubits = 4, Circuit = new VqcOptions { Depth = 1 } };

    private static TaggerOptions Small(GateConfig gates) => new() { Gates = gates, Tokens = new TokenEncoderOptions { Closed = true } };

    private static TaggerOptions Large(GateConfig gates) => new()
    {
        Gates = gates,
        Tokens = new TokenEncoderOptions { Channels = [TokenFeature.Word, TokenFeature.Suffix, TokenFeature.Shape], MinCount = 2 },
        Dimensions = [16, 8, 4],
        Hidden = 16,
        Bidirectional = true,
    };
}
