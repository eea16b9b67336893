using Xunit.Abstractions;

[assembly: TestCollectionOrderer("QSeq.Tests.SlowFirst", "QSeq.Tests")]

namespace QSeq.Tests;

/// <summary>Slow classes begin first: one that begins last is waited for with one core idle.</summary>
public sealed class SlowFirst : ITestCollectionOrderer
{
    /// <summary>What xunit writes before the class in the name of its collection.</summary>
    private const string Prefix = "Test collection for ";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => Order(testCollections, collection => collection.DisplayName);

    internal static IEnumerable<T> Order<T>(IEnumerable<T> collections, Func<T, string> nameOf) =>
        collections.OrderByDescending(collection => IsSlow(nameOf(collection))).ThenBy(nameOf, StringComparer.Ordinal);

    private static bool IsSlow(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && typeof(SlowFirst).Assembly.GetType(name[Prefix.Length..]) is { } type
        && type.GetCustomAttributesData().Any(trait => trait.AttributeType == typeof(TraitAttribute) && Speed.Slow.Equals(trait.ConstructorArguments[1].Value));
}
