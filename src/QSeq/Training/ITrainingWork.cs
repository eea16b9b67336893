using QSeq.Core;

namespace QSeq.Training;

/// <summary>What a <see cref="TrainingSession"/> makes small: data in batches, with the gradient of the loss of each.</summary>
internal interface ITrainingWork : IDisposable
{
    /// <summary>Batches of an epoch.</summary>
    int Batches { get; }

    /// <summary>What the last batch's gradient is, laid out like the parameters.</summary>
    float[] Gradient { get; }

    /// <summary>Whether there is validation data.</summary>
    bool Validates { get; }

    /// <summary>Puts the data in the order of a new epoch.</summary>
    void Shuffle(RandomSource random);

    /// <summary>Computes the gradient of a batch.</summary>
    /// <param name="batch">Which batch of the epoch.</param>
    /// <param name="weight">How much its mean counts in the mean of the epoch: its samples.</param>
    /// <returns>The mean loss.</returns>
    double Compute(int batch, out int weight);

    /// <summary>The mean loss on the validation data.</summary>
    double Validate();

    /// <summary>Exchanges the order of the samples.</summary>
    void Exchange(StateStream state);
}
