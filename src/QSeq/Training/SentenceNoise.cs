using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// What training hides of sentences, another part in every epoch, so that a model does not lean on single words. It is a function of
/// seed, epoch, sentence and place alone: a run that goes on, and any number of threads, hide the same.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="words">A word seen n times is taken for an unknown one with probability words / (words + n); 0 for never.</param>
/// <param name="inputs">The part of the numbers of embeddings that are set to 0; 0 for none.</param>
internal sealed class SentenceNoise(ulong seed, double words, double inputs)
{
    private readonly ulong _seed = new RandomSource(seed, "hide").NextUInt64();
    private double[][] _hidden = []; // [channel][symbol], the probability; none for channels that are never hidden

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Whether numbers are set to 0.</summary>
    public bool HidesInputs => inputs > 0;

    /// <summary>Counts the symbols of the training sentences.</summary>
    public void Count(SequenceModel model, TagSequence[] data)
    {
        ImmutableArray<EmbeddingChannel> channels = [.. model.Config.Embedding!.Channels];
        _hidden = [.. channels.Select((channel, c) => words > 0 && channel.Name is "form" or "word" ? Probabilities(c, channel.Entries) : [])];

        double[] Probabilities(int c, int entries)
        {
            double[] counts = new double[entries];
            foreach (TagSequence sentence in data)
                foreach (int symbol in sentence.Symbols[c]) counts[symbol]++;
            return [.. counts.Select(n => words / (words + n))];
        }
    }

    /// <summary>The symbol that is seen.</summary>
    public int Seen(int channel, int symbol, int sentence, int place) =>
        _hidden[channel] is [_, ..] hidden && Uniform(sentence, place, 0) < hidden[symbol] ? 0 : symbol;

    /// <summary>What the number at a row of the inputs of a sentence is multiplied by.</summary>
    public float Factor(int sentence, int row) => Uniform(sentence, row, 1) < inputs ? 0 : (float)(1 / (1 - inputs));

    private double Uniform(int sentence, int place, ulong kind)
    {
        ulong state = Mix(_seed + (ulong)Epoch);
        state = Mix(state + (ulong)sentence);
        return (Mix(state + ((ulong)place << 1) + kind) >> 11) * (1.0 / (1UL << 53));
    }

    // SplitMix64
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
