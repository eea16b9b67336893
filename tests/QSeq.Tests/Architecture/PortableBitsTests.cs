using Mono.Cecil;
using QSeq.Core;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Architecture;

/// <summary>
/// Sines, exponentials and the like of the C runtime differ from system to system in their last bits, so nothing that
/// feeds data or weights may call them: only double-precision references do, and what is shown to people.
/// </summary>
public class PortableBitsTests
{
    private static readonly string[] Differing =
    [
        "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "CosPi", "Cosh", "Exp", "Exp2", "Exp10", "Hypot",
        "Log", "Log10", "Log2", "Pow", "Sin", "SinCos", "SinCosPi", "SinPi", "Sinh", "Tan", "TanPi", "Tanh",
    ];

    private static readonly string[] Owners = ["Math", "MathF", "Double", "Single", "Vector128", "Vector256", "Vector512", "Vector", "TensorPrimitives"];

    // VqcLayer.Ry serves its reference; the benchmark's series are shown to nobody.
    private static readonly string[] Allowed = ["Reference", "QSeq.Layers.VqcLayer::Ry(", "QSeq.Studies.Benches.StepBenchmark"];

    [Fact]
    public void OnlyReferencesCallTheRuntimesElementaryFunctions()
    {
        string[] callers =
        [
            .. new[] { typeof(Lanes), typeof(Bloch), typeof(SequenceModel), typeof(QSeq.Studies.DataSets.BesselJ) }
                .Select(type => AssemblyDefinition.ReadAssembly(type.Assembly.Location))
                .SelectMany(library => library.MainModule.GetTypes())
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody && method.Body.Instructions.Any(i => i.Operand is MethodReference called
                    && Differing.Contains(called.Name) && Owners.Contains(called.DeclaringType.Name) && called.DeclaringType.Namespace.StartsWith("System", StringComparison.Ordinal)))
                .Select(method => method.FullName),
        ];
        Assert.Contains(callers, name => name.Contains("LstmStep::Reference(", StringComparison.Ordinal)); // such calls are seen
        string[] others = [.. callers.Where(name => !Array.Exists(Allowed, part => name.Contains(part, StringComparison.Ordinal)))];
        Assert.True(others.Length == 0, string.Join(Environment.NewLine, others));
    }
}
