using QSeq.Core;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>How sentences make batches: every one once an epoch, with neighbours in length, in another order each time.</summary>
public class BatchOrderTests
{
    private const int Batch = 16;

    [Fact]
    public void AnEpochHasEverySentenceOnceAndBatchesOfLikeLength()
    {
        BatchOrder order = Order(150);
        order.Shuffle(new RandomSource(1, "shuffle"));
        List<int[]> batches = [.. Enumerable.Range(0, order.Count).Select(batch => Samples(order, batch))];
        Assert.Equal(Enumerable.Range(0, 150), batches.SelectMany(batch => batch).Order());
        Assert.Equal(150 % Batch, batches.Min(batch => batch.Length));
        Assert.Single(batches, batch => batch.Length < Batch);

        // 10 lengths, 15 sentences each: neighbours differ by one step at most, and no random cut is like that.
        Assert.All(batches, batch => Assert.InRange(batch.Max(Length) - batch.Min(Length), 0, 1));
    }

    [Fact]
    public void SentencesAndBucketsChangeFromEpochToEpochAndRepeatWithTheSeed()
    {
        int[][][] Epochs(ulong seed)
        {
            BatchOrder order = Order(150);
            var random = new RandomSource(seed, "shuffle");
            return [.. Enumerable.Range(0, 2).Select(_ =>
            {
                order.Shuffle(random);
                return Enumerable.Range(0, order.Count).Select(batch => Samples(order, batch)).ToArray();
            })];
        }

        int[][][] one = Epochs(1), again = Epochs(1), other = Epochs(2);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);

        // The order of lengths is that of buckets; within a length, which sentences meet changes too.
        Assert.NotEqual(one[0].Select(batch => batch.Min(Length)), one[1].Select(batch => batch.Min(Length)));
        Assert.NotEqual(one[0].Single(batch => batch.Contains(0)).Order(), one[1].Single(batch => batch.Contains(0)).Order());
    }

    [Fact]
    public void AnEpochsLossIsTheMeanOverWords()
    {
        using CpuEngine engine = Engine(40);
        BatchOrder order = Order(40);
        order.Shuffle(new RandomSource(1, "shuffle"));
        double sum = 0;
        int words = 0;
        for (int batch = 0; batch < order.Count; batch++)
        {
            double loss = Compute(engine, order, batch, out int weight);
            sum += loss * weight;
            words += weight;
        }

        Assert.Equal(Data(40).Sum(sentence => sentence.Length), words);
        Close.Values("mean over an epoch", [new BatchPredictor(Model(), new SentenceSource(Model(), Data(40))).Loss(Objective.CrossEntropy)], [sum / words], Tolerance.Value);
    }

    [Fact]
    public void ABatchAllocatesNothing()
    {
        using CpuEngine engine = Engine(40);
        BatchOrder order = Order(40);
        order.Shuffle(new RandomSource(1, "shuffle"));
        for (int batch = 0; batch < order.Count; batch++) Compute(engine, order, batch, out _);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int batch = 0; batch < order.Count; batch++) Compute(engine, order, batch, out _);
        }));
    }

    private static int Length(int sentence) => 1 + (sentence % 10);

    private static TagSequence[] Data(int count) => [.. Enumerable.Range(0, count).Select(n =>
        new TagSequence([[.. Enumerable.Range(0, Length(n)).Select(t => (n + t) % 5)]], [.. Enumerable.Range(0, Length(n)).Select(t => t % 3)]))];

    private static SequenceModel Model() => new(
        new()
        {
            Gates = new LstmGates(),
            Hidden = 3,
            Inputs = 4,
            Outputs = 3,
            Bidirectional = true,
            Output = OutputMode.Sequence,
            Embedding = new EmbeddingConfig { Channels = [new("word", 5, 4)] },
        },
        seed: 1);

    private static BatchOrder Order(int sentences) => new(new SentenceSource(Model(), Data(sentences)), Batch);

    private static int[] Samples(BatchOrder order, int batch)
    {
        (int start, int count) = order.Place(batch);
        return order.Samples[start..(start + count)];
    }

    private static double Compute(CpuEngine engine, BatchOrder order, int batch, out int weight)
    {
        (int start, int count) = order.Place(batch);
        return engine.Compute(order.Samples, start, count, out weight);
    }

    private static CpuEngine Engine(int sentences)
    {
        SequenceModel model = Model();
        return new CpuEngine(model, new SentenceSource(model, Data(sentences)), null, new EngineOptions(Objective.CrossEntropy, Batch, 1, long.MaxValue));
    }
}
