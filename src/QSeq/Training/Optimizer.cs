using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Training;

/// <summary>
/// An optimiser over a model's flat buffers. Frozen slices are never touched, whatever their gradient or the decay.
/// </summary>
internal abstract class Optimizer
{
    private readonly List<(int Start, int Length, float Factor)> _trainable = []; // the factor is that of the learning rate

    /// <summary>Keeps some moments, such as means of gradients, of every parameter.</summary>
    protected Optimizer(ParameterTable table, int moments)
    {
        Moments = [.. Enumerable.Range(0, moments).Select(_ => new float[table.Length])];
        foreach (ParameterSlice slice in table.Slices)
        {
            if (!slice.Trainable) continue;
            float factor = (float)slice.RateFactor;
            if (_trainable is [.., (int start, int length, float before)] && start + length == slice.Offset && before == factor)
                _trainable[^1] = (start, length + slice.Count, factor);
            else _trainable.Add((slice.Offset, slice.Count, factor));
        }
    }

    /// <summary>[moment][parameter]</summary>
    protected float[][] Moments { get; }

    /// <summary>What the gradient of this step is multiplied by.</summary>
    protected float Rate { get; set; }

    /// <summary>Moves the parameters against their gradient, which is laid out alike.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        BeginStep(learningRate);
        float rate = Rate;
        foreach ((int start, int length, float factor) in _trainable)
        {
            Rate = rate * factor;
            Update(parameters.Slice(start, length), gradient.Slice(start, length), start);
        }
    }

    /// <summary>Exchanges what it has gathered over the steps so far.</summary>
    public virtual void Exchange(StateStream state)
    {
        foreach (float[] moment in Moments) state.Exchange(moment.AsSpan());
    }

    protected virtual void BeginStep(double learningRate) => Rate = (float)learningRate;

    /// <summary>Moves consecutive parameters p, which start at some place of the buffer, against their gradient g.</summary>
    protected abstract void Update(Span<float> p, ReadOnlySpan<float> g, int start);
}

/// <inheritdoc cref="AdamConfig"/>
internal sealed class AdamOptimizer(ParameterTable table, AdamConfig config) : Optimizer(table, moments: 2)
{
    private double _power1 = 1; // beta1^t
    private double _power2 = 1; // beta2^t
    private float _correction;
    private float _keep;

    public override void Exchange(StateStream state)
    {
        base.Exchange(state);
        state.Exchange(ref _power1);
        state.Exchange(ref _power2);
    }

    protected override void BeginStep(double learningRate)
    {
        _power1 *= config.Beta1;
        _power2 *= config.Beta2;
        Rate = (float)(learningRate / (1 - _power1));
        _correction = (float)Math.Sqrt(1 - _power2);
        _keep = (float)(1 - (learningRate * config.WeightDecay));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Update(Span<float> p, ReadOnlySpan<float> g, int start)
    {
        float beta1 = (float)config.Beta1, beta2 = (float)config.Beta2, rest1 = (float)(1 - config.Beta1), rest2 = (float)(1 - config.Beta2);
        float epsilon = (float)config.Epsilon;
        Span<float> mean = Moments[0].AsSpan(start, p.Length), square = Moments[1].AsSpan(start, p.Length);
        int n = 0;
        for (; n + Lanes.Width <= p.Length; n += Lanes.Width)
        {
            // m = beta1 m + (1-beta1) g, v = beta2 v + (1-beta2) g^2, p = p - lr/(1-beta1^t) m / (sqrt(v/(1-beta2^t)) + eps)
            Vector512<float> d = Vector512.Create(g[n..]);
            Vector512<float> m = (Vector512.Create(beta1) * Vector512.Create<float>(mean[n..])) + (Vector512.Create(rest1) * d);
            Vector512<float> v = (Vector512.Create(beta2) * Vector512.Create<float>(square[n..])) + (Vector512.Create(rest2) * d * d);
            Vector512<float> root = (Vector512.Sqrt(v) / Vector512.Create(_correction)) + Vector512.Create(epsilon);
            m.CopyTo(mean[n..]);
            v.CopyTo(square[n..]);
            ((Vector512.Create(_keep) * Vector512.Create<float>(p[n..])) - (Vector512.Create(Rate) * m / root)).CopyTo(p[n..]);
        }

        // The rest one by one, with the same operations in the same order.
        for (; n < p.Length; n++)
        {
            mean[n] = (beta1 * mean[n]) + (rest1 * g[n]);
            square[n] = (beta2 * square[n]) + (rest2 * g[n] * g[n]);
            p[n] = (_keep * p[n]) - (Rate * mean[n] / ((MathF.Sqrt(square[n]) / _correction) + epsilon));
        }
    }
}

/// <inheritdoc cref="RmsPropConfig"/>
internal sealed class RmsPropOptimizer(ParameterTable table, RmsPropConfig config) : Optimizer(table, moments: 1)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Update(Span<float> p, ReadOnlySpan<float> g, int start)
    {
        float alpha = (float)config.Alpha, rest = (float)(1 - config.Alpha), epsilon = (float)config.Epsilon;
        Span<float> square = Moments[0].AsSpan(start, p.Length);
        for (int n = 0; n < p.Length; n++)
        {
            square[n] = (alpha * square[n]) + (rest * g[n] * g[n]);
            p[n] -= Rate * g[n] / (MathF.Sqrt(square[n]) + epsilon);
        }
    }
}

/// <inheritdoc cref="SgdConfig"/>
internal sealed class SgdOptimizer(ParameterTable table, SgdConfig config) : Optimizer(table, moments: 1)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Update(Span<float> p, ReadOnlySpan<float> g, int start)
    {
        float momentum = (float)config.Momentum;
        Span<float> velocity = Moments[0].AsSpan(start, p.Length);
        for (int n = 0; n < p.Length; n++)
        {
            velocity[n] = (momentum * velocity[n]) + g[n];
            p[n] -= Rate * velocity[n];
        }
    }
}
