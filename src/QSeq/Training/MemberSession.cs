using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// The training of a model of several members: each as it would be trained by itself, from a seed of its own, all side by side. What is told of
/// an epoch is the mean over the members, of those that have ended that of their last epoch.
/// </summary>
internal sealed class MemberSession : TrainingSession
{
    private const int BatchesAStep = 8; // so that threads are not woken for every batch

    private readonly NetworkSession[] _members;
    private readonly ulong _seed;
    private readonly ShardCrew _crew;

    /// <param name="model">The model.</param>
    /// <param name="options">How each member is trained; the seed is the first's.</param>
    /// <param name="start">Begins to train one.</param>
    public MemberSession(SequenceModel model, TrainingOptions options, Func<SequenceModel, TrainingOptions, NetworkSession> start)
        : base(model, options.Epochs)
    {
        int members = model.Config.Members, side = Math.Min(options.Threads, members);
        _seed = options.Seed;
        _members = [.. Enumerable.Range(0, members).Select(n => start(
            ModelMembers.Take(model, n), options with { Seed = ModelMembers.SeedOf(options.Seed, n), Threads = Math.Max(1, options.Threads / side) }))];
        _crew = new ShardCrew(side, (_, member) => Advance(_members[member]));
    }

    /// <inheritdoc/>
    public override int Batch => Array.Find(_members, member => member.Result is null)?.Batch ?? 0;

    /// <inheritdoc/>
    public override int Batches => _members[0].Batches;

    /// <inheritdoc/>
    public override long BufferBytes => _members.Sum(member => member.BufferBytes);

    /// <inheritdoc/>
    public override EpochReport? Step()
    {
        if (Result is not null) return null;
        _crew.Run(_members.Length);
        int failed = Array.FindIndex(_members, member => member.Result is { Stop: StopReason.NonFiniteLoss });
        if (failed >= 0)
        {
            End(StopReason.NonFiniteLoss, $"Member {failed + 1} of {_members.Length}, seed {ModelMembers.SeedOf(_seed, failed)}: {_members[failed].Result!.Message}");
            return null;
        }

        if (Batch > 0) return null;
        EpochReport[] last = [.. _members.Select(member => member.History[^1])];
        EpochReport report = Add(
            last.Average(one => one.TrainLoss),
            last[0].ValidationLoss is null ? null : last.Average(one => one.ValidationLoss!.Value),
            last.MaxBy(one => one.Epoch)!.LearningRate,
            last.Any(one => one.Epoch == Epoch && one.IsBest));
        EndWhereDue();
        return report;
    }

    /// <inheritdoc/>
    internal override void BackToLastEpoch()
    {
        foreach (NetworkSession member in _members) member.BackToLastEpoch();
        Gather();
    }

    /// <inheritdoc/>
    internal override void Exchange(StateStream state)
    {
        foreach (NetworkSession member in _members) member.Exchange(state);
        ExchangeHistory(state);
        EndWhereDue();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _crew.Dispose();
        foreach (NetworkSession member in _members) member.Dispose();
    }

    // To the end of the epoch at most, so that all members are in the same one.
    private static void Advance(NetworkSession member)
    {
        for (int n = 0; n < BatchesAStep && member.Result is null; n++)
            if (member.Step() is not null) return;
    }

    private void EndWhereDue()
    {
        if (Result is not null || !Array.TrueForAll(_members, member => member.Result is not null)) return;
        End(Array.TrueForAll(_members, member => member.Result!.Stop == StopReason.EarlyStopping) ? StopReason.EarlyStopping : StopReason.Completed, null);
    }

    private void End(StopReason stop, string? message)
    {
        foreach (NetworkSession member in _members) member.Leave();
        Gather();
        int[] best = [.. _members.Select(member => member.Result!.BestEpoch)];
        Result = new TrainingResult(History, stop, stop == StopReason.NonFiniteLoss ? best.Min() : best.Max(), message);
    }

    private void Gather()
    {
        for (int n = 0; n < _members.Length; n++) ModelMembers.Put(Model, n, _members[n].Model);
    }
}
