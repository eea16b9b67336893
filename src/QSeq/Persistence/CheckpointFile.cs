using System.Text.Json;
using QSeq.Training;

namespace QSeq.Persistence;

/// <summary>A training that was stopped, in a file of the format of models: what it is, and its state.</summary>
public sealed class CheckpointFile
{
    internal const string Kind = "checkpoint";

    private readonly byte[] _state;

    private CheckpointFile(string identity, int epochs, int batch, byte[] state) => (Identity, Epochs, Batch, _state) = (identity, epochs, batch, state);

    /// <summary>What the training is, as it was given to <see cref="Save"/>.</summary>
    public string Identity { get; }

    /// <summary>Epochs that were completed.</summary>
    public int Epochs { get; }

    /// <summary>Batches of the next epoch that were done.</summary>
    public int Batch { get; }

    /// <summary>Whether the state of a training is small enough for a file, which has 2 GB at most: some 100 million weights.</summary>
    /// <param name="session">The training.</param>
    /// <returns>Whether <see cref="Save"/> can save it.</returns>
    public static bool Fits(TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.StateBytes < Array.MaxLength - (1 << 16);
    }

    /// <summary>Saves the state of a training, whole or not at all.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <param name="identity">What the training is, such as the digests of recipe and data.</param>
    /// <param name="session">The training, between two batches.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(string path, string identity, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(session);
        var file = new CheckpointFile(identity, session.History.Count, session.Batch, session.State());
        byte[] bytes = ModelFormat.Join(FieldWriter.ToUtf8(file, Map), file._state.AsSpan());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Loads a state.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <returns>The state.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or was written by a newer QSeq.</exception>
    /// <exception cref="WrongModelKindException">It is a model.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CheckpointFile Load(string path) => ModelContent.Load(path, content =>
    {
        FieldReader f = content.Manifest;
        if (content.Version == 1) throw new WrongModelKindException(content.File, "model", Kind);
        content.Expect(Kind);
        return new CheckpointFile(f.Text("identity"), Count(f, "epochs"), Count(f, "batch"), content.Weights);
    });

    /// <summary>Lets a training go on from this state.</summary>
    /// <param name="session">The same training, before its first batch.</param>
    /// <exception cref="InvalidDataException">The state is of another training.</exception>
    public void Restore(TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Restore(_state);
    }

    private static int Count(FieldReader f, string name) =>
        f.Whole(name) is >= 0 and var count ? count : throw new JsonException($"{name} is {f.Whole(name)}, expected 0 or more");

    private static CheckpointFile Map(CheckpointFile file, FieldMap f)
    {
        f.Whole("formatVersion", ModelFormat.Version);
        f.Text("kind", Kind);
        f.Text("identity", file.Identity);
        f.Whole("epochs", file.Epochs);
        f.Whole("batch", file.Batch);
        return file;
    }
}
