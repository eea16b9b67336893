using QSeq.Layers;

namespace QSeq.Cli.Reports;

/// <summary>Edges as formulas and as programs: numbers in the shortest form that reads back as the same.</summary>
internal static class EdgeFormulas
{
    private const int Digits = 6; // of numbers that people read
    private const int TermsOfLine = 3;

    /// <summary>C#: a function for each edge and for each sum of edges.</summary>
    public static void WriteCSharp(TextWriter output, string model, IReadOnlyList<EdgeSeries> edges)
    {
        output.WriteLine("using System;\n");
        output.WriteLine($"/// <summary>The edges of a {model}, and the sums of them that its gates are made of.</summary>");
        output.WriteLine("public static class Edges\n{");
        bool members = edges.Any(edge => edge.Member > 0);
        foreach (EdgeSeries[] sum in EdgeNames.Sums(edges))
        {
            output.WriteLine($"    public static double {EdgeNames.SumFunction(sum[0], members)}({string.Join(", ", sum.Select(edge => "double " + edge.Input))}) =>");
            output.WriteLine($"        {Calls(sum, members)};\n");
            foreach (EdgeSeries edge in sum)
            {
                output.WriteLine($"    public static double {EdgeNames.Function(edge, members)}(double x)\n    {{");
                output.WriteLine($"        double s = {Number(Constant(edge))};");
                foreach (FourierTerm term in Waves(edge)) output.WriteLine($"        s += {Wave(edge, term, "Math.Cos", "Math.Sin")};");
                if (BaseOf(edge, "Math.") is { } function) output.WriteLine($"        s += {Number(edge.BaseWeight)} * {function};");
                output.WriteLine("        return s;\n    }\n");
            }
        }

        output.WriteLine("}");
    }

    /// <summary>Python: the same.</summary>
    public static void WritePython(TextWriter output, string model, IReadOnlyList<EdgeSeries> edges)
    {
        output.WriteLine($"\"\"\"The edges of a {model}, and the sums of them that its gates are made of.\"\"\"");
        output.WriteLine("from math import cos, exp, sin, tanh\n");
        bool members = edges.Any(edge => edge.Member > 0);
        foreach (EdgeSeries[] sum in EdgeNames.Sums(edges))
        {
            foreach (EdgeSeries edge in sum)
            {
                output.WriteLine($"\ndef {EdgeNames.Function(edge, members)}(x):");
                output.WriteLine($"    s = {Number(Constant(edge))}");
                foreach (FourierTerm term in Waves(edge)) output.WriteLine($"    s += {Wave(edge, term, "cos", "sin")}");
                if (BaseOf(edge, "") is { } function) output.WriteLine($"    s += {Number(edge.BaseWeight)} * {function}");
                output.WriteLine("    return s\n");
            }

            output.WriteLine($"\ndef {EdgeNames.SumFunction(sum[0], members)}({string.Join(", ", sum.Select(edge => edge.Input))}):");
            output.WriteLine($"    return {Calls(sum, members)}\n");
        }
    }

    private static string Wave(EdgeSeries edge, FourierTerm term, string cosine, string sine)
    {
        string frequency = Number(term.Frequency), a = Number(edge.PostWeight * term.Cosine), b = Number(edge.PostWeight * term.Sine);
        return $"({a} * {cosine}({frequency} * x)) + ({b} * {sine}({frequency} * x))";
    }

    /// <summary>LaTeX: an equation for each edge, numbers to six digits.</summary>
    public static void WriteLatex(TextWriter output, IReadOnlyList<EdgeSeries> edges)
    {
        bool members = edges.Any(edge => edge.Member > 0);
        foreach (EdgeSeries edge in edges)
        {
            string member = members ? Invariant($",\\,\\text{{member {edge.Member}}}") : "";
            string name = Invariant($"\\phi_{{\\text{{{edge.Layer}}},\\,{edge.Gate}_{{{edge.Output}}},\\,{edge.Input[..1]}_{{{edge.Input[1..]}}}{member}}}");
            List<string> parts = [Read(Constant(edge))];
            foreach (FourierTerm term in Waves(edge))
                parts.Add($"{Signed(edge.PostWeight * term.Cosine)} \\cos({Read(term.Frequency)} x) {Signed(edge.PostWeight * term.Sine)} \\sin({Read(term.Frequency)} x)");
            if (BaseOf(edge, "") is not null) parts.Add($"{Signed(edge.BaseWeight)}\\, {LatexBase(edge.Base)}");
            output.WriteLine("\\begin{align*}");
            output.WriteLine($"{name}(x) &= {string.Join(" \\\\\n&\\quad ", parts.Chunk(TermsOfLine).Select(line => string.Join(' ', line)))}");
            output.WriteLine("\\end{align*}");
        }
    }

    /// <summary>What an edge adds whatever x is, base function apart.</summary>
    private static double Constant(EdgeSeries edge) => edge.PostWeight * (edge.Terms[0].Cosine + edge.PostBias);

    private static IEnumerable<FourierTerm> Waves(EdgeSeries edge) => edge.PostWeight == 0 ? [] : edge.Terms.Skip(1);

    private static string Calls(EdgeSeries[] sum, bool members) => string.Join(" + ", sum.Select(edge => $"{EdgeNames.Function(edge, members)}({edge.Input})"));

    private static string? BaseOf(EdgeSeries edge, string library)
    {
        string Call(string name) => library.Length == 0 ? name : $"{library}{char.ToUpperInvariant(name[0])}{name[1..]}";
        return edge.BaseWeight == 0 ? null : edge.Base switch
        {
            BaseFunction.Silu => $"x / (1 + {Call("exp")}(-x))",
            BaseFunction.Tanh => $"{Call("tanh")}(x)",
            BaseFunction.Relu => $"{Call("max")}(x, 0)",
            BaseFunction.Identity => "x",
            _ => null,
        };
    }

    private static string LatexBase(BaseFunction function) => function switch
    {
        BaseFunction.Silu => "\\frac{x}{1 + e^{-x}}",
        BaseFunction.Tanh => "\\tanh x",
        BaseFunction.Relu => "\\max(x, 0)",
        _ => "x",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value < 0 ? "- " + Read(-value) : "+ " + Read(value);

    private static string Read(double value)
    {
        string[] parts = value.ToString($"G{Digits}", CultureInfo.InvariantCulture).Split('E');
        return parts.Length == 1 ? parts[0] : $"{parts[0]} \\cdot 10^{{{int.Parse(parts[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}}}";
    }
}
