using QSeq.Core;
using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Engines;

/// <summary>Batches of sentences of different lengths against the double reference, sentence by sentence.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class SentenceEngineTests
{
    private const int Tags = 4;

    [Theory]
    [InlineData("lstm", false, 1, 3)]
    [InlineData("lstm", true, 2, 20)]
    [InlineData("qkan", true, 1, 17)]
    [InlineData("lstm", false, 2, 200)] // two shards
    [InlineData("qk", true, 1, 17)]
    [InlineData("qk-count", true, 2, 5)]
    [InlineData("qlstm-projected", true, 1, 16)]
    public void LossAndGradientAgreeWithTheReference(string kind, bool bidirectional, int layers, int sentences)
    {
        SequenceModel model = Model(kind, bidirectional, layers);
        TagSequence[] data = Sentences(sentences, new RandomSource(1, kind));
        using CpuEngine batch = Engine(model, data, sentences, 2);
        double loss = batch.Compute([.. Enumerable.Range(0, sentences)], 0, sentences, out int words);

        double[] parameters = Close.Widen(model.Parameters);
        Assert.Equal(data.Sum(sentence => sentence.Tags.Count(tag => tag >= 0)), words);
        Close.Values("tagger loss", [Reference(model, parameters, data) / words], [loss], Tolerance.Value);
        var random = new RandomSource(2, kind);
        double Loss(double[] values) => Reference(model, values, data) / words;
        ParameterSlice[] slices = [.. model.Table.Slices.Where(slice => slice.Trainable)];
        int[] trainable = [.. slices.SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];
        for (int n = 0; n < 3; n++)
        {
            double[] direction = new double[parameters.Length];
            foreach (int k in trainable) direction[k] = random.NextGaussian();
            Verify(GradientCheck.Along(Loss, parameters, batch.Gradient, direction));
        }

        int[] some = [.. slices.SelectMany(slice => Enumerable.Range(0, 3).Select(_ => slice.Offset + random.NextInt(slice.Count)))];
        Verify(GradientCheck.Check(Loss, parameters, batch.Gradient, some));
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        TagSequence[] data = Sentences(300, new RandomSource(3, "threads"));
        int[] order = [.. Enumerable.Range(0, 300)];
        (double Loss, float[] Gradient)[] runs = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using CpuEngine batch = Engine(Model("lstm", true, 1), data, 300, threads);
            double loss = batch.Compute(order, 0, 300, out _);
            return (loss, batch.Gradient);
        })];
        Assert.All(runs, run => Assert.Equal(runs[0].Loss, run.Loss));
        Assert.All(runs, run => Assert.Equal(runs[0].Gradient, run.Gradient));
    }

    [Fact]
    public void SymbolsThatAreNotInABatchGetNoGradient()
    {
        SequenceModel model = Model("lstm", false, 1);
        TagSequence[] data = [new([[1, 2, 1], [0, 0, 1]], [0, 1, 2])];
        using CpuEngine batch = Engine(model, data, 1, 1);
        batch.Compute([0], 0, 1, out _);
        ParameterSlice table = model.Table.Slices.Single(slice => slice.Name == "embedding.word.weight");
        float[][] rows = [.. table.Of(batch.Gradient.AsSpan()).ToArray().Chunk(3)];
        Assert.All(rows.Where((_, symbol) => symbol is 1 or 2), row => Assert.Contains(row, value => value != 0));
        Assert.All(rows.Where((_, symbol) => symbol is not 1 and not 2), row => Assert.All(row, value => Assert.Equal(0, value)));
    }

    [Fact]
    public void AWordWithoutAKnownTagDoesNotCount()
    {
        SequenceModel model = Model("lstm", false, 1);
        TagSequence[] all = [new([[1, 2], [0, 1]], [3, 1])], first = [new([[1, 2], [0, 1]], [3, CrossEntropyKernel.NoClass])], alone = [new([[1], [0]], [3])];
        double[] losses = [.. new[] { all, first, alone }.Select(data =>
        {
            using CpuEngine batch = Engine(model, data, 1, 1);
            return batch.Compute([0], 0, 1, out _);
        })];
        Assert.Equal(losses[2], losses[1]); // a cell that reads forward does not see what follows
        Assert.NotEqual(losses[0], losses[1]);
    }

    [Fact]
    public void PredictionsAreInTheOrderOfTheSentencesAndDoNotDependOnTheOthers()
    {
        SequenceModel model = Model("lstm", true, 1);
        TagSequence[] data = Sentences(150, new RandomSource(4, "predict"));
        int[][] all = Predict(model, data);
        Assert.Equal(data.Select(sentence => sentence.Length), all.Select(tags => tags.Length));
        for (int n = 0; n < data.Length; n += 37) Assert.Equal(Predict(model, [data[n]])[0], all[n]);
        double loss = new BatchPredictor(model, new SentenceSource(model, data)).Loss(Objective.CrossEntropy);
        Close.Values("tagger validation loss", [Reference(model, Close.Widen(model.Parameters), data) / data.Sum(s => s.Length)], [loss], Tolerance.Value);
    }

    [Fact]
    public void LongSentencesMakeNarrowBlocksAndTheSameTags()
    {
        SequenceModel model = Model("lstm", true, 1);
        var random = new RandomSource(5, "long");
        TagSequence[] data = [.. Sentences(150, random), .. Sentences(70, random, 2000, 2500), .. Sentences(20, random, 4500, 5000)];
        var all = new BatchPredictor(model, new SentenceSource(model, data));
        int Places(IReadOnlyList<int> block) => Lanes.Pad(block.Count) * block.Max(n => data[n].Length);
        Assert.All(all.Blocks, block => Assert.True(block.Count <= Lanes.Width || Places(block) <= BatchPredictor.MostPlaces, $"{block.Count} sentences"));
        Assert.Contains(all.Blocks, block => block.Count == 128);
        Assert.Equal(Enumerable.Range(0, data.Length), all.Blocks.SelectMany(block => block).Order());
        int[][] tags = Predict(all, data);
        foreach (int n in (int[])[0, 149, 150, 200, 219, 220, 239]) Assert.Equal(Predict(model, [data[n]])[0], tags[n]);
        Assert.Equal(tags, Predict(all, data)); // the buffers are used again
        Assert.Equal(all.Loss(Objective.CrossEntropy), all.Loss(Objective.CrossEntropy));
    }

    private static SequenceModel Model(string kind, bool bidirectional, int layers) => new(
        new()
        {
            Gates = kind switch
            {
                "lstm" => new LstmGates(),
                "qk" => QkGates.EquationFaithful,
                "qk-count" => QkGates.CountFaithful,
                "qlstm-projected" => new QlstmGates { Qubits = 3 },
                _ => new QkanGates(),
            },
            Hidden = 3,
            Layers = layers,
            Bidirectional = bidirectional,
            Inputs = 5,
            Outputs = Tags,
            Output = OutputMode.Sequence,
            Embedding = new EmbeddingConfig { Channels = [new("word", 11, 3), new("shape", 2, 2)] },
        },
        seed: 7);

    private static TagSequence[] Sentences(int count, RandomSource random, int shortest = 1, int longest = 9) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        int length = shortest + random.NextInt(longest - shortest + 1);
        int[] Draw(int entries) => [.. Enumerable.Range(0, length).Select(_ => random.NextInt(entries))];
        return new TagSequence([Draw(11), Draw(2)], Draw(Tags));
    })];

    // The sum over words of log sum exp(y) - y_right, in plain double precision.
    private static double Reference(SequenceModel model, double[] parameters, TagSequence[] data)
    {
        double sum = 0;
        foreach (TagSequence sentence in data)
        {
            double[] x = new double[sentence.Length * 5];
            for (int t = 0; t < sentence.Length; t++)
            {
                model.Embeddings[0].Reference(parameters, sentence.Symbols[0][t], x.AsSpan(t * 5, 3));
                model.Embeddings[1].Reference(parameters, sentence.Symbols[1][t], x.AsSpan((t * 5) + 3, 2));
            }

            double[][] y = [.. model.Reference(parameters, x).Chunk(Tags)];
            sum += sentence.Tags.Select((tag, t) => Math.Log(y[t].Sum(Math.Exp)) - y[t][tag]).Sum();
        }

        return sum;
    }

    private static void Verify(GradientCheckResult result)
    {
        Measured.Record("tagger gradient", result.Deviation);
        Assert.True(result.Deviation <= Tolerance.Gradient, result.ToString());
    }

    private static CpuEngine Engine(SequenceModel model, TagSequence[] data, int batch, int threads) =>
        new(model, new SentenceSource(model, data), null, new EngineOptions(Objective.CrossEntropy, batch, threads, long.MaxValue));

    private static int[][] Predict(SequenceModel model, TagSequence[] data) => Predict(new BatchPredictor(model, new SentenceSource(model, data)), data);

    private static int[][] Predict(BatchPredictor predictor, TagSequence[] data)
    {
        int[][] tags = new int[data.Length][];
        predictor.Predict((which, y, _) =>
        {
            for (int lane = 0; lane < which.Length; lane++)
                tags[which[lane]] = [.. Best(y, lane, data[which[lane]].Length)];
        });
        return tags;
    }

    private static int[] Best(Rows y, int lane, int words)
    {
        int[] best = new int[words];
        for (int t = 0; t < words; t++) best[t] = CrossEntropyKernel.Best(y.Slice(t * Tags, Tags), lane);
        return best;
    }
}
