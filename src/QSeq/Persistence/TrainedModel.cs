using System.Text;
using System.Text.Json;
using QSeq.Explain;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// A trained model with all that is known of it: what it is, which data it is for, how it was trained and how well it did. It
/// is one small file (<see cref="ModelFormat"/>), the same bytes on every system, from which its training can be done again.
/// </summary>
public abstract class TrainedModel
{
    private protected TrainedModel(SequenceModel model, ModelHistory history)
    {
        Model = model;
        (Training, _, Place, QSeqVersion, FormatVersion) = history;
        Scores = history.Scores ?? ImmutableSortedDictionary<string, double>.Empty;
        Pruning = history.Pruning;
        Digest = DigestOf(model);
    }

    /// <summary>The network with its weights, which are not to be changed.</summary>
    public SequenceModel Model { get; }

    /// <summary>SHA-256 of the weights (float32, little-endian) in hexadecimal: equal for equal weights, bit for bit.</summary>
    public string Digest { get; }

    /// <summary>The model's name in the catalogue, such as <c>qkan-lstm</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How training ended.</summary>
    public TrainingOutcome Training { get; }

    /// <summary>How well it did, such as <c>test.r2</c>, by name; empty without a test part.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; }

    /// <summary>The digest of the weights as they were trained: <see cref="Digest"/>, unless edges were set to 0 since.</summary>
    public string TrainedDigest => Pruning?.Digest ?? Digest;

    /// <summary>The part of their sum below which edges were set to 0 after training, as by <see cref="Pruned"/>, 0 to 1; null for none.</summary>
    public double? PrunedBelow => Pruning?.Share;

    /// <summary>How many edges were set to 0 after training.</summary>
    public int PrunedEdges => Pruning?.Edges ?? 0;

    /// <summary>Where it was trained; null where a file does not say.</summary>
    public RunPlace? Place { get; }

    /// <summary>The version of QSeq that trained it.</summary>
    public string QSeqVersion { get; }

    /// <summary>The version of the file it was read from, or that would be written.</summary>
    public int FormatVersion { get; }

    /// <summary>What the file is, such as <c>forecaster</c>.</summary>
    internal abstract string FileKind { get; }

    /// <summary>What was set to 0 after training; null for nothing.</summary>
    internal ModelPruning? Pruning { get; }

    /// <summary>How it came about.</summary>
    internal ModelHistory History => new(Training, Scores, Place, QSeqVersion, FormatVersion) { Pruning = Pruning };

    internal static string OwnVersion { get; } = typeof(TrainedModel).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>SHA-256 of a network's weights, as <see cref="Digest"/> has it.</summary>
    /// <param name="model">The network.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string DigestOf(SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelFormat.DigestOf(model.Parameters);
    }

    /// <summary>
    /// The same model with the edges of its QKAN layers set to 0 whose <see cref="EdgeSeries.Part"/> is below a share. Its file says so,
    /// and from what weights it was made; scores and intervals, which are of those weights, are left out.
    /// </summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="path">What the file of the data is to be called, where the model is to stand in another folder; null as it is.</param>
    /// <returns>The model, of the same kind; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">The share is out of range, or the edges are none that can be written out.</exception>
    /// <exception cref="InvalidOperationException">The model was pruned before, or is of format 1, which does not hold how it was trained.</exception>
    public TrainedModel Pruned(double share, Func<string, string>? path = null)
    {
        if (Pruning is not null)
            throw new InvalidOperationException(FormattableString.Invariant($"The model was pruned before: {PrunedEdges} edges below {PrunedBelow}. Prune the model that it was made from."));
        if (FormatVersion < ModelFormat.Version)
            throw new InvalidOperationException($"The model is of format {FormatVersion}, whose files do not hold how it was trained. Train it again and prune that.");
        var copy = new SequenceModel(Model.Config, [.. Model.Parameters]);
        var pruning = new ModelPruning(share, EdgeSeries.Prune(copy, share).Count, Digest);
        return With(copy, History with { Scores = null, Pruning = pruning }, path ?? (file => file));
    }

    /// <summary>Saves the model, whole or not at all: if anything fails, a file that was there before stays as it was.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">A weight is not finite.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        byte[] bytes = ToBytes();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes that <see cref="Save"/> writes.</summary>
    /// <returns>The file's content, the same for the same model.</returns>
    /// <exception cref="InvalidOperationException">A weight is not finite.</exception>
    public byte[] ToBytes()
    {
        int bad = Array.FindIndex(Model.Parameters, weight => !float.IsFinite(weight));
        if (bad >= 0)
            throw new InvalidOperationException($"Weight {bad} is {Model.Parameters[bad]}: the model has diverged; train it again with a smaller learning rate.");
        return ModelFormat.Join(FieldWriter.ToUtf8(this, Map), Model.Parameters);
    }

    /// <summary>All that the file says beside the weights, as indented JSON for people and scripts.</summary>
    /// <returns>The text, the same on every system.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) FieldWriter.Write(writer, this, Map);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The same with other weights and without what was measured with those it has, such as intervals.</summary>
    /// <param name="model">The network with the other weights.</param>
    /// <param name="history">How it came about.</param>
    /// <param name="path">What the file of the data is to be called.</param>
    internal abstract TrainedModel With(SequenceModel model, ModelHistory history, Func<string, string> path);

    /// <summary>Exchanges what this kind of model has of its own.</summary>
    private protected abstract void MapContent(FieldMap f);

    private static TrainedModel Map(TrainedModel model, FieldMap f)
    {
        f.Whole("formatVersion", ModelFormat.Version);
        f.Text("kind", model.FileKind);
        f.Text("qSeqVersion", model.QSeqVersion);
        model.MapContent(f);
        f.Record("training", model.Training, (training, inner) => training.MapFields(inner));
        f.Optional("pruning", model.Pruning, ModelPruning.Blank, (pruning, inner) => pruning.MapFields(inner));
        f.NumbersByName("scores", model.Scores);
        f.Optional("place", model.Place, new RunPlace("", "", 0, 0), (place, inner) => place.MapFields(inner));
        f.List("parameters", [.. model.Model.Table.Slices.Select(ListedTensor.Of)], ListedTensor.None, (p, inner) => p.MapFields(inner));
        return model;
    }
}
