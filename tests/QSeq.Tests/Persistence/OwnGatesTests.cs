using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Tagging;

namespace QSeq.Tests.Persistence;

/// <summary>A gate map of another assembly trains, saves and loads with its catalogue, and is refused without.</summary>
public class OwnGatesTests
{
    private static readonly ModelCatalogue Catalogue = ModelCatalogue.Default.With(
        new ModelEntry("narrow-lstm", "an affine map through a bottleneck", "this test", new SequenceModelConfig { Gates = new NarrowGates(), Hidden = 3 }));

    [Fact]
    public void AForecasterOfOwnGatesComesBack()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(t => Math.Sin(0.5 * t))];
        ForecastRecipe recipe = ForecastRecipe.Of("narrow-lstm", Catalogue) with { Training = new() { Epochs = 2 } };
        recipe = recipe with { Network = recipe.Network with { Gates = new NarrowGates { Narrow = 2 } } };
        var model = TrainedForecaster.Fit(SeriesTable.Of("x", values), recipe);
        var loaded = TrainedForecaster.FromBytes(model.ToBytes(), "own.qseq", Catalogue);
        Assert.Equal(new NarrowGates { Narrow = 2 }, loaded.Recipe.Network.Gates);
        Assert.Equal((model.Digest, model.Recipe.Digest()), (loaded.Digest, loaded.Recipe.Digest()));
        Assert.Equal(model.Forecast(values, 3), loaded.Forecast(values, 3));
        Assert.Equal(
            "own.qseq: malformed: recipe.model.gates.kind is 'narrow', known are lstm, qlstm, qlstm-6, qkan-lstm, hqkan-lstm, qk-lstm, gru, fourier-lstm, spline-lstm, fast-weights; update QSeq if the model comes from a newer one, or load it with a catalogue that has this kind; save the model again with this QSeq",
            Assert.Throws<InvalidDataException>(() => TrainedForecaster.FromBytes(model.ToBytes(), "own.qseq")).Message);
    }

    [Fact]
    public void ATaggerOfOwnGatesComesBack()
    {
        TaggedSentence[] sentences = [new(["a", "boat", "."], ["D", "N", "P"]), new(["the", "gull", "!"], ["D", "N", "P"])];
        TaggingRecipe recipe = TaggingRecipe.Of("narrow-lstm", Catalogue) with { Split = null, Training = new() { Epochs = 2 } };
        var tagger = TrainedTagger.Fit(sentences, recipe);
        var loaded = TrainedTagger.FromBytes(tagger.ToBytes(), "own.qseq", Catalogue);
        Assert.Equal((tagger.Digest, tagger.Recipe.Digest()), (loaded.Digest, loaded.Recipe.Digest()));
        Assert.Equal(tagger.Tag(sentences), loaded.Tag(sentences));
        Assert.Contains(
            "recipe.tagger.gates.kind is 'narrow', known are lstm",
            Assert.Throws<InvalidDataException>(() => TrainedTagger.FromBytes(tagger.ToBytes(), "own.qseq")).Message,
            StringComparison.Ordinal);
    }

    private sealed record NarrowGates : GateConfig
    {
        public int Narrow { get; init; } = 1;

        public override string Kind => "narrow";

        protected override GateConfig MapOptions(FieldMap fields) => this with { Narrow = fields.Whole("narrow", Narrow) };

        public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) => new SequentialLayer(
            new LinearLayer(table.Scope("down"), hidden + inputs, Narrow), new LinearLayer(table.Scope("up"), Narrow, Gates * hidden));
    }
}
