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
    public static Schedule Cosine(double floor = 0) => new CosineSchedule { Floor = floor };

    /// <summary>Times <paramref name="gamma"/> after every <paramref name="every"/> epochs.</summary>
    /// <param name="every">Epochs between steps, at least 1.</param>
    /// <param name="gamma">The factor of a step, above 0 and at most 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Step(int every = 10, double gamma = 0.5) => new StepSchedule { Every = every, Gamma = gamma };

    /// <summary>Times <paramref name="gamma"/> whenever the loss has not fallen for <paramref name="patience"/> epochs.</summary>
    /// <param name="patience">Epochs without a new best before a step, at least 1.</param>
    /// <param name="gamma">The factor of a step, above 0 and at most 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Plateau(int patience = 5, double gamma = 0.5) => new PlateauSchedule { Patience = patience, Gamma = gamma };

    /// <summary>The schedule in words, such as <c>step every 10 gamma 0.5</c>.</summary>
    /// <returns>The words.</returns>
    public sealed override string ToString() => Kind + Own;

    /// <summary>Its constants in words, after a blank.</summary>
    private protected virtual string Own => "";

    /// <inheritdoc/>
    public abstract Schedule MapFields(FieldMap fields);

    /// <summary>A fresh run of the schedule.</summary>
    internal abstract IScheduleRun Start(int epochs);

    /// <summary>Checks the ranges.</summary>
    internal virtual void Validate()
    {
    }

    private protected static void CheckGamma(double gamma) =>
        OptionCheck.Require(gamma is > 0 and <= 1, $"the schedule's gamma is {gamma}, expected above 0 and at most 1");
}

/// <summary>A schedule in use.</summary>
internal interface IScheduleRun
{
    /// <summary>The factor for epoch <paramref name="epoch"/>, counted from 0.</summary>
    double Factor(int epoch);

    /// <summary>Exchanges what it has gathered over the epochs so far.</summary>
    void Exchange(StateStream state)
    {
    }

    /// <summary>Tells how the epoch went: the loss on validation data, or on training data where there is none.</summary>
    void Report(double loss)
    {
    }
}

/// <summary>The same rate throughout; the papers' choice.</summary>
internal sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override string Kind => "constant";

    /// <inheritdoc/>
    public override Schedule MapFields(FieldMap fields) => this;

    internal override IScheduleRun Start(int epochs) => new Run();

    private sealed class Run : IScheduleRun
    {
        public double Factor(int epoch) => 1;
    }
}

/// <summary>
/// Half a cosine from 1 in the first epoch down towards <see cref="Floor"/> (Loshchilov and Hutter, 2016). As in PyTorch
/// it would reach the floor in the epoch after the last, so that no epoch is spent on a rate of 0.
/// </summary>
internal sealed record CosineSchedule : Schedule
{
    /// <inheritdoc/>
    public override string Kind => "cosine";

    private protected override string Own => FormattableString.Invariant($" floor {Floor}");

    /// <summary>The factor the cosine falls to, in [0, 1]; 0 as in the paper.</summary>
    public double Floor { get; init; }

    /// <inheritdoc/>
    public override Schedule MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return this with { Floor = fields.Number("floor", Floor) };
    }

    internal override IScheduleRun Start(int epochs) => new Run(this, epochs);

    internal override void Validate() => OptionCheck.Require(Floor is >= 0 and <= 1, $"the cosine's floor is {Floor}, expected 0 to 1");

    private sealed class Run(CosineSchedule schedule, int epochs) : IScheduleRun
    {
        public double Factor(int epoch) =>
            schedule.Floor + ((1 - schedule.Floor) * 0.5 * (1 + PortableMath.Cos(Math.PI * epoch / epochs)));
    }
}

/// <summary>Times <see cref="Gamma"/> after every <see cref="Every"/> epochs.</summary>
internal sealed record StepSchedule : Schedule
{
    /// <inheritdoc/>
    public override string Kind => "step";

    private protected override string Own => FormattableString.Invariant($" every {Every} gamma {Gamma}");

    /// <summary>Epochs between steps, at least 1.</summary>
    public int Every { get; init; } = 10;

    /// <summary>The factor of a step, in (0, 1].</summary>
    public double Gamma { get; init; } = 0.5;

    /// <inheritdoc/>
    public override Schedule MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return this with { Every = fields.Whole("every", Every), Gamma = fields.Number("gamma", Gamma) };
    }

    internal override IScheduleRun Start(int epochs) => new Run(this);

    internal override void Validate()
    {
        OptionCheck.Require(Every >= 1, $"the step schedule's epochs between steps are {Every}, expected 1 or more");
        CheckGamma(Gamma);
    }

    private sealed class Run(StepSchedule schedule) : IScheduleRun
    {
        public double Factor(int epoch)
        {
            double factor = 1;
            for (int n = schedule.Every; n <= epoch; n += schedule.Every) factor *= schedule.Gamma;
            return factor;
        }
    }
}

/// <summary>Times <see cref="Gamma"/> whenever the loss has not fallen for <see cref="Patience"/> epochs.</summary>
internal sealed record PlateauSchedule : Schedule
{
    /// <inheritdoc/>
    public override string Kind => "plateau";

    private protected override string Own => FormattableString.Invariant($" patience {Patience} gamma {Gamma}");

    /// <summary>Epochs without a new best before a step, at least 1.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>The factor of a step, in (0, 1].</summary>
    public double Gamma { get; init; } = 0.5;

    /// <inheritdoc/>
    public override Schedule MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return this with { Patience = fields.Whole("patience", Patience), Gamma = fields.Number("gamma", Gamma) };
    }

    internal override IScheduleRun Start(int epochs) => new Run(this);

    internal override void Validate()
    {
        OptionCheck.Require(Patience >= 1, $"the plateau schedule's patience is {Patience}, expected 1 or more");
        CheckGamma(Gamma);
    }

    private sealed class Run(PlateauSchedule schedule) : IScheduleRun
    {
        private double _factor = 1;
        private double _best = double.PositiveInfinity;
        private int _waited;

        public double Factor(int epoch) => _factor;

        public void Exchange(StateStream state)
        {
            state.Exchange(ref _factor);
            state.Exchange(ref _best);
            state.Exchange(ref _waited);
        }

        public void Report(double loss)
        {
            if (loss < _best)
            {
                (_best, _waited) = (loss, 0);
                return;
            }

            if (++_waited < schedule.Patience) return;
            _factor *= schedule.Gamma;
            _waited = 0;
        }
    }
}
