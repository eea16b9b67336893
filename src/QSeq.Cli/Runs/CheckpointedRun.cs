using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Runs;

/// <summary>
/// A training that leaves its state beside the model every so often, and when it is cancelled, and that can go on from there.
/// The state goes when the model is saved.
/// </summary>
/// <param name="context">The outside.</param>
/// <param name="model">The model file that is to be.</param>
/// <param name="every">The time between two checkpoints.</param>
/// <param name="resume">Whether to go on from the state that is there.</param>
internal sealed class CheckpointedRun(CliContext context, string model, TimeSpan every, bool resume)
{
    private readonly string? _path = OutputFile.IsDevice(model) ? null : model + ".checkpoint";

    /// <summary>Trains to the end.</summary>
    /// <param name="identity">What the training is: digests of recipe and data.</param>
    /// <param name="options">How it trains.</param>
    /// <param name="start">Begins it.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="CancelledException">It was cancelled; the message says what is where.</exception>
    public TrainingResult Train(string identity, TrainingOptions options, Func<TrainingSession> start)
    {
        using TrainingSession session = start();
        GoOn(session, identity);
        long saved = context.Clock.GetTimestamp();
        try
        {
            return TrainingWork.Run(context, "training", options, session, running =>
            {
                if (_path is null || context.Clock.GetElapsedTime(saved) < every) return;
                CheckpointFile.Save(_path, identity, running);
                saved = context.Clock.GetTimestamp();
            });
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException($"cancelled; {Keep(session, identity)}{(File.Exists(model) ? $"; {model} is unchanged" : "")}");
        }
    }

    /// <summary>Removes the state: the model is saved.</summary>
    public void Done()
    {
        if (_path is not null) File.Delete(_path);
    }

    private void GoOn(TrainingSession session, string identity)
    {
        bool there = _path is not null && File.Exists(_path);
        if (!there)
        {
            if (resume) context.Note($"note: there is no {model}.checkpoint to go on from; training begins anew");
            return;
        }

        if (!resume)
        {
            context.Note($"note: {_path} of an interrupted run is there and will be replaced; --resume would go on from it");
            return;
        }

        CheckpointFile checkpoint = Load();
        if (checkpoint.Identity != identity)
            throw new UsageException($"{_path} is of another run: {Differing(checkpoint.Identity, identity)}; leave --resume out to begin anew, or choose another --out");
        checkpoint.Restore(session);
        context.Note($"going on from {_path}: {Extent(session)} done before");
    }

    private CheckpointFile Load()
    {
        try
        {
            return CheckpointFile.Load(_path!);
        }
        catch (WrongModelKindException e)
        {
            throw new InvalidDataException($"{_path}: a {e.Found}, no checkpoint; move it away, or choose another --out");
        }
    }

    private static string Differing(string there, string here)
    {
        string[] old = there.Split(' '), own = here.Split(' ');
        return old[0] != own[0] ? "its options were others" : "its data was another";
    }

    private static string Extent(TrainingSession session) => Invariant(
        $"{Texts.Count(session.History.Count, "epoch")} and {session.Batch} of {session.Batches} batches of the next");

    private string Keep(TrainingSession session, string identity)
    {
        string how = Extent(session) + " were done";
        if (_path is null) return how;
        CheckpointFile.Save(_path, identity, session);
        return $"{how}; the same command with --resume goes on from {_path}";
    }
}
