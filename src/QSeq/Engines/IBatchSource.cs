namespace QSeq.Engines;

/// <summary>Samples that blocks of lanes are filled with: windows, sentences.</summary>
internal interface IBatchSource
{
    /// <summary>Samples there are.</summary>
    int Count { get; }

    /// <summary>Time steps of the longest sample.</summary>
    int MaxSteps { get; }

    /// <summary>Time steps of every sample; null where all have <see cref="MaxSteps"/>.</summary>
    int[]? Lengths { get; }

    /// <summary>Target values for every unit of <see cref="Weight"/>.</summary>
    int TargetsPerWeight { get; }

    /// <summary>Whether the inputs come from weights, which <see cref="Scatter"/> gives the gradient to.</summary>
    bool LearnsInputs { get; }

    /// <summary>Rows of targets for so many steps.</summary>
    int TargetRows(int steps);

    /// <summary>How much the mean of some samples counts in the mean over all.</summary>
    int Weight(ReadOnlySpan<int> samples);

    /// <summary>Tells which epoch the next batches are of, from 1, where samples change with it.</summary>
    void Begin(int epoch)
    {
    }

    /// <summary>Fills a lane with each sample, and the other lanes with zeros.</summary>
    /// <param name="samples">Indices of samples.</param>
    /// <param name="x">[steps][inputs][lanes]</param>
    /// <param name="target">[target rows][lanes]</param>
    /// <param name="mask">[steps][lanes], 1 where a sample has a step; no rows where all samples are of one length.</param>
    void Fill(ReadOnlySpan<int> samples, Rows x, Rows target, Rows mask);

    /// <summary>Adds the gradient of the inputs to that of the weights they come from.</summary>
    /// <param name="samples">As given to <see cref="Fill"/>.</param>
    /// <param name="dx">[steps][inputs][lanes]</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    void Scatter(ReadOnlySpan<int> samples, Rows dx, Span<float> gradient);
}
