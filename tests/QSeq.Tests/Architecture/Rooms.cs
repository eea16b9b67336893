using Mono.Cecil;
using Mono.Cecil.Cil;

namespace QSeq.Tests.Architecture;

/// <summary>
/// Which room of QSeq uses which, read from the compiled code: signatures, fields, bodies, generic arguments and
/// constraints, attributes. A room is the first part of a namespace below QSeq.
/// </summary>
internal static class Rooms
{
    public sealed record Use(string From, string To, string Where);

    /// <summary>Uses of another room, or of another QSeq assembly, by the types of an assembly.</summary>
    public static IReadOnlyCollection<Use> Of(string path) => Of(path, Room);

    /// <summary>The same between whatever <paramref name="room"/> makes of a type.</summary>
    public static IReadOnlyCollection<Use> Of(string path, Func<TypeReference, string> room)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        var uses = new HashSet<Use>();
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            string from = room(type);
            if (from.Length == 0 || IsGeneratedJson(type)) continue;
            foreach (TypeReference used in Used(type))
            {
                string to = room(used);
                if (to.Length > 0 && to != from) uses.Add(new Use(from, to, $"{type.FullName} uses {used.FullName}"));
            }
        }

        return uses;
    }

    /// <summary>All rooms that have types.</summary>
    public static IReadOnlyCollection<string> In(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.GetTypes().Select(Room).Where(room => room.Length > 0).Distinct()];
    }

    /// <summary>The uses that a rule does not allow; a room without a rule may use nothing.</summary>
    public static IEnumerable<Use> Violations(IEnumerable<Use> uses, IReadOnlyDictionary<string, string[]> allowed) =>
        uses.Where(use => !allowed.TryGetValue(use.From, out string[]? rooms) || !rooms.Contains(use.To));

    // What System.Text.Json's generator writes names every type below a configuration, whoever asked for it.
    private static bool IsGeneratedJson(TypeDefinition type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.BaseType?.FullName == "System.Text.Json.Serialization.JsonSerializerContext";
    }

    /// <summary>The full namespace of a type of ours.</summary>
    public static string FullName(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.Namespace == "QSeq" || type.Namespace.StartsWith("QSeq.", StringComparison.Ordinal) ? type.Namespace : "";
    }

    private static string Room(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        string[] parts = type.Namespace.Split('.');
        if (parts[0] != "QSeq") return "";
        return parts.Length > 1 ? parts[1] : "(root)";
    }

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        IEnumerable<TypeReference?> own = [type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. type.Fields.Select(f => f.FieldType)];
        IEnumerable<TypeReference?> properties = [.. type.Properties.Select(p => p.PropertyType), .. type.Events.Select(e => e.EventType)];
        IEnumerable<ICustomAttributeProvider> attributed =
            [type, .. type.Fields, .. type.Properties, .. type.Events, .. type.Methods, .. type.Methods.SelectMany(m => m.Parameters), .. type.Methods.Select(m => m.MethodReturnType)];
        return own
            .Concat(properties)
            .Concat(Constraints(type))
            .Concat(attributed.SelectMany(Attributes))
            .Concat(type.Methods.SelectMany(Used))
            .SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> Used(MethodDefinition method)
    {
        IEnumerable<TypeReference?> all =
            [.. Signature(method), .. Constraints(method), .. method.Overrides.SelectMany(Signature)];
        if (!method.HasBody) return all;
        return all
            .Concat(method.Body.Variables.Select(v => v.VariableType))
            .Concat(method.Body.ExceptionHandlers.Select(h => h.CatchType))
            .Concat(method.Body.Instructions.SelectMany(Operand));
    }

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => Signature(method),
        CallSite site => [site.ReturnType, .. site.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : Enumerable.Empty<TypeReference>(),
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.SelectMany(attribute =>
        Signature(attribute.Constructor)
            .Concat(attribute.ConstructorArguments.SelectMany(Argument))
            .Concat(attribute.Properties.Concat(attribute.Fields).SelectMany(named => Argument(named.Argument))));

    private static IEnumerable<TypeReference?> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument inner => Argument(inner).Prepend(argument.Type),
        CustomAttributeArgument[] inner => inner.SelectMany(Argument).Prepend(argument.Type),
        _ => [argument.Type],
    };

    // A list of arrays of T uses List, and T.
    private static IEnumerable<TypeReference> Parts(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return [];
            case GenericInstanceType generic:
                return generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType);
            case FunctionPointerType pointer:
                return pointer.Parameters.SelectMany(p => Parts(p.ParameterType)).Concat(Parts(pointer.ReturnType));
            case IModifierType modified:
                return Parts(modified.ModifierType).Concat(Parts(modified.ElementType));
            case TypeSpecification specification:
                return Parts(specification.ElementType);
            default:
                return [type];
        }
    }
}
