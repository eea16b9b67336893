using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// Checks a layer over sequences against its own <see cref="SequenceLayer.Reference"/>, as <see cref="GradientCheck"/> does
/// a layer of one step. Whoever writes one, or a cell, checks it with one call.
/// </summary>
internal static class SequenceGradientCheck
{
    /// <summary>Checks the gradient of the inputs and of every tensor of the table, for the loss sum(g y) with random g.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="table">The table the layer declared its parameters in.</param>
    /// <param name="parameters">Their values.</param>
    /// <param name="x">Sequences one after another, [samples][steps][Inputs].</param>
    /// <param name="steps">Steps of each, at least 1.</param>
    /// <param name="seed">The seed of g.</param>
    /// <param name="step">Half the distance of the two points of a difference.</param>
    /// <returns>The largest deviation of <c>x</c>, then of each tensor.</returns>
    /// <exception cref="ArgumentException">There is no sample, or the numbers do not fit the layer or the table.</exception>
    public static ImmutableArray<GradientCheckResult> Check(
        SequenceLayer layer,
        ParameterTable table,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> x,
        int steps,
        ulong seed = 0,
        double step = GradientCheck.DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return GradientCheck.Check(
            checked(layer.Inputs * steps),
            checked(layer.Outputs * layer.Answers(steps)),
            (p, sample, y) => Reference(layer, p, sample, y),
            (p, samples, dy) => Run(layer, steps, p, samples, dy),
            table,
            parameters,
            x,
            seed,
            step);
    }

    /// <summary>y = f(x) for one sequence, its values one after another.</summary>
    internal static void Reference(SequenceLayer layer, ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        double[][] answers = layer.Reference(parameters, [.. x.ToArray().Chunk(layer.Inputs)]);
        for (int n = 0; n < answers.Length; n++) answers[n].CopyTo(y[(n * layer.Outputs)..]);
    }

    /// <summary>One pass, forward and back, over sequences that stand one after another.</summary>
    internal static LayerRun Run(SequenceLayer layer, int steps, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        int inputs = layer.Inputs * steps, outputs = layer.Outputs * layer.Answers(steps), samples = x.Length / inputs, lanes = Lanes.Pad(samples);
        Rows input = GradientCheck.Transpose(x, inputs, lanes), dOutput = GradientCheck.Transpose(dy, outputs, lanes);
        Rows output = GradientCheck.NewRows(outputs, lanes), dInput = GradientCheck.NewRows(inputs, lanes);
        Rows tape = GradientCheck.NewRows(layer.TapeRows(steps), lanes), scratch = GradientCheck.NewRows(layer.ScratchRows(steps), lanes);
        float[] folded = new float[layer.FoldedSize], foldedGradient = new float[layer.GradientSize], gradient = new float[parameters.Length];

        layer.Fold(parameters, folded);
        layer.Forward(folded, input, default, output, tape, scratch);
        scratch.Data.Fill(float.NaN); // a layer may not count on what it left there
        layer.Backward(folded, input, default, dOutput, dInput, tape, scratch, foldedGradient);
        layer.Unfold(parameters, folded, foldedGradient, gradient);
        return new LayerRun(GradientCheck.Transpose(output, samples), GradientCheck.Transpose(dInput, samples), gradient);
    }
}
