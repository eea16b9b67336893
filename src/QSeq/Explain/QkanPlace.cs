using QSeq.Layers;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum;

namespace QSeq.Explain;

/// <summary>A QKAN layer and where it stands in a model: what its inputs and outputs are called.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Hidden">How many of its inputs, the first, are hidden states, the others features of the step; -1 where they are neither.</param>
/// <param name="Gates">The gates that its outputs are, one after another; one name for all of them.</param>
internal sealed record QkanPlace(QkanLayer Layer, int Hidden, string[] Gates)
{
    private const string AllGates = "all";

    public string InputOf(int n) => Invariant(Hidden < 0 ? 'z' : n < Hidden ? 'h' : 'x', Hidden < 0 || n < Hidden ? n : n - Hidden);

    public (string Gate, int Component) OutputOf(int n)
    {
        int each = Layer.Outputs / Gates.Length;
        return (Gates[n / each], n % each);
    }

    /// <summary>The layers of a model of one member.</summary>
    /// <exception cref="ArgumentException">There is none, or one does not read the expectation value.</exception>
    public static IReadOnlyList<QkanPlace> In(SequenceModel model)
    {
        var found = new List<QkanPlace>();
        foreach (SequenceLayer layer in model.Network.Layers)
        {
            if (layer is PerStep step) Add(step.Layer, step.Layer.Inputs, [AllGates], found);
            if (layer is not RecurrentLayer recurrent) continue;
            foreach (Unroller cell in recurrent.Cells)
            {
                int gates = cell.Gates.Outputs / cell.Hidden;
                Add(cell.Gates, cell.Hidden, [.. Enumerable.Range(0, gates).Select(n => gates == 4 ? "ifgo"[n].ToString() : Invariant('g', n))], found);
            }
        }

        if (found.Count == 0)
            throw new ArgumentException(model.Config.Gates is FastWeightGates
                ? "The angles of fast weights are written anew for every window, so that their edges are no fixed Fourier sums; those of qkan-lstm and hqkan-lstm are."
                : $"A model with {model.Config.Gates.Kind} gates has no QKAN layer, whose edges are Fourier sums; qkan-lstm and hqkan-lstm have one.");
        if (found.Find(place => place.Layer.Options.Readout != Readout.Expectation) is { } other)
            throw new ArgumentException($"The circuits of {other.Layer.Scope} read {other.Layer.Options.Readout}, which is no finite Fourier sum; that of {Readout.Expectation} is.");
        return found;
    }

    private static void Add(Layer layer, int hidden, string[] gates, List<QkanPlace> found)
    {
        switch (layer)
        {
            case QkanLayer qkan:
                found.Add(new(qkan, hidden, qkan.Outputs % gates.Length == 0 ? gates : [AllGates]));
                break;
            case SequentialLayer chain:
                // What is within a chain goes to all gates, unless the chain is one gate's.
                for (int n = 0; n < chain.Chain.Length; n++)
                    Add(chain.Chain[n], n == 0 ? hidden : -1, n == chain.Chain.Length - 1 || gates.Length == 1 ? gates : [AllGates], found);
                break;
            case ConcatLayer parts:
                for (int n = 0; n < parts.Parts.Length; n++)
                    Add(parts.Parts[n], hidden, parts.Parts.Length == gates.Length ? [gates[n]] : [AllGates], found);
                break;
        }
    }

    private static string Invariant(char letter, int n) => string.Create(CultureInfo.InvariantCulture, $"{letter}{n}");
}
