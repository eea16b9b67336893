using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Explain;

/// <summary>
/// An edge of a QKAN layer as the finite Fourier sum that it is, exact but for rounding:
/// phi(x) = PostWeight (sum_k [a_k cos(w_k x) + b_k sin(w_k x)] + PostBias) + BaseWeight f(x).
/// A circuit of L re-uploading blocks with weights w_1..w_L has the frequencies |n_1 w_1 + ... + n_L w_L|, each n one of -1, 0, 1.
/// </summary>
public sealed class EdgeSeries
{
    private const int Points = 101; // of a mean over [-1, 1]

    private readonly QkanLayer _layer;
    private readonly int _edge;
    private readonly (double[] Theta, double[] W, double[] B) _circuit;

    private EdgeSeries(QkanPlace place, int edge, int member, ReadOnlySpan<float> parameters)
    {
        (_layer, _edge, Member) = (place.Layer, edge, member);
        QkanEdge sum = _layer.EdgeOf(parameters, edge);
        _circuit = _layer.CircuitOf(parameters, edge);
        Terms = [.. sum.Terms.Select(term => new FourierTerm(term.Frequency, term.Cosine, term.Sine))];
        (Frequencies, BaseWeight, PostWeight, PostBias) = (sum.Frequencies, sum.BaseWeight, sum.PostWeight, sum.PostBias);
        (Gate, Output) = place.OutputOf(edge / _layer.Inputs);
        Input = place.InputOf(edge % _layer.Inputs);
    }

    /// <summary>The member of the model it is in, from 0.</summary>
    public int Member { get; }

    /// <summary>The scope of its layer's parameters, such as <c>cell0</c>.</summary>
    public string Layer => _layer.Scope;

    /// <summary>The gate that it adds to, i, f, g or o; <c>all</c> where the layer's outputs go to all gates.</summary>
    public string Gate { get; }

    /// <summary>What it reads: <c>h0</c> a hidden state, <c>x0</c> a feature of the step, <c>z0</c> what the layer before gives.</summary>
    public string Input { get; }

    /// <summary>The component of the gate, or of the layer's outputs where they go to all gates, from 0.</summary>
    public int Output { get; }

    /// <summary>Re-uploading blocks L.</summary>
    public int Reps => _layer.Options.Reps;

    /// <summary>The terms, frequencies ascending; the first is that of the frequency 0. Those that are rounding alone are left out.</summary>
    public IReadOnlyList<FourierTerm> Terms { get; }

    /// <summary>Different frequencies that the edge's weights give, 0 counted, used or not.</summary>
    public int Frequencies { get; }

    /// <summary>(3^L + 1)/2, the frequencies that L weights of their own can give, 0 counted.</summary>
    public double Accessible => (Enumerable.Repeat(3.0, Reps).Aggregate((all, three) => all * three) + 1) / 2;

    /// <summary>Whether the edge adds nothing, as one that was pruned: both weights are 0.</summary>
    public bool IsZero => PostWeight == 0 && BaseWeight == 0;

    /// <summary>The function beside the circuit.</summary>
    public BaseFunction Base => _layer.Options.TrainBase ? _layer.Options.Base : BaseFunction.None;

    /// <summary>Its weight; 0 for none.</summary>
    public double BaseWeight { get; }

    /// <summary>The factor of the circuit's read-out.</summary>
    public double PostWeight { get; }

    /// <summary>What is added to the read-out before the factor.</summary>
    public double PostBias { get; }

    /// <summary>The power of the terms, the constant left out, before the factor.</summary>
    public double Power => Terms.Sum(term => term.Power);

    /// <summary>
    /// Its part of what its output is made of, 0 to 1: its mean square over [-1, 1], the range of hidden states and of scaled data,
    /// beside those of all edges to the same output. The constant and the base function count.
    /// </summary>
    public double Part { get; private set; }

    /// <summary>The edges of all QKAN layers of a model, member after member.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The edges.</returns>
    /// <exception cref="ArgumentException">It has none, they do not read the expectation value, or they have too many frequencies to write out.</exception>
    public static IReadOnlyList<EdgeSeries> Of(SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var edges = new List<EdgeSeries>();
        for (int member = 0; member < model.Config.Members; member++)
        {
            SequenceModel one = model.Config.Members == 1 ? model : ModelMembers.Take(model, member);
            foreach (QkanPlace place in QkanPlace.In(one))
                for (int edge = 0; edge < place.Layer.EdgeCount; edge++) edges.Add(new(place, edge, member, one.Parameters));
        }

        foreach (var sum in edges.GroupBy(edge => (edge.Member, edge._layer, edge.Gate, edge.Output)))
        {
            double[] each = [.. sum.Select(edge => edge.MeanSquare())];
            foreach ((int n, EdgeSeries edge) in sum.Index()) edge.Part = each[n] > 0 ? each[n] / each.Sum() : 0;
        }

        return edges;
    }

    /// <summary>Sets to 0 the edges whose <see cref="Part"/> is below a share; those that are 0 already are not among them.</summary>
    /// <param name="model">The model, whose weights are changed.</param>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>The edges that are now 0, as they were.</returns>
    /// <exception cref="ArgumentException">The share is out of range, or the edges are none that can be written out.</exception>
    public static IReadOnlyList<EdgeSeries> Prune(SequenceModel model, double share)
    {
        OptionCheck.Require(share is >= 0 and <= 1, $"the share below which edges are set to 0 is {share}, expected 0 to 1");
        EdgeSeries[] least = [.. Of(model).Where(edge => edge.Part < share && !edge.IsZero)];
        int each = model.Parameters.Length / model.Config.Members;
        foreach (EdgeSeries edge in least) edge._layer.ClearEdge(model.Parameters.AsSpan(edge.Member * each, each), edge._edge);
        return least;
    }

    /// <summary>phi(x).</summary>
    /// <param name="x">The input.</param>
    /// <returns>The value.</returns>
    public double Evaluate(double x)
    {
        double sum = PostBias;
        foreach (FourierTerm term in Terms)
        {
            (double sin, double cos) = PortableMath.SinCos(term.Frequency * x);
            sum += (term.Cosine * cos) + (term.Sine * sin);
        }

        return (PostWeight * sum) + BaseAt(x);
    }

    /// <summary>
    /// The Bloch vector of the qubit before it is read, (&lt;X&gt;, &lt;Y&gt;, &lt;Z&gt;): of length 1, under gate noise shorter.
    /// Where no bit is misread, its z is what <see cref="Terms"/> add up to.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <returns>The vector, each component from -1 to 1.</returns>
    public (double X, double Y, double Z) StateAt(double x) =>
        DaruanSeries.StateAt(_layer.Options.Encoding, _layer.Options.Noise, _circuit.Theta, _circuit.W, _circuit.B, x);

    /// <summary>The base function's part of phi(x): <see cref="BaseWeight"/> f(x).</summary>
    /// <param name="x">The input.</param>
    /// <returns>The value; 0 where there is no base function.</returns>
    public double BaseAt(double x) => BaseWeight * BaseFunctionKernel.Portable(Base, x, out _);

    /// <summary>What part of the power a term has, 0 to 1.</summary>
    /// <param name="term">One of <see cref="Terms"/>.</param>
    /// <returns>The part; 0 where there is no power.</returns>
    public double ShareOf(FourierTerm term) => PostWeight != 0 && Power is > 0 and double all ? term.Power / all : 0;

    /// <summary>How many frequencies have more than a share of the power.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>The count; the constant is not counted. 0 where the circuit's weight is 0.</returns>
    public int Used(double share)
    {
        if (PostWeight == 0) return 0;
        double least = share * Power;
        return Terms.Count(term => term.Power > least);
    }

    private double MeanSquare() =>
        Enumerable.Range(0, Points).Select(n => Evaluate(-1 + (2.0 * n / (Points - 1)))).Average(value => value * value);
}
