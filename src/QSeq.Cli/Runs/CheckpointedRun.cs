namespace QSeq.Cli.Runs;

/// <summary>
/// A training that leaves its state beside the model every so often, and when it is cancelled, and that can go on from there.
/// The state goes when the model is saved. <c>target</c> is the model file that is to be.
/// </summary>
internal sealed class CheckpointedRun(CliContext context, string target, TimeSpan every, bool resume)
{
    private const long WorthTelling = 100 << 20; // bytes

    /// <summary>The epochs of the training, those before it was interrupted too; empty before it has ended.</summary>
    public IReadOnlyList<EpochReport> History { get; private set; } = [];

    private string? _path = OutputFile.IsDevice(target) ? null : target + ".checkpoint";

    /// <summary>Trains to the end and saves the model; <paramref name="validated"/> where the epoch kept is chosen by validation.</summary>
    /// <exception cref="CancelledException">It was cancelled; the message says what is where.</exception>
    /// <exception cref="WorkException">Another process trains to the same file.</exception>
    /// <exception cref="WorkException">A loss was not finite; the weights are beside the target, which is unchanged.</exception>
    public T Train<T>(
        string identity, TrainingOptions options, bool validated, Func<TrainingSession> start, Func<TrainingOutcome, T> make)
        where T : TrainedModel
    {
        using IDisposable? alone = OutputFile.Alone(target, "--out");
        TrainingResult result = Train(identity, options, start);
        History = result.History;
        if (result.Stop == StopReason.NonFiniteLoss)
            throw new WorkException($"{result.Message?.TrimEnd('.')}; {KeepAside(result, make)}{Unchanged()}");
        T model = make(TrainingOutcome.Of(result));
        model.Save(target);
        if (_path is not null) File.Delete(_path);
        string accuracy = model.Scores.TryGetValue("validation.accuracy", out double value) ? Invariant($" (accuracy {value:F4})") : "";
        string kept = validated && result.BestEpoch > 0 && model.Model.Config.Members > 1 ? $", kept of each member those that are best on validation, the latest of epoch {result.BestEpoch}"
            : validated && result.BestEpoch == 0 ? ", kept the linear forecast that it began with, best on validation"
            : validated ? $", kept those of epoch {result.BestEpoch}, best on validation{accuracy}" : "";
        string stop = result.Stop == StopReason.EarlyStopping ? " (early stopping)" : "";
        context.Note($"trained {result.History.Count} of {NumberText.Count(options.Epochs, "epoch")}{stop}{kept}");
        return model;
    }

    /// <summary>Scores the model that was trained, and is saved.</summary>
    /// <exception cref="CancelledException">It was cancelled; the message says where the model is.</exception>
    public T Judge<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (context.Token.IsCancellationRequested)
        {
            throw new CancelledException($"cancelled while scoring; the model is saved as {target}, and qseq evaluate {target} DATA scores it");
        }
    }

    /// <summary>Says what was made: the model is saved.</summary>
    public void Finish(TrainedModel model, string advice = "")
    {
        context.Out.WriteLine($"digest: {model.Digest}");
        if (_path is null) return;
        context.Note($"saved {target} ({new FileInfo(target).Length} bytes){advice}");
    }

    private TrainingResult Train(string identity, TrainingOptions options, Func<TrainingSession> start)
    {
        using TrainingSession session = start();
        if (session.BufferBytes >= WorthTelling) context.Note($"memory: training takes {session.BufferBytes >> 20} MiB beside the data");
        GoOn(session, identity);
        if (_path is not null && !CheckpointFile.Fits(session))
        {
            context.Note("note: the model is too large for a checkpoint, which has 2 GB at most; what is done is lost where training is stopped");
            _path = null;
        }

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
            string kept = _path is null ? "" : $"; the same command with --resume goes on from {_path}";
            if (_path is not null) CheckpointFile.Save(_path, identity, session);
            throw new CancelledException($"cancelled; {Extent(session)} were done{kept}{Unchanged()}");
        }
    }

    private void GoOn(TrainingSession session, string identity)
    {
        if (_path is null || !File.Exists(_path))
        {
            if (resume) context.Note($"note: there is no {target}.checkpoint to go on from; training begins anew");
            return;
        }

        if (!resume)
        {
            context.Note($"note: {_path} of an interrupted run is there and will be replaced; --resume would go on from it");
            return;
        }

        CheckpointFile checkpoint = Load(_path);
        if (checkpoint.Identity != identity)
        {
            string other = checkpoint.Identity.Split(' ')[0] == identity.Split(' ')[0] ? "its data was another" : "its options were others";
            throw new UsageException($"{_path} is of another run: {other}; leave --resume out to begin anew, or choose another --out");
        }

        checkpoint.Restore(session);
        context.Note($"going on from {_path}: {Extent(session)} done before");
    }

    private static CheckpointFile Load(string path)
    {
        try
        {
            return CheckpointFile.Load(path);
        }
        catch (WrongModelKindException e)
        {
            throw new InvalidDataException($"{path}: a {e.Found}, no checkpoint; move it away, or choose another --out");
        }
    }

    private static string Extent(TrainingSession session) =>
        $"{NumberText.Count(session.History.Count, "epoch")} and {session.Batch} of {session.Batches} batches of the next";

    /// <summary>Saves what there is beside the target; says where.</summary>
    private string KeepAside(TrainingResult result, Func<TrainingOutcome, TrainedModel> make)
    {
        if (result.BestEpoch == 0) return result.History.Count == 0 ? "no epoch was completed, so nothing is saved" : "no epoch was better than the start, so nothing is saved";
        string aside = target + ".interrupted";
        make(new TrainingOutcome(result.BestEpoch, null, result.Stop)).Save(aside);
        return $"the weights after epoch {result.BestEpoch} are in {aside}";
    }

    /// <summary>
    /// Warns of a training that takes hours on this machine before it begins: of the operations that its weights take for
    /// every step of every sample, as circuits of many qubits take more still.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">Steps of all samples together.</param>
    /// <param name="options">How it is trained.</param>
    public void WarnOfLength(SequenceModel model, double steps, TrainingOptions options)
    {
        const double classical = 6, quantum = 100, each = 1e10; // operations: forward and backward for a weight and a step; a second and thread
        // Fast weights are read by circuits once a sample, not at every step.
        double angle = model.Config.Gates is FastWeightGates ? classical : quantum;
        double operations = steps * options.Epochs * ((classical * model.Table.ClassicalCount) + (angle * model.Table.QuantumCount));
        double hours = operations / (each * options.Threads) / 3600;
        if (hours < 1) return;
        string size = Invariant($"{ModelFile.Count(model)} over {steps:F0} steps and {NumberText.Count(options.Epochs, "epoch")}");
        string time = hours < 1e6 ? Invariant($"some {hours:F0} hours") : Invariant($"{hours:G2} hours");
        context.Note($"warning: {size} take {time} or more on this machine; choose a smaller --hidden, fewer --epochs or less data");
    }

    private string Unchanged() => File.Exists(target) ? $"; {target} is unchanged" : "";
}
