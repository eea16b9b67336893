namespace QSeq.Studies.Papers;

/// <summary>
/// Part-of-speech tagging as in the QK-LSTM paper (arXiv 2411.13225, section III): two sentences that are learnt by
/// heart; and the same gates on a real treebank with a test part, which the paper does not have.
/// </summary>
public static class QkLstmPaper
{
    private const double Decay = 0.05; // of AdamW

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
        new() { Epochs = 100, BatchSize = 1, Objective = Objective.CrossEntropy, Optimizer = OptimizerConfig.Adam(0.1) };

    /// <summary>The paper's models (embedding 8, hidden size 6, 4 qubits, 9 words, 3 tags), and ours of like size.</summary>
    public static ImmutableArray<TagEntry> SentenceEntries { get; } =
    [
        Entry("LSTM", "lstm", Small(new LstmGates()), "9 x 8 + nn.LSTM(8,6) 384 + head 21", 477),
        Entry("QLSTM", "qlstm", Small(Circuits), "72 + projection 60 + 4 circuits x 4 qubits + read-out 30 + head 21", 199),
        Entry("QK-LSTM", "qk-lstm-count", Small(QkGates.CountFaithful), "72 + projection 60 + read-out 30 + head 21; references are drawn once", 183),
        Entry("QK-LSTM (equations)", "qk-lstm", Small(QkGates.EquationFaithful), "72 + 8 references x 14 + alpha and b 216 + head 21: the paper's Eq. 3"),
        Entry("LSTM (small)", "lstm", Small(new LstmGates()) with { Hidden = 2 }, "72 + nn.LSTM(8,2) 96 + head 9: a baseline of about equal size"),
    ];

    /// <summary>
    /// How models are trained on a treebank: rate and weight decay of AdamW chosen by validation accuracy, and as many epochs
    /// as it takes until the validation loss has not fallen for 30. The weights of its lowest are kept.
    /// </summary>
    public static TrainingOptions TreebankTraining { get; } = new()
    {
        Epochs = 200,
        BatchSize = 16,
        Objective = Objective.CrossEntropy,
        Optimizer = OptimizerConfig.Adam(0.01, Decay),
        ClipNorm = 5,
        EarlyStopping = new EarlyStopping { Patience = 30 },
    };

    /// <summary>
    /// The same gate maps at the size of a treebank: words, endings and shapes of words (16 + 8 + 4 features), hidden size
    /// 16, cells that read both ways. All have the same tables of words, by far most of their parameters.
    /// </summary>
    public static ImmutableArray<TagEntry> TreebankEntries { get; } =
    [
        Entry("LSTM", "lstm", Large(new LstmGates()), "nn.LSTM(28,16) both ways"),
        Entry("QLSTM", "qlstm", Large(Circuits), "4 circuits x 4 qubits behind a projection, both ways"),
        Entry("QK-LSTM", "qk-lstm-count", Large(QkGates.CountFaithful), "projection to 4 qubits, 4 references a gate that are drawn once, both ways"),
        Entry("QK-LSTM (equations)", "qk-lstm", Large(new QkGates { Kernel = QkGates.EquationFaithful.Kernel with { References = 24 } }), "24 references of 44 components that train, both ways: as many as make it no larger than the LSTM"),
        Entry("LSTM (small)", "lstm", Large(new LstmGates()) with { Hidden = 2 }, "nn.LSTM(28,2) both ways: about as many gate parameters as QLSTM and QK-LSTM"),
    ];

    /// <summary>The paper's experiment: two sentences, learnt and scored.</summary>
    /// <param name="seeds">Seeds; null for 10.</param>
    /// <param name="epochs">Epochs; null for the paper's 100.</param>
    /// <param name="plainSgd">Plain SGD at the same rate instead of Adam.</param>
    public static TagStudy TwoSentences(int? seeds = null, int? epochs = null, bool plainSgd = false)
    {
        TrainingOptions training = Trained(PaperTraining, epochs, plainSgd);
        const string source = "'The dog eat the ice' and 'Everybody read that book' (arXiv 2411.13225, section III-A), 9 words, 3 tags";
        return new TagStudy
        {
            Name = "pos",
            Title = "Part-of-speech tagging: the paper's two sentences",
            Source = source,
            Settings = $"embedding 8, hidden 6, 4 qubits; {Words(training)}; no test part: accuracy and loss are those of the sentences learnt",
            Training = training,
            Seeds = seeds ?? 10,
            Cases = [.. SentenceEntries.Select(entry => new TagCase("two sentences", entry, Sentences, null, training, source))],
        };
    }

    /// <summary>The same gates on a treebank.</summary>
    /// <param name="sentences">Tagged sentences, cut into parts in their order.</param>
    /// <param name="source">Which sentences these are.</param>
    /// <param name="seeds">Seeds; null for 3.</param>
    /// <param name="epochs">Epochs at most; null for 200.</param>
    /// <param name="plainSgd">Plain SGD at the same rate instead of AdamW.</param>
    /// <exception cref="InvalidDataException">A part gets no sentence, or there is only one tag.</exception>
    public static TagStudy Treebank(IReadOnlyList<TaggedSentence> sentences, string source, int? seeds = null, int? epochs = null, bool plainSgd = false)
    {
        TrainingOptions training = Trained(TreebankTraining, epochs, plainSgd);
        ImmutableArray<StudyCase> cases = [.. TreebankEntries.Select(entry => new TagCase("treebank", entry, sentences, new SplitFractions(0.7, 0.15), training, source))];
        SentenceSplit parts = ((TagCase)cases[0]).Split;
        return new TagStudy
        {
            Name = "pos",
            Title = "Part-of-speech tagging: a treebank",
            Source = source,
            Settings = Invariant($"{parts.Train.Count}, {parts.Validation.Count} and {parts.Test.Count} sentences to train, validate and test, in file order; word, ending and shape of words (16 + 8 + 4), hidden 16, both ways; {Words(training)}, weights of the epoch best on validation"),
            Training = training,
            Seeds = seeds ?? 3,
            Cases = cases,
        };
    }

    private static TrainingOptions Trained(TrainingOptions training, int? epochs, bool plainSgd) => training with
    {
        Epochs = epochs ?? training.Epochs,
        Optimizer = plainSgd ? OptimizerConfig.Sgd(training.Optimizer.LearningRate, momentum: 0) : training.Optimizer,
    };

    private static string Words(TrainingOptions training)
    {
        string end = training.EarlyStopping is { } early ? Invariant($" at most, until {early.Patience} have not helped") : "";
        OptimizerConfig adam = OptimizerConfig.Adam(training.Optimizer.LearningRate);
        string optimizer = training.Optimizer == adam ? "Adam" : training.Optimizer.Kind == adam.Kind ? Invariant($"AdamW (decay {Decay})") : "plain SGD";
        return Invariant($"{training.Epochs} epochs{end}, {optimizer} at {training.Optimizer.LearningRate}, {NumberText.Count(training.BatchSize, "sentence")} a step");
    }

    private static TagEntry Entry(string label, string model, TaggerOptions tagger, string decoding, int? printed = null) => new()
    {
        Label = label,
        Model = model,
        Tagger = tagger,
        Decoding = decoding,
        Printed = printed is { } parameters ? [new("parameters", parameters)] : [],
    };

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
