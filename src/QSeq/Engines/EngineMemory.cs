using QSeq.Models;

namespace QSeq.Engines;

/// <summary>The memory that an engine takes for a batch, told before it is taken.</summary>
internal static class EngineMemory
{
    private static readonly Advice Window = new("WindowOptions.Window", null, "choose a shorter window or a smaller hidden size");
    private static readonly Advice Sentences = new("SequenceModelConfig.Hidden", null, "choose shorter sentences or a smaller hidden size");

    /// <summary>As many threads as there is memory for, of those asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">Training data.</param>
    /// <param name="validation">Bytes of the buffers for validation.</param>
    /// <param name="options">How the engine works.</param>
    /// <returns>Threads, and the bytes of all buffers.</returns>
    /// <exception cref="ArgumentException">One thread takes too much.</exception>
    public static (int Threads, long Bytes) Fit(SequenceModel model, IBatchSource train, long validation, EngineOptions options)
    {
        int batch = Math.Min(options.BatchSize, train.Count);
        for (int threads = Math.Min(options.Threads, Math.Max(1, CpuEngine.ShardsOf(batch))); threads >= 1; threads--)
        {
            if (Bytes(batch, threads) is var bytes && bytes <= options.MemoryBytes) return (threads, bytes);
        }

        throw Refusal().On(message => new ArgumentException(message, nameof(options)));

        long Bytes(int samples, int threads)
        {
            int shards = Math.Max(1, CpuEngine.ShardsOf(samples)), lanes = CpuEngine.LanesOf(samples);
            long ofShard = sizeof(float) * (model.GradientSize + (train.LearnsInputs ? (long)train.MaxSteps * model.Config.Inputs * lanes : 0));
            return validation + (threads * BatchBlock.BytesOf(model, train, train.MaxSteps, lanes)) + (shards * ofShard);
        }

        ErrorText Refusal()
        {
            string members = options.SideBySide > 1 ? FormattableString.Invariant($", as {options.SideBySide} members train side by side") : "";
            ErrorText found = $"training takes {ByteText.Of(Bytes(batch, 1))} of memory for batches of {batch} samples of {train.MaxSteps} steps, on one thread; there are {ByteText.Of(options.MemoryBytes)} for it here{members}";
            int smaller = batch;
            while (smaller > Lanes.Width && Bytes(smaller, 1) > options.MemoryBytes) smaller /= 2;
            if (Bytes(smaller, 1) > options.MemoryBytes) return $"{found}; {(train.Lengths is null ? Window : Sentences)}";
            var advice = new Advice("TrainingOptions.BatchSize", smaller, FormattableString.Invariant($"choose a BatchSize of {smaller} or less"));
            return $"{found}; {advice}, which takes {ByteText.Of(Bytes(smaller, 1))}";
        }
    }
}
