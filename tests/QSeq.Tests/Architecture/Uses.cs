using QSeq.Models;

namespace QSeq.Tests.Architecture;

/// <summary>Types that use QSeq.Models in one way each, for <see cref="RoomsTests"/> to find.</summary>
internal static class Uses
{
    internal sealed record Field(SequenceModelConfig? Value);

    internal interface IParameter
    {
        void Take(SequenceModelConfig[] value);
    }

    internal static class Body
    {
        public static object Make() => new QkanGates();
    }

    internal interface IGeneric
    {
        Dictionary<string, List<SequenceModelConfig>> Map { get; }
    }

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class NamesAttribute(Type type) : System.Attribute
    {
        public Type Type { get; } = type;
    }

    [Names(typeof(SequenceModelConfig))]
    internal static class Attribute;

    internal static class Constraint<T>
        where T : GateConfig;
}
