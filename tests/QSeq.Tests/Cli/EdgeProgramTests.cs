using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QSeq.Cli.Reports;
using QSeq.Explain;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Cli;

/// <summary>The C# of <c>qseq explain --format csharp</c>, compiled: its functions give what the model's gates give.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class EdgeProgramTests : CliRun
{
    public static TheoryData<Encoding, int, BaseFunction> Circuits
    {
        get
        {
            var circuits = new TheoryData<Encoding, int, BaseFunction>();
            foreach (Encoding encoding in Enum.GetValues<Encoding>())
                foreach (int reps in (int[])[1, 2, 3, 5]) circuits.Add(encoding, reps, (BaseFunction)((reps + (int)encoding) % 5));
            return circuits;
        }
    }

    /// <summary>Every encoding with 1 to 5 blocks, and every base function; factor and offset of the read-out trained.</summary>
    [Theory]
    [MemberData(nameof(Circuits))]
    public void Its_sums_are_the_pre_activations(Encoding encoding, int reps, BaseFunction function)
    {
        var options = new QkanOptions { Encoding = encoding, Reps = reps, Base = function, TrainPostWeight = true, TrainPostBias = true };
        SequenceModel model = Shaken(new SequenceModelConfig { Gates = new QkanGates { Qkan = options }, Inputs = 2, Hidden = 1 });
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(model);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        EdgeFormulas.WriteCSharp(text, "qkan-lstm", edges);
        Type program = Compile(text.ToString());
        double[] parameters = [.. model.Parameters.Select(p => (double)p)], y = new double[4];
        foreach (double[] v in (double[][])[[0.3, -0.7, 0.2], [-1, 1, 5], [0, 0, 0]])
        {
            model.Gates[0].Reference(parameters, v, y);
            for (int gate = 0; gate < 4; gate++)
                Assert.Equal(y[gate], (double)program.GetMethod($"cell0_{"ifgo"[gate]}0")!.Invoke(null, [.. v.Cast<object>()])!, 9);
        }
    }

    [Theory]
    [InlineData("--members", "2", "--hidden", "2")]
    [InlineData("--model", "hqkan-lstm", "--reps", "2", "--base", "relu")]
    [InlineData("--bidirectional", "--layers", "2")]
    public void The_file_compiles_and_has_a_function_for_each_edge(params string[] options)
    {
        string file = Train(Waves(), ["--linear", "off", .. options]), target = In("Edges.cs");
        Assert.Equal(0, Run("explain", file, "--format", "csharp", "--out", target).Code);
        Type program = Compile(File.ReadAllText(target));
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(TrainedForecaster.Load(file).Model);
        bool members = edges.Any(edge => edge.Member > 0);
        foreach (EdgeSeries edge in edges)
            Assert.Equal(edge.Evaluate(0.37), (double)program.GetMethod(EdgeNames.Function(edge, members))!.Invoke(null, [0.37])!, 12);
        Assert.Equal(edges.Count + EdgeNames.Sums(edges).Count(), program.GetMethods(BindingFlags.Public | BindingFlags.Static).Length);
    }

    [Theory]
    [InlineData(Readout.Expectation)]
    [InlineData(Readout.AmplitudeDifference)]
    public void Every_readout_is_explained_or_refused(Readout readout)
    {
        string name = readout == Readout.Expectation ? "expectation" : "amplitude-difference";
        CliAnswer answer = Run("explain", Train(Waves(), "--linear", "off", "--readout", name), "--format", "csharp");
        Assert.Equal(readout == Readout.Expectation, answer.Code == 0);
        if (answer.Code == 0) Compile(answer.Out);
        else Assert.Contains($"The circuits of cell0 read {readout}, which is no finite Fourier sum; that of {Readout.Expectation} is", answer.Error, StringComparison.Ordinal);
    }

    private static Type Compile(string source)
    {
        var compilation = CSharpCompilation.Create(
            "edges",
            [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error));
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return new AssemblyLoadContext("edges", isCollectible: true).LoadFromStream(stream).GetType("Edges")!;
    }

    private static SequenceModel Shaken(SequenceModelConfig config)
    {
        var model = new SequenceModel(config, 1);
        var random = new QSeq.Core.RandomSource(1, "program");
        foreach (ref float weight in model.Parameters.AsSpan()) weight += (float)(0.6 * random.NextGaussian());
        return model;
    }
}
