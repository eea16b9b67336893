using System.Text.Json.Serialization;

namespace QSeq.Training;

/// <summary>Which optimiser, and its constants. The learning rate of a step is this one times the schedule's factor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AdamConfig), "adam")]
[JsonDerivedType(typeof(RmsPropConfig), "rmsprop")]
[JsonDerivedType(typeof(SgdConfig), "sgd")]
public abstract record OptimizerConfig
{
    /// <summary>The learning rate, above 0; 0.01 as in the papers' SHM and Bessel runs.</summary>
    public double LearningRate { get; init; } = 0.01;

    internal abstract Optimizer Build(Numerics.ParameterTable table);

    private protected void Check()
    {
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, $"learning rate {LearningRate} is out of range; choose a number above 0, such as 0.01.");
    }
}

/// <summary>Adam (Kingma and Ba, 2014), with PyTorch's constants; with weight decay, AdamW (Loshchilov and Hutter, 2017).</summary>
public sealed record AdamConfig : OptimizerConfig
{
    /// <summary>Decay of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay; 0 (default) is plain Adam.</summary>
    public double WeightDecay { get; init; }

    internal override Optimizer Build(Numerics.ParameterTable table)
    {
        Check();
        return new AdamOptimizer(table, this);
    }
}

/// <summary>RMSprop (Hinton, 2012), as in PyTorch.</summary>
public sealed record RmsPropConfig : OptimizerConfig
{
    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override Optimizer Build(Numerics.ParameterTable table)
    {
        Check();
        return new RmsPropOptimizer(table, this);
    }
}

/// <summary>Stochastic gradient descent with momentum, as in PyTorch.</summary>
public sealed record SgdConfig : OptimizerConfig
{
    /// <summary>Momentum, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    internal override Optimizer Build(Numerics.ParameterTable table)
    {
        Check();
        return new SgdOptimizer(table, this);
    }
}
