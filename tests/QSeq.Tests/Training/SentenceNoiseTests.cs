using QSeq.Core;
using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Tests.Cli;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class SentenceNoiseTests
{
    private static readonly IReadOnlyList<TaggedSentence> Bank = ConlluReader.Read(new StringReader(Treebank.Text()), "bank");

    private static readonly TaggingRecipe Recipe = TaggingRecipe.Of("lstm") with
    {
        Tagger = new TaggerOptions
        {
            Gates = TaggingRecipe.Of("lstm").Tagger.Gates,
            Tokens = new TokenEncoderOptions { Channels = [TokenFeature.Word, TokenFeature.Suffix] },
            Dimensions = [3, 2],
        },
        Training = new() { Epochs = 2, Seed = 5 },
    };

    private static (SequenceModel Model, TagSequence[] Data) Sentences()
    {
        var tagger = new TaggerTraining(Bank, Recipe).Tagger;
        return (tagger.Model, tagger.Encode(SentenceSplit.Create(Bank).Train));
    }

    [Fact]
    public void AWordIsHiddenAsOftenAsItsCountSays()
    {
        (SequenceModel model, TagSequence[] data) = Sentences();
        var noise = new SentenceNoise(7, 0.5, 0);
        noise.Count(model, data);
        int word = data.SelectMany(sentence => sentence.Symbols[0]).GroupBy(symbol => symbol).MinBy(group => group.Count())!.Key;
        int count = data.Sum(sentence => sentence.Symbols[0].Count(symbol => symbol == word)), hidden = 0;
        const int epochs = 4000;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            noise.Epoch = epoch;
            int seen = noise.Seen(0, word, 3, 1);
            Assert.True(seen == word || seen == 0);
            hidden += seen == 0 ? 1 : 0;
            Assert.Equal(9, noise.Seen(1, 9, 3, 1)); // suffixes stay
        }

        double share = 0.5 / (0.5 + count);
        Assert.InRange(hidden, epochs * (share - 0.03), epochs * (share + 0.03));
        Assert.False(noise.HidesInputs);
    }

    [Fact]
    public void WhatIsHiddenDependsOnSeedEpochSentenceAndPlace()
    {
        string Of(ulong seed, int epoch, int sentence)
        {
            var noise = new SentenceNoise(seed, 0, 0.3) { Epoch = epoch };
            return string.Concat(Enumerable.Range(0, 2000).Select(row => noise.Factor(sentence, row) == 0 ? '0' : '1'));
        }

        string one = Of(1, 1, 1);
        Assert.Equal(one, Of(1, 1, 1));
        Assert.Equal(4, new HashSet<string> { one, Of(2, 1, 1), Of(1, 2, 1), Of(1, 1, 2) }.Count);
        Assert.InRange(one.Count(c => c == '0'), 540, 660);
        Assert.Equal(1 / 0.7f, Enumerable.Range(0, 50).Max(row => new SentenceNoise(1, 0, 0.3).Factor(0, row)), 1e-6f);
        Assert.True(new SentenceNoise(1, 0, 0.3).HidesInputs);
    }

    [Fact]
    public void FillAndScatterHideTheSame()
    {
        (SequenceModel model, TagSequence[] data) = Sentences();
        var noise = new SentenceNoise(7, 2, 0.4);
        noise.Count(model, data);
        var source = new SentenceSource(model, data, noise);
        source.Begin(3);
        Assert.Equal(3, noise.Epoch);
        int[] samples = [4];
        int steps = data[4].Length, width = 5, lanes = Lanes.Pad(1);
        Rows Block(int rows) => new(new float[rows * lanes], lanes);
        Rows x = Block(steps * width), dx = Block(steps * width);
        source.Fill(samples, x, Block(steps), Block(steps));
        dx.Data.Fill(1);
        float[] gradient = new float[model.Parameters.Length], expected = new float[model.Parameters.Length];
        source.Scatter(samples, dx, gradient);
        for (int t = 0, row = 0; t < steps; t++)
        {
            for (int c = 0; c < 2; c++)
            {
                int symbol = noise.Seen(c, data[4].Symbols[c][t], 4, t), dimension = model.Embeddings[c].Dimension;
                Rows vector = Block(dimension), ones = Block(dimension);
                model.Embeddings[c].Gather(model.Parameters, symbol, vector, 0);
                for (int d = 0; d < dimension; d++, row++)
                {
                    float factor = noise.Factor(4, row);
                    Assert.Equal(vector[d][0] * factor, x[row][0]);
                    ones[d][0] = factor;
                }

                model.Embeddings[c].Scatter(expected, symbol, ones, 0);
            }
        }

        Assert.Equal(expected, gradient);
        Assert.Contains(gradient, value => value > 1); // of what is not hidden
    }

    [Fact]
    public void ATrainingThatHidesGoesOnToTheSameBitsOnAnyThreads()
    {
        TaggingRecipe hiding = Recipe with { WordDropout = 0.25, InputDropout = 0.3 };
        string digest = TrainedTagger.Fit(Bank, hiding).Digest;
        Assert.Equal(digest, TrainedTagger.Fit(Bank, hiding with { Training = hiding.Training with { Threads = 3 } }).Digest);
        var plain = TrainedTagger.Fit(Bank, Recipe);
        Assert.Equal(4, new HashSet<string>
        {
            digest, plain.Digest, TrainedTagger.Fit(Bank, Recipe with { WordDropout = 0.25 }).Digest, TrainedTagger.Fit(Bank, Recipe with { InputDropout = 0.3 }).Digest,
        }.Count);
        Assert.DoesNotContain("ropout", plain.Recipe.ToJson(), StringComparison.Ordinal);

        var first = new TaggerTraining(Bank, hiding);
        using TrainingSession session = first.Start();
        while (session.Epoch < 2 || session.Batch < 2) session.Step();
        var second = new TaggerTraining(Bank, hiding);
        using TrainingSession later = second.Start();
        later.Restore(session.State());
        later.Run();
        Assert.Equal(digest, TrainedModel.DigestOf(second.Tagger.Model));
        var read = TrainedTagger.FromBytes(TrainedTagger.Fit(Bank, hiding).ToBytes(), "sample");
        Assert.Equal((0.25, 0.3), (read.Recipe.WordDropout, read.Recipe.InputDropout));
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        static string Error(TaggingRecipe recipe) => Assert.ThrowsAny<ArgumentException>(recipe.Validate).Message;
        Assert.Contains("word dropout is -1", Error(Recipe with { WordDropout = -1 }), StringComparison.Ordinal);
        Assert.Contains("input dropout is 1, expected a number from 0 to below 1", Error(Recipe with { InputDropout = 1 }), StringComparison.Ordinal);
        TaggingRecipe closed = Recipe with { Tagger = Recipe.Tagger with { Tokens = Recipe.Tagger.Tokens with { Closed = true } } };
        closed.Validate();
        Assert.Contains("a closed vocabulary has no unknown word", Error(closed with { WordDropout = 0.25 }), StringComparison.Ordinal);
    }
}
