namespace QSeq.Engines;

/// <summary>What computes gradients and losses of a model: this machine's processor, or a device that runs circuits.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>Bytes of its buffers.</summary>
    long Bytes { get; }

    /// <summary>The gradient of the batch that was computed last, laid out like the parameters.</summary>
    float[] Gradient { get; }

    /// <summary>Whether there is validation data.</summary>
    bool Validates { get; }

    /// <summary>Computes the gradient of a batch.</summary>
    /// <param name="samples">Indices of samples.</param>
    /// <param name="start">The first of them to use.</param>
    /// <param name="count">How many, at most the batch size.</param>
    /// <param name="weight">How much the mean counts in the mean of an epoch.</param>
    /// <returns>The mean loss.</returns>
    double Compute(int[] samples, int start, int count, out int weight);

    /// <summary>The mean loss on the validation data.</summary>
    double Validate();

    /// <summary>Exchanges what an engine keeps from batch to batch.</summary>
    void Exchange(StateStream state);
}
