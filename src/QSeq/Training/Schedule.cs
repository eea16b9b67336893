namespace QSeq.Training;

/// <summary>How the learning rate moves from epoch to epoch: a factor of the optimiser's rate.</summary>
public abstract record Schedule : IFields<Schedule>
{
    /// <summary>The same rate throughout; the papers' choice.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>One of each kind, for reading.</summary>
    internal static ImmutableArray<Schedule> Kinds { get; } = [new ConstantSchedule(), new CosineSchedule(), new StepSchedule(), new PlateauSchedule()];

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>Half a cosine from 1 in the first epoch down towards <paramref name="floor"/> (Loshchilov and Hutter, 2016).</summary>
    /// <param name="floor">The factor it would reach in the epoch after the last, 0 to 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Cosine(double floor = 0) => new CosineSchedule(floor);

    /// <summary>Times <paramref name="gamma"/> after every <paramref name="every"/> epochs.</summary>
    /// <param name="every">Epochs between steps, at least 1.</param>
    /// <param name="gamma">The factor of a step, above 0 and at most 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Step(int every = 10, double gamma = 0.5) => new StepSchedule(every, gamma);

    /// <summary>Times <paramref name="gamma"/> whenever the loss has not fallen for <paramref name="patience"/> epochs.</summary>
    /// <param name="patience">Epochs without a new best before a step, at least 1.</param>
    /// <param name="gamma">The factor of a step, above 0 and at most 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Plateau(int patience = 5, double gamma = 0.5) => new PlateauSchedule(patience, gamma);

    /// <summary>The schedule in words, such as <c>step every 10 gamma 0.5</c>.</summary>
    /// <returns>The words.</returns>
    public sealed override string ToString() => Kind + Own;

    /// <summary>Its constants in words, after a blank.</summary>
    private protected virtual string Own => "";

    /// <inheritdoc/>
    public abstract Schedule MapFields(FieldMap fields);

    /// <summary>A fresh run of the schedule.</summary>
    internal virtual ScheduleRun Start(int epochs) => new(this, epochs);

    /// <summary>The factor of an epoch, counted from 0; that of a run's start where it depends on the losses.</summary>
    internal virtual double Factor(int epoch, int epochs) => 1;

    internal virtual void Validate()
    {
    }

    private protected static void CheckGamma(double gamma) =>
        OptionCheck.Require(gamma is > 0 and <= 1, $"the schedule's gamma is {gamma}, expected above 0 and at most 1");
}

internal class ScheduleRun(Schedule schedule, int epochs)
{
    /// <summary>The factor of an epoch, counted from 0.</summary>
    public virtual double Factor(int epoch) => schedule.Factor(epoch, epochs);

    /// <summary>Exchanges what it has gathered over the epochs so far.</summary>
    public virtual void Exchange(StateStream state)
    {
    }

    /// <summary>Tells how the epoch went: the loss on validation data, or on training data where there is none.</summary>
    public virtual void Report(double loss)
    {
    }
}

/// <summary>The same rate throughout; the papers' choice.</summary>
internal sealed record ConstantSchedule : Schedule
{
    public override string Kind => "constant";

    public override Schedule MapFields(FieldMap fields) => this;
}

/// <summary>
/// Half a cosine from 1 in the first epoch down towards the floor, in [0, 1] (Loshchilov and Hutter, 2016). As in PyTorch
/// it would reach the floor in the epoch after the last, so that no epoch is spent on a rate of 0.
/// </summary>
internal sealed record CosineSchedule(double Floor = 0) : Schedule
{
    public override string Kind => "cosine";

    private protected override string Own => FormattableString.Invariant($" floor {Floor}");

    public override Schedule MapFields(FieldMap fields) => this with { Floor = fields.Number("floor", Floor) };

    internal override double Factor(int epoch, int epochs) =>
        Floor + ((1 - Floor) * 0.5 * (1 + PortableMath.Cos(Math.PI * epoch / epochs)));

    internal override void Validate() => OptionCheck.Require(Floor is >= 0 and <= 1, $"the cosine's floor is {Floor}, expected 0 to 1");
}

/// <summary>Times <see cref="Gamma"/>, in (0, 1], after every <see cref="Every"/> epochs.</summary>
internal sealed record StepSchedule(int Every = 10, double Gamma = 0.5) : Schedule
{
    public override string Kind => "step";

    private protected override string Own => FormattableString.Invariant($" every {Every} gamma {Gamma}");

    public override Schedule MapFields(FieldMap fields) =>
        this with { Every = fields.Whole("every", Every), Gamma = fields.Number("gamma", Gamma) };

    internal override double Factor(int epoch, int epochs)
    {
        double factor = 1;
        for (int n = Every; n <= epoch; n += Every) factor *= Gamma;
        return factor;
    }

    internal override void Validate()
    {
        OptionCheck.Require(Every >= 1, $"the step schedule's epochs between steps are {Every}, expected 1 or more");
        CheckGamma(Gamma);
    }
}

/// <summary>Times <see cref="Gamma"/>, in (0, 1], whenever the loss has not fallen for <see cref="Patience"/> epochs.</summary>
internal sealed record PlateauSchedule(int Patience = 5, double Gamma = 0.5) : Schedule
{
    public override string Kind => "plateau";

    private protected override string Own => FormattableString.Invariant($" patience {Patience} gamma {Gamma}");

    public override Schedule MapFields(FieldMap fields) =>
        this with { Patience = fields.Whole("patience", Patience), Gamma = fields.Number("gamma", Gamma) };

    internal override ScheduleRun Start(int epochs) => new Run(this, epochs);

    internal override void Validate()
    {
        OptionCheck.Require(Patience >= 1, $"the plateau schedule's patience is {Patience}, expected 1 or more");
        CheckGamma(Gamma);
    }

    private sealed class Run(PlateauSchedule schedule, int epochs) : ScheduleRun(schedule, epochs)
    {
        private readonly PlateauSchedule _schedule = schedule;
        private double _factor = 1;
        private double _best = double.PositiveInfinity;
        private int _waited;

        public override double Factor(int epoch) => _factor;

        public override void Exchange(StateStream state)
        {
            state.Exchange(ref _factor);
            state.Exchange(ref _best);
            state.Exchange(ref _waited);
        }

        public override void Report(double loss)
        {
            if (loss < _best)
            {
                (_best, _waited) = (loss, 0);
            }
            else if (++_waited >= _schedule.Patience)
            {
                _factor *= _schedule.Gamma;
                _waited = 0;
            }
        }
    }
}
