using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Training;

/// <summary>
/// A sentence as numbers: what each embedding looks up, [channel][word], and the right tags, [word],
/// <see cref="CrossEntropyKernel.NoClass"/> where none is known.
/// </summary>
internal sealed record TagSequence(int[][] Symbols, int[] Tags)
{
    public int Length => Symbols[0].Length;
}

/// <summary>Sentences as samples: the vectors of their symbols as inputs, their tags as targets.</summary>
/// <param name="model">Whose vectors.</param>
/// <param name="data">The sentences.</param>
/// <param name="noise">What is hidden of them; null for nothing.</param>
internal sealed class SentenceSource(SequenceModel model, TagSequence[] data, SentenceNoise? noise = null) : IBatchSource
{
    public int Count => data.Length;

    public int MaxSteps { get; } = data.Max(sentence => sentence.Length);

    public int[] Lengths { get; } = [.. data.Select(sentence => sentence.Length)];

    public int TargetsPerWeight => 1;

    public bool LearnsInputs => true;

    public int TargetRows(int steps) => steps;

    public int Weight(ReadOnlySpan<int> samples)
    {
        int words = 0;
        foreach (int n in samples)
            foreach (int tag in data[n].Tags) words += tag == CrossEntropyKernel.NoClass ? 0 : 1;
        return words;
    }

    public void Begin(int epoch)
    {
        if (noise is not null) noise.Epoch = epoch;
    }

    public void Fill(ReadOnlySpan<int> samples, Rows x, Rows target, Rows mask)
    {
        x.Data.Clear();
        mask.Data.Clear();
        target.Data.Fill(CrossEntropyKernel.NoClass);
        for (int lane = 0; lane < samples.Length; lane++)
        {
            TagSequence sentence = data[samples[lane]];
            for (int t = 0, row = 0; t < sentence.Length; t++)
            {
                mask[t][lane] = 1;
                target[t][lane] = sentence.Tags[t];
                for (int channel = 0; channel < sentence.Symbols.Length; channel++)
                {
                    Embedding table = model.Embeddings[channel];
                    Rows vector = x.Slice(row, table.Dimension);
                    table.Gather(model.Parameters, Symbol(samples[lane], channel, t), vector, lane);
                    if (noise is { HidesInputs: true })
                        for (int d = 0; d < table.Dimension; d++) vector[d][lane] *= noise.Factor(samples[lane], row + d);
                    row += table.Dimension;
                }
            }
        }
    }

    public void Scatter(ReadOnlySpan<int> samples, Rows dx, Span<float> gradient)
    {
        for (int lane = 0; lane < samples.Length; lane++)
        {
            TagSequence sentence = data[samples[lane]];
            for (int t = 0, row = 0; t < sentence.Length; t++)
            {
                for (int channel = 0; channel < sentence.Symbols.Length; channel++)
                {
                    Embedding table = model.Embeddings[channel];
                    Rows vector = dx.Slice(row, table.Dimension);
                    if (noise is { HidesInputs: true })
                        for (int d = 0; d < table.Dimension; d++) vector[d][lane] *= noise.Factor(samples[lane], row + d);
                    table.Scatter(gradient, Symbol(samples[lane], channel, t), vector, lane);
                    row += table.Dimension;
                }
            }
        }
    }

    private int Symbol(int sample, int channel, int t)
    {
        int symbol = data[sample].Symbols[channel][t];
        return noise is null ? symbol : noise.Seen(channel, symbol, sample, t);
    }
}
