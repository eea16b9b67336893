using System.Collections.Immutable;
using QSeq.Core;

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

    internal abstract Optimizer Build(Core.ParameterTable table);

    /// <inheritdoc/>
    public OptimizerConfig MapFields(FieldMap fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return MapOptions(fields) with { LearningRate = fields.Number("learningRate", LearningRate) };
    }

    /// <summary>Exchanges the options of this kind.</summary>
    private protected abstract OptimizerConfig MapOptions(FieldMap f);

    /// <summary>Checks the ranges.</summary>
    internal virtual void Validate() => OptionCheck.Require(
        LearningRate > 0 && double.IsFinite(LearningRate), $"learning rate is {LearningRate}, expected a number above 0, such as 0.01");

    // A decay of 1 would never take in a gradient, and Adam would divide by 0.
    private protected static void CheckDecay(double decay, string name) =>
        OptionCheck.Require(decay is >= 0 and < 1, $"{name} is {decay}, expected 0 or more and less than 1");

    private protected static void CheckNotNegative(double value, string name) =>
        OptionCheck.Require(value >= 0 && double.IsFinite(value), $"{name} is {value}, expected a finite number of 0 or more");
}

/// <summary>Adam (Kingma and Ba, 2014), with PyTorch's constants; with weight decay, AdamW (Loshchilov and Hutter, 2017).</summary>
public sealed record AdamConfig : OptimizerConfig
{
    /// <inheritdoc/>
    public override string Kind => "adam";

    /// <summary>Decay of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay; 0 (default) is plain Adam.</summary>
    public double WeightDecay { get; init; }

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

/// <summary>RMSprop (Hinton, 2012), as in PyTorch.</summary>
public sealed record RmsPropConfig : OptimizerConfig
{
    /// <inheritdoc/>
    public override string Kind => "rmsprop";

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

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

/// <summary>Stochastic gradient descent with momentum, as in PyTorch.</summary>
public sealed record SgdConfig : OptimizerConfig
{
    /// <inheritdoc/>
    public override string Kind => "sgd";

    /// <summary>Momentum, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    private protected override OptimizerConfig MapOptions(FieldMap f) => this with { Momentum = f.Number("momentum", Momentum) };

    internal override Optimizer Build(Core.ParameterTable table) => new SgdOptimizer(table, this);

    internal override void Validate()
    {
        base.Validate();
        CheckDecay(Momentum, "momentum");
    }
}
