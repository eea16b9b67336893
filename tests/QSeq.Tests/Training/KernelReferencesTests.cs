using QSeq.Core;
using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class KernelReferencesTests
{
    [Fact]
    public void GivenReferencesArePutInPlace()
    {
        var model = new SequenceModel(Config(QkGates.EquationFaithful), 1);
        float[] before = [.. model.Parameters], references = Toy.Uniform("references", 8 * 3);
        ParameterSlice slice = model.Table["cell1.kernel.references"];
        KernelReferences.Set(model, references);
        Assert.Equal(references, model.Table["cell0.kernel.references"].Of(model.Parameters.AsSpan()).ToArray());
        Assert.Equal(slice.Of(before.AsSpan()).ToArray(), slice.Of(model.Parameters.AsSpan()).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReferencesFromDataAreVectorsThatTheCellSees(bool count)
    {
        WindowSet data = Toy.Waves(50);
        var model = new SequenceModel(Config(count ? QkGates.CountFaithful : QkGates.EquationFaithful), 1);
        double[] parameters = Close.Widen(model.Parameters); // of the fresh model
        KernelReferences.FromData(model, data, 5);
        float[] references = model.Table["cell0.kernel.references"].Of(model.Parameters.AsSpan()).ToArray();
        int features = model.Table["cell0.kernel.references"].Shape[1];
        List<double[]> seen = Seen(model, parameters, data);
        if (count) seen = [.. seen.Select(v => Project(model, parameters, v))];
        foreach (float[] reference in references.Chunk(features))
            Assert.Contains(seen, v => v.Zip(reference, (a, b) => Math.Abs(a - b)).Max() < Tolerance.Value);
        foreach (float[][] set in references.Chunk(features).Chunk(count ? 4 : 8))
            Assert.Equal(set.Length, set.Select(reference => string.Join(' ', reference)).Distinct().Count());
    }

    [Fact]
    public void NothingButReferencesChangesAndTheSeedDecides()
    {
        WindowSet data = Toy.Waves(50);
        SequenceModelConfig config = Config(QkGates.CountFaithful);
        float[] drawn = new SequenceModel(config, 1).Parameters, one = From(5), again = From(5), other = From(6);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
        ParameterTable table = new SequenceModel(config, 1).Table;
        foreach (ParameterSlice slice in table.Slices)
        {
            bool same = slice.Of(drawn.AsSpan()).SequenceEqual(slice.Of(one.AsSpan()));
            Assert.Equal(!slice.Name.EndsWith("references", StringComparison.Ordinal), same);
        }

        float[] From(ulong seed)
        {
            var model = new SequenceModel(config, 1);
            KernelReferences.FromData(model, data, seed);
            return model.Parameters;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GatesThatStartAlikeGetTheSameReferences(bool alike)
    {
        var model = new SequenceModel(Config(QkGates.CountFaithful with { GatesStartAlike = alike }), 1);
        KernelReferences.FromData(model, Toy.Waves(50), 5);
        float[][] gates = [.. model.Table["cell0.kernel.references"].Of(model.Parameters.AsSpan()).ToArray().Chunk(4 * 4)];
        Assert.Equal(4, gates.Length);
        Assert.Equal(alike, gates[0].SequenceEqual(gates[1]));
    }

    [Fact]
    public void EveryCellGetsReferencesOfItsOwn()
    {
        SequenceModelConfig config = Config(QkGates.EquationFaithful) with { Bidirectional = true };
        var model = new SequenceModel(config, 1);
        KernelReferences.FromData(model, Toy.Waves(50), 5);
        string[] names = [.. model.Table.Slices.Select(slice => slice.Name).Where(name => name.EndsWith("references", StringComparison.Ordinal))];
        Assert.Equal(["cell0.kernel.references", "cell0.reverse.kernel.references", "cell1.kernel.references", "cell1.reverse.kernel.references"], names);
        Assert.All(names, name => Assert.Equal(8, Seen(name).Distinct().Count()));
        Assert.NotEqual(Seen(names[0]), Seen(names[1]));

        IEnumerable<string> Seen(string name) =>
            model.Table[name].Of(model.Parameters.AsSpan()).ToArray().Chunk(model.Table[name].Shape[1]).Select(reference => string.Join(' ', reference));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheReferencesOfATaggerAreWhatItsCellsSeeInSentences(bool bidirectional)
    {
        // Sentences of 1 to 5 words: nothing behind an end may be taken, in either direction.
        string[] words = ["a", "b", "c", "d", "e"];
        TaggedSentence[] sentences = [.. Enumerable.Range(0, 40).Select(n =>
            new TaggedSentence([.. Enumerable.Range(0, 1 + (n % 5)).Select(t => words[(n + t) % 5])], [.. Enumerable.Repeat("X", 1 + (n % 5))]))];
        var options = new TaggerOptions { Gates = QkGates.EquationFaithful, Dimensions = [2], Hidden = 2, Bidirectional = bidirectional };
        SequenceTagger tagger = SequenceTagger.Create(sentences, options, 1);
        double[] parameters = Close.Widen(tagger.Model.Parameters);
        KernelReferences.FromData(tagger, sentences, 5);
        for (int cell = 0; cell < (bidirectional ? 2 : 1); cell++)
        {
            List<double[]> seen = [];
            foreach (TagSequence sentence in tagger.Encode(sentences))
            {
                IEnumerable<int> symbols = cell == 0 ? sentence.Symbols[0] : sentence.Symbols[0].Reverse();
                double[] h = new double[2], c = new double[2], kept = new double[2], x = new double[2], a = new double[8];
                foreach (int symbol in symbols)
                {
                    tagger.Model.Embeddings[0].Reference(parameters, symbol, x);
                    seen.Add([.. h, .. x]);
                    tagger.Model.Gates[cell].Reference(parameters, seen[^1], a);
                    QSeq.Networks.LstmCell.Reference(a, h, c, h, c, kept);
                }
            }

            string name = cell == 0 ? "cell0.kernel.references" : "cell0.reverse.kernel.references";
            foreach (float[] reference in tagger.Model.Table[name].Of(tagger.Model.Parameters.AsSpan()).ToArray().Chunk(4))
                Assert.Contains(seen, v => v.Zip(reference, (p, q) => Math.Abs(p - q)).Max() < Tolerance.Value);
        }
    }

    [Fact]
    public void LongDataIsLookedAtInPart()
    {
        var model = new SequenceModel(Config(QkGates.EquationFaithful), 1);
        KernelReferences.FromData(model, Toy.Waves(5000, window: 12), 5);
        Trainer.Fit(model, Toy.Waves(50, window: 12), options: new TrainingOptions { Epochs = 1 });
        Assert.All(model.Parameters, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        WindowSet data = Toy.Waves(50);
        var model = new SequenceModel(Config(QkGates.EquationFaithful), 1);
        Assert.Throws<ArgumentNullException>(() => KernelReferences.Set(null!, []));
        Assert.Throws<ArgumentNullException>(() => KernelReferences.FromData(null!, data, 1));
        Assert.Throws<ArgumentNullException>(() => KernelReferences.FromData(model, null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelReferences.Set(model, new float[24], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelReferences.Set(model, new float[24], -1));
        Contains("23 values were given, expected 24: 8 references of 3 features", () => KernelReferences.Set(model, new float[23]));
        Contains("A reference holds NaN", () => KernelReferences.Set(model, [.. Enumerable.Repeat(float.NaN, 24)]));
        Contains("no kernel", () => KernelReferences.Set(Toy.Model("lstm"), []));
        Contains("no kernel", () => KernelReferences.FromData(Toy.Model("lstm"), data, 1));
        Contains("There is no training window", () => KernelReferences.FromData(model, data.Slice(0, 0), 1));
        Contains("sees 4 different vectors in the training windows, but has 8 references; choose 4 references or fewer",
            () => KernelReferences.FromData(model, data.Slice(0, 1), 1));

        static void Contains(string expected, Action action) => Assert.Contains(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static SequenceModelConfig Config(QkGates gates) => new() { Gates = gates, Hidden = 2, Layers = 2 };

    /// <summary>v = [h; x] of the first cell at every step of every window, in double precision.</summary>
    private static List<double[]> Seen(SequenceModel model, double[] parameters, WindowSet data)
    {
        List<double[]> seen = [];
        float[] x = new float[data.Window * Lanes.Width];
        for (int sample = 0; sample < data.Count; sample++)
        {
            data.FillInputs([sample], Lanes.Width, x);
            double[] h = new double[2], c = new double[2], kept = new double[2];
            for (int t = 0; t < data.Window; t++)
            {
                double[] v = [.. h, x[t * Lanes.Width]], a = new double[8];
                seen.Add(v);
                model.Gates[0].Reference(parameters, v, a);
                QSeq.Networks.LstmCell.Reference(a, h, c, h, c, kept);
            }
        }

        return seen;
    }

    private static double[] Project(SequenceModel model, double[] parameters, double[] v)
    {
        double[] weight = model.Table["cell0.projection.weight"].Of(parameters.AsSpan()).ToArray(), bias = model.Table["cell0.projection.bias"].Of(parameters.AsSpan()).ToArray();
        return [.. bias.Select((b, j) => b + v.Select((value, k) => weight[(j * v.Length) + k] * value).Sum())];
    }
}
