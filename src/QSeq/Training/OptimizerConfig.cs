namespace QSeq.Training;

/// <summary>Which optimiser, and its constants. The learning rate of a step is this one times the schedule's factor.</summary>
public abstract record OptimizerConfig : IFields<OptimizerConfig>
{
    /// <summary>One of each kind, for reading.</summary>
    internal static ImmutableArray<OptimizerConfig> Kinds { get; } = [new AdamConfig(), new RmsPropConfig(), new SgdConfig()];

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>The learning rate, above 0; 0.01 as in the papers' SHM and Bessel runs.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Adam (Kingma and Ba, 2014), with PyTorch's constants; with weight decay, AdamW (Loshchilov and Hutter, 2017).</summary>
    /// <param name="learningRate">The learning rate, above 0.</param>
    /// <param name="weightDecay">Decoupled weight decay, at least 0.</param>
    /// <param name="beta1">Decay of the mean gradient, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean squared gradient, at least 0.</param>
    /// <returns>The optimiser.</returns>
    public static OptimizerConfig Adam(
        double learningRate = 0.01, double weightDecay = 0, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new AdamConfig(beta1, beta2, epsilon, weightDecay) { LearningRate = learningRate };

    /// <summary>RMSprop (Hinton, 2012), as in PyTorch.</summary>
    /// <param name="learningRate">The learning rate, above 0.</param>
    /// <param name="alpha">Decay of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean squared gradient, at least 0.</param>
    /// <returns>The optimiser.</returns>
    public static OptimizerConfig RmsProp(double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8) =>
        new RmsPropConfig(alpha, epsilon) { LearningRate = learningRate };

    /// <summary>Stochastic gradient descent with momentum, as in PyTorch.</summary>
    /// <param name="learningRate">The learning rate, above 0.</param>
    /// <param name="momentum">Momentum, in [0, 1).</param>
    /// <returns>The optimiser.</returns>
    public static OptimizerConfig Sgd(double learningRate = 0.01, double momentum = 0.9) =>
        new SgdConfig(momentum) { LearningRate = learningRate };

    /// <summary>The optimiser in words, such as <c>sgd at 0.01, momentum 0.9</c>.</summary>
    /// <returns>The words.</returns>
    public sealed override string ToString() => FormattableString.Invariant($"{Name} at {LearningRate}{Own}");

    private protected virtual string Name => Kind;

    /// <summary>Its own constants in words, after a comma, where they are worth a word.</summary>
    private protected virtual string Own => "";

    internal abstract Optimizer Build(Core.ParameterTable table);

    /// <inheritdoc/>
    public OptimizerConfig MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return MapOptions(fields) with { LearningRate = fields.Number("learningRate", LearningRate) };
    }

    private protected abstract OptimizerConfig MapOptions(FieldMap f);

    internal virtual void Validate() => OptionCheck.Require(
        LearningRate > 0 && double.IsFinite(LearningRate), $"learning rate is {LearningRate}, expected a number above 0, such as 0.01");

    // A decay of 1 would never take in a gradient, and Adam would divide by 0.
    private protected static void CheckDecay(double decay, string name) =>
        OptionCheck.Require(decay is >= 0 and < 1, $"{name} is {decay}, expected 0 or more and less than 1");

    private protected static void CheckNotNegative(double value, string name) =>
        OptionCheck.Require(value >= 0 && double.IsFinite(value), $"{name} is {value}, expected a finite number of 0 or more");
}

/// <inheritdoc cref="OptimizerConfig.Adam"/>
internal sealed record AdamConfig(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0) : OptimizerConfig
{
    public override string Kind => "adam";

    private protected override string Name => WeightDecay > 0 ? "adamw" : Kind;

    private protected override string Own => WeightDecay > 0 ? FormattableString.Invariant($", weight decay {WeightDecay}") : "";

    private protected override OptimizerConfig MapOptions(FieldMap f) => this with
    {
        Beta1 = f.Number("beta1", Beta1),
        Beta2 = f.Number("beta2", Beta2),
        Epsilon = f.Number("epsilon", Epsilon),
        WeightDecay = f.Number("weightDecay", WeightDecay),
    };

    internal override Optimizer Build(Core.ParameterTable table) => new AdamOptimizer(table, this);

    internal override void Validate()
    {
        base.Validate();
        CheckDecay(Beta1, "Adam's beta1");
        CheckDecay(Beta2, "Adam's beta2");
        CheckNotNegative(Epsilon, "Adam's epsilon");
        CheckNotNegative(WeightDecay, "weight decay");
    }
}

/// <inheritdoc cref="OptimizerConfig.RmsProp"/>
internal sealed record RmsPropConfig(double Alpha = 0.99, double Epsilon = 1e-8) : OptimizerConfig
{
    public override string Kind => "rmsprop";

    private protected override OptimizerConfig MapOptions(FieldMap f) =>
        this with { Alpha = f.Number("alpha", Alpha), Epsilon = f.Number("epsilon", Epsilon) };

    internal override Optimizer Build(Core.ParameterTable table) => new RmsPropOptimizer(table, this);

    internal override void Validate()
    {
        base.Validate();
        CheckDecay(Alpha, "RMSprop's alpha");
        CheckNotNegative(Epsilon, "RMSprop's epsilon");
    }
}

/// <inheritdoc cref="OptimizerConfig.Sgd"/>
internal sealed record SgdConfig(double Momentum = 0.9) : OptimizerConfig
{
    public override string Kind => "sgd";

    private protected override string Own => FormattableString.Invariant($", momentum {Momentum}");

    private protected override OptimizerConfig MapOptions(FieldMap f) => this with { Momentum = f.Number("momentum", Momentum) };

    internal override Optimizer Build(Core.ParameterTable table) => new SgdOptimizer(table, this);

    internal override void Validate()
    {
        base.Validate();
        CheckDecay(Momentum, "momentum");
    }
}
