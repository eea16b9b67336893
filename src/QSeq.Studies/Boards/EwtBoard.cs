namespace QSeq.Studies.Boards;

/// <summary>
/// Universal parts of speech of the English Web Treebank: learnt from its training file, of which every tenth sentence chooses the
/// epoch, and scored on its development file, with the words parted as they are there.
/// </summary>
public static class EwtBoard
{
    private const int DefaultSeeds = 5, DefaultEpochs = 15, Every = 10;

    // Chosen for an LSTM by its accuracy on a part of the training file that it did not learn, see docs/tagging.md.
    private const double Rate = 0.01, Decay = 0.02, WordDropout = 0.25, InputDropout = 0.3;
    private const int Batch = 16;

    private static readonly TagEntry[] Taggers =
    [
        Tagger("QKAN-LSTM", "qkan-lstm", 8, new QkanGates(), "hidden size 8"),
        Tagger("HQKAN-LSTM", "hqkan-lstm", 32, new HqkanGates { Hqkan = new HqkanOptions { Encoded = 8, Latent = 8 } }, "hidden size 32, latent 8"),
        Tagger("QLSTM", "qlstm", 32, new QlstmGates { Qubits = 4, Circuit = new VqcOptions { Depth = 1 } }, "hidden size 32, 4 qubits behind a projection"),
        Tagger("QK-LSTM", "qk-lstm", 16, new QkGates { Kernel = QkGates.EquationFaithful.Kernel with { References = 24 } }, "hidden size 16, 24 references"),
        Tagger("LSTM", "lstm", 32, new LstmGates(), "hidden size 32"),
        Tagger("GRU", "gru", 36, new GruGates(), "hidden size 36"),
    ];

    /// <summary>What the data is, for those who have to name it.</summary>
    public static (string Train, string Dev) Files => ("en_ewt-ud-train.conllu", "en_ewt-ud-dev.conllu");

    /// <summary>The study.</summary>
    /// <param name="train">The sentences of the training file.</param>
    /// <param name="dev">The sentences of the development file.</param>
    /// <param name="source">Which files these are.</param>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for 15.</param>
    /// <exception cref="InvalidDataException">There are too few sentences.</exception>
    public static BoardStudy Create(IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence> dev, string source, int? seeds = null, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(dev);
        if (train.Count < Every || dev.Count == 0)
            throw new InvalidDataException($"there are {train.Count} sentences to learn from and {dev.Count} to score, expected {Every} and 1 or more");
        TaggedSentence[] learnt = [.. train.Where((_, n) => n % Every != Every - 1)], watched = [.. train.Where((_, n) => n % Every == Every - 1)];
        double all = train.Count + dev.Count;
        var split = new SplitFractions(learnt.Length / all, watched.Length / all);
        var training = new TrainingOptions
        {
            Epochs = epochs ?? DefaultEpochs,
            BatchSize = Batch,
            Objective = Objective.CrossEntropy,
            Optimizer = OptimizerConfig.Adam(Rate, Decay),
            Schedule = Schedule.Cosine(),
            ClipNorm = 5,
        };
        return new BoardStudy
        {
            Name = "ewt",
            Title = "UD English EWT, parts of speech",
            Source = source,
            Settings = Invariant($"{learnt.Length} sentences to learn from, {watched.Length} (every {Every}th) to choose the epoch by, {dev.Count} of the development file to score; word, ending and shape (16 + 16 + 4), both ways; {training.Epochs} epochs, {training.BatchSize} sentences a step, AdamW (decay {Decay}) at {Rate}, cosine; training hides words ({WordDropout}) and inputs ({InputDropout})"),
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Groups = [new BoardGroup("Accuracy, part of words", [Accuracy, new BoardColumn("unknown_accuracy", "", "unknown words", 3, true)])],
            Printed =
            [
                new PrintedRow("UDPipe 1.2, test file", [new PrintedFigure("accuracy", .944)], "UDPipe 1.2 with gold tokens on the test file, of which there are no figures here"),
            ],
            Aims = [new BoardAim(Accuracy, .944, "UDPipe 1.2 on the test file")],
            Cases = [.. Taggers.Select(entry => new TagCase("treebank", entry, [.. learnt, .. watched, .. dev], split, training, source, WordDropout, InputDropout))],
        };
    }

    private static BoardColumn Accuracy { get; } = new("accuracy", "", "accuracy", 3, true);

    private static TagEntry Tagger(string label, string model, int hidden, GateConfig gates, string decoding) => new()
    {
        Label = label,
        Model = model,
        Decoding = decoding,
        Tagger = new TaggerOptions
        {
            Gates = gates,
            Tokens = new TokenEncoderOptions { Channels = [TokenFeature.Word, TokenFeature.Suffix, TokenFeature.Shape], MinCount = 2 },
            Dimensions = [16, 16, 4],
            Hidden = hidden,
            Bidirectional = true,
        },
    };
}
