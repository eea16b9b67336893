using Mono.Cecil;

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
        "AcosPi", "AsinPi", "Atan2Pi", "AtanPi", "Exp10M1", "Exp2M1", "ExpM1", "FromPolarCoordinates", "Log10P1", "Log2P1", "LogP1",
        "RootN",
    ];

    private static readonly string[] Owners =
    [
        "Math", "MathF", "Double", "Single", "Complex", "Vector128", "Vector256", "Vector512", "Vector", "TensorPrimitives",
        "IExponentialFunctions`1", "IHyperbolicFunctions`1", "ILogarithmicFunctions`1", "IPowerFunctions`1", "IRootFunctions`1",
        "ITrigonometricFunctions`1",
    ];

    /// <summary>Members that call them, each with a reason: double-precision references, and what is shown to people. The list only shrinks.</summary>
    private static readonly string[] Allowed =
    [
        "QSeq.Studies.Benches.StepBenchmark/Subject.Data",
        "QSeq.Layers.BaseFunctionKernel.Reference",
        "QSeq.Layers.VqcLayer.Ry",
        "QSeq.Quantum.DaruanReference.Evaluate",
        "QSeq.Quantum.KernelReference.State",
        "QSeq.Quantum.NoisyDaruanReference.Evaluate",
    ];

    [Fact]
    public void OnlyListedMembersCallTheRuntimesElementaryFunctions()
    {
        string[] callers = [.. Libraries.Files
            .Select(AssemblyDefinition.ReadAssembly)
            .SelectMany(library => library.MainModule.GetTypes())
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody && method.Body.Instructions.Any(i => i.Operand is MethodReference called
                && Differing.Contains(called.Name) && Owners.Contains(called.DeclaringType.Name) && called.DeclaringType.Namespace.StartsWith("System", StringComparison.Ordinal)))
            .Select(Name)
            .Distinct()
            .Order(StringComparer.Ordinal)];
        string[] fresh = [.. callers.Except(Allowed)], gone = [.. Allowed.Except(callers)];
        Assert.True(fresh.Length + gone.Length == 0, string.Join('\n', [.. fresh.Select(name => $"new: {name}"), .. gone.Select(name => $"calls none any more, take it from the list: {name}")]));
    }

    // What the compiler makes of local functions and lambdas counts as the method they stand in.
    private static string Name(MethodDefinition method)
    {
        TypeDefinition type = method.DeclaringType;
        while (type.Name.StartsWith('<') && type.DeclaringType is not null) type = type.DeclaringType;
        string name = method.Name.StartsWith('<') ? method.Name[1..method.Name.IndexOf('>', StringComparison.Ordinal)] : method.Name;
        return $"{type.FullName}.{name}";
    }
}
