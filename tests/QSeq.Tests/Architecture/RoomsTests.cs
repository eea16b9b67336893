using QSeq.Models;

namespace QSeq.Tests.Architecture;

/// <summary>The one-way chain of rooms (DESIGN.md) holds in the compiled library.</summary>
public class RoomsTests
{
    private static readonly string[] Chain = ["Numerics", "Quantum", "Layers", "Recurrent", "Models"];

    /// <summary>What each room may use. A new room needs a line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Numerics"] = [],
        ["Quantum"] = Chain[..1],
        ["Layers"] = Chain[..2],
        ["Recurrent"] = Chain[..3],
        ["Models"] = Chain[..4],
        ["Data"] = ["Numerics"],
        ["Training"] = [.. Chain, "Data"],
        ["Hardware"] = [.. Chain, "Data", "Training"],
        ["Evaluation"] = [.. Chain, "Data", "Training", "Hardware"],
        ["Persistence"] = ["Numerics", "Models", "Data"],
    };

    private static string Library => typeof(SequenceModel).Assembly.Location;

    [Fact]
    public void ARoomUsesOnlyWhatStandsLeftOfIt()
    {
        Rooms.Use[] violations = [.. Rooms.Violations(Rooms.Of(Library), Allowed)];
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations.Select(use => $"{use.From} must not use {use.To}: {use.Where}")));
    }

    [Fact]
    public void EveryRoomHasARule() => Assert.Subset(Allowed.Keys.ToHashSet(), Rooms.In(Library).ToHashSet());

    [Fact]
    public void TheLibraryDoesNotUseTheCommandLine() =>
        Assert.DoesNotContain(typeof(SequenceModel).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("QSeq", StringComparison.Ordinal));

    [Fact]
    public void TheCheckerSeesEveryLinkThatIsThere()
    {
        var uses = Rooms.Of(Library).Select(use => (use.From, use.To)).ToHashSet();
        foreach ((string, string) link in new[] { ("Layers", "Numerics"), ("Layers", "Quantum"), ("Recurrent", "Layers"), ("Models", "Recurrent") })
            Assert.Contains(link, uses);
    }

    [Fact]
    public void TheCheckerFindsAViolationOfAMadeUpRule()
    {
        IEnumerable<string> Found(string room, Dictionary<string, string[]> rules) =>
            Rooms.Violations(Rooms.Of(Library), rules).Where(use => use.From == room).Select(use => use.To).Distinct().Order();

        Assert.Equal(["Layers", "Quantum", "Recurrent"], Found("Models", new(Allowed) { ["Models"] = ["Numerics"] }));

        // A room without a rule may use nothing.
        var without = new Dictionary<string, string[]>(Allowed);
        without.Remove("Layers");
        Assert.Equal(["Numerics", "Quantum"], Found("Layers", without));
    }

    /// <summary>Each way a type can be used, seen from this test's own room: Tests.</summary>
    [Theory]
    [InlineData("Field")]
    [InlineData("IParameter")]
    [InlineData("Body")]
    [InlineData("IGeneric")]
    [InlineData("Attribute")]
    [InlineData("Constraint")]
    public void TheCheckerSeesEveryKindOfUse(string kind) => Assert.Contains(
        Rooms.Of(typeof(RoomsTests).Assembly.Location), use => use.To == "Models" && use.Where.StartsWith($"QSeq.Tests.Architecture.Uses/{kind}", StringComparison.Ordinal));
}
