using System.Runtime.Intrinsics;
using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Hardware;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum.Simulators;
using QSeq.Tests.Networks;

namespace QSeq.Tests.Persistence;

/// <summary>A cell and a layer over sequences of another assembly train, save and load like QSeq's own.</summary>
public class OwnNetworkTests
{
    private static readonly ModelCatalogue Catalogue = ModelCatalogue.Default.With(
        new ModelEntry("elman", "h' = tanh(W v + b)", "Elman 1990", new SequenceModelConfig { Gates = new ElmanGates(), Hidden = 3 }),
        new ModelEntry("fading", "h' = W x + b + h/2", "this test", new SequenceModelConfig { Gates = new FadingGates(), Hidden = 3 }));

    [Theory]
    [InlineData("elman", true)]
    [InlineData("elman", false)]
    [InlineData("fading", false)]
    public void AForecasterComesBack(string name, bool bidirectional)
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(t => Math.Sin(0.5 * t))];
        ForecastRecipe recipe = ForecastRecipe.Of(name, Catalogue) with { Training = new() { Epochs = 30 } };
        recipe = recipe with { Network = recipe.Network with { Bidirectional = bidirectional, Layers = 2 } };
        var losses = new List<double>();
        var model = TrainedForecaster.Fit(SeriesTable.Of("x", values), recipe, new Progress(losses));
        Assert.True(losses[^1] < 0.9 * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        var loaded = TrainedForecaster.FromBytes(model.ToBytes(), "own.qseq", Catalogue);
        Assert.Equal((model.Digest, model.Recipe.Digest()), (loaded.Digest, loaded.Recipe.Digest()));
        Assert.Equal(model.Forecast(values, 3), loaded.Forecast(values, 3));
    }

    [Fact]
    public void BothAgreeWithTheirReferences()
    {
        new CellHarness<ElmanCell>(3, 32).CheckForward();
        new CellHarness<ElmanCell>(3, 32).CheckBackward();
        foreach (bool last in (bool[])[false, true]) new SequenceHarness("fading", table => new FadingGates().BuildLayer(table, 2, 3, false, last)).Check(17, 4);
    }

    [Fact]
    public void WhatIsNeitherRecurrentNorPerStepHasNoCircuits()
    {
        var model = new SequenceModel(new SequenceModelConfig { Gates = new FadingGates() }, 1);
        var error = Assert.Throws<NotSupportedException>(() => new HardwareModel(model, new StateVectorBackend()).Predict([[1.0, 2.0]]));
        Assert.Contains("Fading is neither recurrent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerThatAnswersOtherwiseThanAskedIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new SequenceModel(new SequenceModelConfig { Gates = new FadingGates { Always = true } }, 1));
        Assert.Contains("fading give 2 answers for 2 steps, which does not fit the output mode Last", error.Message, StringComparison.Ordinal);
    }

    private sealed class Progress(List<double> losses) : IProgress<QSeq.Training.EpochReport>
    {
        public void Report(QSeq.Training.EpochReport value) => losses.Add(value.TrainLoss);
    }

    private sealed record ElmanGates : GateConfig
    {
        public override string Kind => "elman";

        public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) => new LinearLayer(table, hidden + inputs, hidden);

        public override SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) =>
            Recur<ElmanCell>(table, inputs, hidden, bidirectional, last);
    }

    /// <summary>h' = tanh(a): no memory and nothing on the tape but the activation.</summary>
    private readonly struct ElmanCell : ICell
    {
        public static int Gates => 1;

        public static int Memory => 0;

        public static int Tape => 0;

        public static void Forward(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape)
        {
            for (int n = 0; n < gates.Data.Length; n += Lanes.Width) LaneMath.Tanh(Vector512.Create(gates.Data[n..])).CopyTo(gates.Data[n..]);
            gates.Data.CopyTo(nextH.Data);
        }

        public static void Backward(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory)
        {
            for (int n = 0; n < gates.Data.Length; n++) gates.Data[n] = dh.Data[n] * (1 - (gates.Data[n] * gates.Data[n]));
        }

        public static void Reference(
            Span<double> gates, ReadOnlySpan<double> h, ReadOnlySpan<double> memory, Span<double> nextH, Span<double> nextMemory, Span<double> tape)
        {
            for (int n = 0; n < gates.Length; n++) nextH[n] = gates[n] = PortableMath.Tanh(gates[n]);
        }

        public static void ReferenceBackward(
            Span<double> gates, ReadOnlySpan<double> h, ReadOnlySpan<double> memory, ReadOnlySpan<double> tape, ReadOnlySpan<double> dh, Span<double> dhBefore, Span<double> dMemory)
        {
            for (int n = 0; n < gates.Length; n++) gates[n] = dh[n] * (1 - (gates[n] * gates[n]));
        }
    }

    private sealed record FadingGates : GateConfig
    {
        public bool Always { get; init; }

        public override string Kind => "fading";

        public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) => new LinearLayer(table, inputs, hidden);

        public override SequenceLayer BuildLayer(ParameterTable.Builder table, int inputs, int hidden, bool bidirectional, bool last) =>
            new Fading(Build(table, inputs, hidden), last && !Always);
    }

    /// <summary>h_t = f(x_t) + h_(t-1)/2, without gates.</summary>
    private sealed class Fading : SequenceLayer
    {
        private readonly Layer _map;
        private readonly bool _last;

        public Fading(Layer map, bool last)
            : base(map.Inputs, map.Outputs)
        {
            (_map, _last) = (map, last);
            Folded.Add("map", map.FoldedSize);
            Gradient.Add("map", map.GradientSize);
        }

        public override int Answers(int steps) => _last ? 1 : steps;

        public override int TapeRows(int steps) => steps * Outputs; // h, then its gradient

        public override int ScratchRows(int steps) => 0;

        public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _map.Fold(parameters, folded);

        public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
        {
            int steps = x.Count / Inputs;
            StepRows xs = new(x, steps), hs = new(tape, steps);
            for (int t = 0; t < steps; t++)
            {
                _map.Forward(folded, xs[t], hs[t], scratch, scratch);
                if (t > 0) AddHalf(hs[t - 1], hs[t]);
            }

            tape.Slice(tape.Count - y.Count, y.Count).Data.CopyTo(y.Data);
        }

        public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
        {
            int steps = x.Count / Inputs;
            StepRows xs = new(x, steps), dhs = new(tape, steps), dxs = new(dx, steps);
            tape.Data.Clear();
            dy.Data.CopyTo(tape.Slice(tape.Count - dy.Count, dy.Count).Data);
            for (int t = steps - 1; t >= 0; t--)
            {
                _map.Backward(folded, xs[t], dhs[t], dxs[t], scratch, scratch, gradient);
                if (t > 0) AddHalf(dhs[t], dhs[t - 1]);
            }

            _map.Accumulate(xs, dhs, new StepRows(scratch, steps), gradient);
        }

        public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
            _map.Unfold(parameters, folded, foldedGradient, gradient);

        public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
        {
            double[][] h = new double[x.Length][];
            for (int t = 0; t < x.Length; t++)
            {
                _map.Reference(parameters, x[t], h[t] = new double[Outputs]);
                for (int n = 0; t > 0 && n < Outputs; n++) h[t][n] += h[t - 1][n] / 2;
            }

            return _last ? [h[^1]] : h;
        }

        private static void AddHalf(Rows a, Rows target)
        {
            for (int n = 0; n < target.Data.Length; n++) target.Data[n] += a.Data[n] / 2;
        }
    }
}
