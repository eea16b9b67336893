using QSeq.Data;
using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// Gives the kernels of a QK-LSTM their reference vectors: any that the user has, or a part of the training data, which the
/// paper allows for (arXiv 2411.13225, section II-B2). Without either they are drawn like other first values.
/// </summary>
public static class KernelReferences
{
    private const int Vectors = 4096; // seen by a cell, at most: enough to choose some dozens from
    private const int VectorsAReference = 4; // more where there are very many references

    /// <summary>Sets the references of a cell.</summary>
    /// <param name="model">A model with <see cref="QkGates"/>; its weights change.</param>
    /// <param name="references">[references][features], gate after gate where each has its own; features as the kernel sees them, behind the projection.</param>
    /// <param name="cell">The cell, counted from the input; in a bidirectional layer the one that reads forward comes first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    /// <exception cref="ArgumentException">The model has no kernel, or the references are not as many as it needs or not finite.</exception>
    public static void Set(SequenceModel model, ReadOnlySpan<float> references, int cell = 0)
    {
        Check(model);
        if (model.Config.Members > 1) throw new ArgumentException($"The model has {model.Config.Members} members, each with references of its own; set those of a model of one.", nameof(model));
        if (cell < 0 || cell >= model.Gates.Length)
            throw new ArgumentOutOfRangeException(nameof(cell), cell, $"cell {cell} was asked for, expected 0 to {model.Gates.Length - 1}.");
        ParameterSlice slice = Layer(model, cell).References;
        if (references.Length != slice.Count)
            throw new ArgumentException($"{references.Length} values were given, expected {slice.Count}: {slice.Shape[0]} references of {slice.Shape[1]} features.", nameof(references));
        foreach (float value in references)
            if (!float.IsFinite(value)) throw new ArgumentException($"A reference holds {value}, expected finite values.", nameof(references));
        references.CopyTo(slice.Of(model.Parameters.AsSpan()));
    }

    /// <summary>
    /// Runs the model over windows spread evenly over the data, some 4096 time steps at most (four a reference where that is
    /// more), and lets k-means++ choose from the vectors v = [h; x], or their projections, that each cell's kernel sees.
    /// Every set of references is a choice of its own. Cell after cell, since what a cell sees depends on those below.
    /// </summary>
    /// <param name="model">A model with <see cref="QkGates"/>, freshly initialised; its references change, trained or not.</param>
    /// <param name="data">Training windows.</param>
    /// <param name="seed">What chance is drawn from.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The model has no kernel, the windows do not fit it, or a kernel sees fewer different vectors than it has references.</exception>
    public static void FromData(SequenceModel model, WindowSet data, ulong seed)
    {
        Check(model);
        ArgumentNullException.ThrowIfNull(data);
        if (model.Config.Members > 1)
        {
            ModelMembers.Each(model, (one, member) => FromData(one, data, ModelMembers.SeedOf(seed, member)));
            return;
        }

        Choose(model, new WindowSource(model, data, null, "training"), seed, "training windows");
    }

    /// <summary>The same for a tagger: the vectors its cells see in training sentences, spread evenly over them.</summary>
    /// <param name="tagger">A tagger with <see cref="QkGates"/>, freshly initialised; its references change, trained or not.</param>
    /// <param name="sentences">Training sentences; their tags are not looked at.</param>
    /// <param name="seed">What chance is drawn from.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The model has no kernel, there is no sentence, or a kernel sees fewer different vectors than it has references.</exception>
    public static void FromData(SequenceTagger tagger, IReadOnlyList<TaggedSentence> sentences, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(sentences);
        Check(tagger.Model);
        if (sentences.Count == 0) throw new ArgumentException("There are no sentences to take references from.", nameof(sentences));
        Choose(tagger.Model, new SentenceSource(tagger.Model, tagger.Encode(sentences)), seed, "training sentences");
    }

    // Cell after cell, since what the kernel of a cell sees changes with the cells below.
    private static void Choose(SequenceModel model, IBatchSource source, ulong seed, string where)
    {
        GateConfig gates = model.Config.Gates;
        int count = ((QkGates)gates).Kernel.References;
        for (int cell = 0; cell < model.Gates.Length; cell++)
        {
            ParameterSlice slice = Layer(model, cell).References;
            int features = slice.Shape[1], sets = slice.Shape[0] / count;
            float[] seen = Seen(model, source, cell, Math.Max(Vectors, VectorsAReference * count));
            Span<float> references = slice.Of(model.Parameters.AsSpan());
            for (int set = 0; set < sets; set++)
            {
                var random = new RandomSource(seed, $"references/cell{cell}/set{(gates.GatesStartAlike ? 0 : set)}");
                int[] chosen = KMeansPlusPlus.ChooseUpTo(seen, features, count, random.NextUInt64());
                if (chosen.Length < count)
                {
                    throw new ArgumentException(
                        $"The kernel of cell {cell} sees {chosen.Length} different vectors in the {where}, but has {count} references; choose {chosen.Length} references or fewer, or leave them random.");
                }

                foreach (int index in chosen)
                {
                    seen.AsSpan(index * features, features).CopyTo(references);
                    references = references[features..];
                }
            }
        }
    }

    // What the kernel of a cell sees while the model reads samples spread evenly over all, about so many time steps: [vectors][features].
    private static float[] Seen(SequenceModel model, IBatchSource source, int cell, int most)
    {
        QuantumKernelLayer layer = Layer(model, cell);
        double mean = source.Lengths is { } lengths ? lengths.Average() : source.MaxSteps;
        int all = source.Count, some = Math.Clamp((int)(most / mean), 1, all);
        int[] which = [.. Enumerable.Range(0, some).Select(n => (int)((long)n * all / some))];
        if (source.Lengths is { } differing) which = [.. which.OrderBy(n => differing[n])]; // like lengths side by side
        int width = Math.Min(Lanes.Pad(which.Length), CpuEngine.ShardLanes), count = layer.References.Shape[1];
        var block = new BatchBlock(model, source, BatchBlock.StepsOf(source, which), width);
        bool backward = model.Config.Bidirectional && cell % 2 == 1;
        float[] folded = model.Folded();
        List<float> seen = [];
        foreach (int[] chunk in which.Chunk(width))
        {
            block.Forward(folded, chunk);
            int steps = block.Steps, lanes = Lanes.Pad(chunk.Length);
            var projected = new AlignedBuffer(count * lanes);
            block.Pass.Cells[cell].Visit(folded, lanes, (step, v, h, memory) =>
            {
                Rows features = projected.Rows(0, count, lanes);
                layer.Project(model.Parameters, v, features);
                int place = backward ? steps - 1 - step : step;
                for (int lane = 0; lane < chunk.Length; lane++)
                {
                    if (source.Lengths is { } own && place >= own[chunk[lane]]) continue;
                    for (int k = 0; k < count; k++) seen.Add(features[k][lane]);
                }
            });
        }

        return [.. seen];
    }

    private static void Check(SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Config.Gates is not QkGates)
            throw new ArgumentException("The model's gates have no kernel, so there are no references; choose a QK-LSTM.", nameof(model));
    }

    private static QuantumKernelLayer Layer(SequenceModel model, int cell) => (QuantumKernelLayer)model.Gates[cell];
}
