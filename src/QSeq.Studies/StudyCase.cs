using System.Text;

namespace QSeq.Studies;

/// <summary>A model under comparison.</summary>
public abstract record StudyEntry
{
    /// <summary>What tables call it.</summary>
    public required string Label { get; init; }

    /// <summary>Its name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>How the printed parameter count was decoded, or why the model is here.</summary>
    public required string Decoding { get; init; }

    /// <summary>The figures that a paper prints for it; none for a baseline of ours.</summary>
    public ImmutableArray<PrintedFigure> Printed { get; init; } = [];

    /// <summary>What is known of why printed figures lie outside ours; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Why its figures cannot be held against the printed ones; null where they can.</summary>
    public string? NotComparable { get; init; }

    /// <summary>A printed figure.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="epoch">The epoch; 0 for a figure of the run as a whole.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>The figure; null where none is printed.</returns>
    public double? PrintedValue(string metric, int epoch = 0, string condition = "") =>
        Printed.FirstOrDefault(p => p.Metric == metric && p.Epoch == epoch && p.Condition == condition)?.Value;
}

/// <summary>A figure as a paper prints it; metric, epoch and condition as in the rows of a <see cref="StudyTable"/>.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Epoch">The epoch; 0 for a figure of the run as a whole.</param>
/// <param name="Condition">The condition; empty where there is only one.</param>
public sealed record PrintedFigure(string Metric, double Value, int Epoch = 0, string Condition = "");

/// <summary>What a baseline without a seed scores on the data of a case.</summary>
/// <param name="Label">What tables call it.</param>
/// <param name="Measures">Its scores, and its parameters.</param>
public sealed record StudyBaseline(string Label, ImmutableArray<StudyMeasure> Measures);

/// <summary>A model on data: one line of a study, run once for every seed. Safe to run from several threads at once.</summary>
public abstract class StudyCase
{
    /// <summary>Creates a case.</summary>
    /// <param name="data">What tables call the data.</param>
    /// <param name="entry">The model.</param>
    /// <param name="condition">What all of its runs are done under, such as a window; empty where all cases have the same.</param>
    protected StudyCase(string data, StudyEntry entry, string condition = "")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(condition);
        (Data, Entry, Condition) = (data, entry, condition);
    }

    /// <summary>What tables call the data.</summary>
    public string Data { get; }

    /// <summary>The model.</summary>
    public StudyEntry Entry { get; }

    /// <summary>What all of its runs are done under; empty where all cases have the same.</summary>
    public string Condition { get; }

    /// <summary>Which data this is, in a line.</summary>
    public abstract string Source { get; }

    /// <summary>About how long a run takes, in a unit that all cases of a study share; above 0.</summary>
    public abstract double Cost { get; }

    /// <summary>Whether runs from different seeds differ. A case where they do not is run once, with seed 0, and its figures have no seed.</summary>
    public virtual bool IsSeeded => true;

    /// <summary>What is known of the case without a run, such as <c>parameters</c>.</summary>
    public abstract ImmutableArray<StudyMeasure> Facts { get; }

    /// <summary>One of <see cref="Facts"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public double Fact(string metric) => Facts.First(fact => fact.Metric == metric).Values[0];

    /// <summary>What baselines score on the data; the same for all cases on it.</summary>
    public virtual ImmutableArray<StudyBaseline> Baselines => [];

    /// <summary>A digest of all that a run comes from: runs of the same identity have the same results, bit for bit.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Identity(ulong seed)
    {
        string text = $"{typeof(TrainedModel).Assembly.GetName().Version}\n{Describe(seed)}";
        return Sha256.HexOf(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Does a run.</summary>
    /// <param name="seed">The seed of the initial weights, of the order of samples and of whatever else is drawn.</param>
    /// <param name="progress">Told now and then how much of <see cref="Cost"/> has been done since the last time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public abstract StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>The trained model of a run.</summary>
    /// <param name="run">A run of this case.</param>
    /// <returns>The model; null where there is none, or the weights of the run were not kept.</returns>
    /// <exception cref="ArgumentException">The run is of another case.</exception>
    public virtual TrainedModel? Model(StudyRun run) => null;

    /// <summary>A run of what is not trained by epochs.</summary>
    private protected StudyRun Measured(ulong seed, double seconds, params IEnumerable<StudyMeasure> measures) => new()
    {
        Identity = Identity(seed),
        Seed = seed,
        Stop = StopReason.Completed,
        Epochs = 0,
        KeptEpoch = 0,
        Seconds = seconds,
        Measures = [.. measures],
    };

    /// <summary>A run that was trained from a time stamp of <see cref="Stopwatch"/> on; the training loss by epoch is added.</summary>
    private protected StudyRun Trained(
        ulong seed, TrainingResult result, long started, IEnumerable<StudyMeasure> measures, float[]? weights) => new()
        {
            Identity = Identity(seed),
            Seed = seed,
            Stop = result.Stop,
            Message = result.Message,
            Epochs = result.History.Count,
            KeptEpoch = result.BestEpoch,
            Measures = [new("train_loss", [.. result.History.Select(epoch => epoch.TrainLoss)], 1), .. measures],
            Weights = weights,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };

    /// <summary>Puts the weights of a run into a model of the case.</summary>
    private protected static void Restore(StudyRun run, SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Weights?.Length != model.Parameters.Length)
        {
            string sizes = $"The run has {run.Weights?.Length ?? 0} weights, the model {model.Parameters.Length}";
            throw new ArgumentException($"{sizes}: it is of another case.", nameof(run));
        }

        run.Weights.CopyTo(model.Parameters, 0);
    }

    /// <summary>All that a run comes from, as text: options, and digests of data.</summary>
    /// <returns>The text; different for runs whose results may differ.</returns>
    protected abstract string Describe(ulong seed);
}

/// <summary>Progress that is told at once, on the thread that made it.</summary>
internal sealed class Told<T>(Action<T> told) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => told(value);
}
