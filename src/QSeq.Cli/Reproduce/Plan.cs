using QSeq.Data;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>One experiment, ready to run: data cut, runs listed in a fixed order.</summary>
internal sealed record Plan
{
    /// <summary>shm, bessel or telecom.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which data this is.</summary>
    public required string Source { get; init; }

    /// <summary>What was repaired or left out.</summary>
    public required string[] Notes { get; init; }

    /// <summary>Split, scaling and form, in words.</summary>
    public required string Settings { get; init; }

    /// <summary>The models.</summary>
    public required Contender[] Contenders { get; init; }

    /// <summary>The data, by series and window.</summary>
    public required Part[] Parts { get; init; }

    /// <summary>How models are trained; seed and learning rate differ from run to run.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Whether the paper reports errors by window rather than R2 by epoch.</summary>
    public bool ByWindow => Name == "telecom";

    /// <summary>All runs, in order: part, model, seed.</summary>
    /// <param name="seeds">How many seeds, from 0 up.</param>
    /// <returns>The runs.</returns>
    public Job[] Jobs(int seeds) =>
    [
        .. from part in Parts
           from contender in Contenders
           from seed in Enumerable.Range(0, seeds)
           select new Job(part, contender, (ulong)seed),
    ];

    /// <summary>One series at one window.</summary>
    internal sealed record Part(string Series, int Window, DataSplit Split);

    /// <summary>One run.</summary>
    internal sealed record Job(Part Part, Contender Contender, ulong Seed)
    {
        /// <summary>About how long an epoch takes, in any unit: for the bar, and to start long runs first.</summary>
        public double Cost => Part.Split.Train.Count * (double)Part.Window * Contender.Model switch
        {
            "qlstm" => 10,
            "hqkan-lstm" => 4,
            _ => 1,
        };
    }
}
