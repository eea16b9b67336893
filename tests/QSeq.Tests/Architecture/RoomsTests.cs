using System.Reflection;
using System.Runtime.CompilerServices;
using QSeq.Core;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Architecture;

/// <summary>The one-way chain of rooms (DESIGN.md) holds in the compiled library.</summary>
public class RoomsTests
{
    private static readonly string[] Chain = ["Core", "Quantum", "Layers", "Networks", "Models"];

    /// <summary>What each room may use. A new room needs a line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Quantum"] = Chain[..1],
        ["Layers"] = Chain[..2],
        ["Networks"] = Chain[..3],
        ["Objectives"] = ["Core"],
        ["Models"] = [.. Chain[..4], "Objectives"],
        ["Data"] = ["Core"],
        ["Explain"] = [.. Chain],
        ["Parquet"] = ["Core", "Data"],
        ["Sql"] = ["Core", "Data"],
        ["Engines"] = [.. Chain, "Data", "Objectives"],
        ["Training"] = [.. Chain, "Data", "Objectives", "Engines"],
        ["Hardware"] = [.. Chain, "Data", "Objectives", "Engines", "Training", "Persistence", "Forecasting"],
        ["Estimators"] = ["Core", "Data"],
        ["Intervals"] = ["Core"],
        ["Evaluation"] = [.. Chain, "Data", "Estimators", "Intervals", "Objectives", "Engines", "Training", "Hardware"],
        ["Persistence"] = ["Core", "Models", "Explain", "Data", "Objectives", "Training"],
        ["Forecasting"] = [.. Chain, "Data", "Intervals", "Objectives", "Training", "Evaluation", "Persistence"],
        ["Streaming"] = ["Core", "Layers", "Networks", "Models", "Data", "Objectives", "Training", "Evaluation", "Persistence", "Forecasting"],
        ["Backtests"] = [.. Chain, "Data", "Estimators", "Intervals", "Objectives", "Training", "Evaluation", "Persistence", "Forecasting"],
        ["Search"] = [.. Chain, "Data", "Estimators", "Objectives", "Training", "Evaluation", "Persistence", "Forecasting", "Backtests"],
        ["Tagging"] = [.. Chain, "Data", "Objectives", "Training", "Evaluation", "Persistence"],
        ["Studies"] = [.. Chain, "Data", "Estimators", "Intervals", "Objectives", "Training", "Hardware", "Evaluation", "Persistence", "Forecasting", "Backtests", "Tagging", "Streaming"],
        ["Cli"] = [.. Chain, "Data", "Objectives", "Training", "Hardware", "Evaluation", "Persistence", "Forecasting", "Tagging", "Studies", "Parquet", "Sql", "Estimators", "Intervals", "Backtests", "Search", "Explain", "Streaming"],
    };

    private static readonly Lazy<Rooms.Use[]> AllUses = new(() => [.. Libraries.FilesWithCli.SelectMany(Rooms.Of)]);
    private static readonly Lazy<Rooms.Use[]> OwnUses = new(() => [.. Rooms.Of(typeof(RoomsTests).Assembly.Location)]);

    [Fact]
    public void ARoomUsesOnlyWhatStandsLeftOfIt()
    {
        Rooms.Use[] violations = [.. Rooms.Violations(AllUses.Value, Allowed)];
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations.Select(use => $"{use.From} must not use {use.To}: {use.Where}")));
    }

    [Fact]
    public void EveryRoomHasARule() => Assert.Subset(Allowed.Keys.ToHashSet(), Libraries.FilesWithCli.SelectMany(Rooms.In).ToHashSet());

    [Fact]
    public void ALibraryUsesOnlyThoseBelowIt()
    {
        static string[] Used(Type type) =>
            [.. type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("QSeq", StringComparison.Ordinal)).Order()];
        Assert.Empty(Used(typeof(Lanes)));
        Assert.Equal(["QSeq.Core"], Used(typeof(Bloch)));
        Assert.Equal(["QSeq.Core", "QSeq.Quantum"], Used(typeof(SequenceModel)));
        Assert.Equal(["QSeq", "QSeq.Core", "QSeq.Quantum"], Used(typeof(QSeq.Studies.DataSets.BesselJ)));
    }

    /// <summary>That the command line and the studies compile is the proof that what is public is enough.</summary>
    [Fact]
    public void FrontEndsSeeNothingInternal()
    {
        IEnumerable<string> friends = Libraries.Names
            .SelectMany(name => Libraries.Load(name).GetCustomAttributes<InternalsVisibleToAttribute>())
            .Select(attribute => attribute.AssemblyName);
        Assert.Empty(friends.Intersect(["QSeq.Cli", "QSeq.Studies"]));
        Assert.Contains("QSeq.Tests", friends);
    }

    [Fact]
    public void TheCheckerSeesEveryLinkThatIsThere()
    {
        var uses = AllUses.Value.Select(use => (use.From, use.To)).ToHashSet();
        foreach ((string, string) link in new[] { ("Layers", "Core"), ("Layers", "Quantum"), ("Networks", "Layers"), ("Models", "Networks") })
            Assert.Contains(link, uses);
    }

    [Fact]
    public void TheCheckerFindsAViolationOfAMadeUpRule()
    {
        IEnumerable<string> Found(string room, Dictionary<string, string[]> rules) =>
            Rooms.Violations(AllUses.Value, rules).Where(use => use.From == room).Select(use => use.To).Distinct().Order();

        Assert.Equal(["Layers", "Networks", "Objectives", "Quantum"], Found("Models", new(Allowed) { ["Models"] = ["Core"] }));

        // A room without a rule may use nothing.
        var without = new Dictionary<string, string[]>(Allowed);
        without.Remove("Layers");
        Assert.Equal(["Core", "Quantum"], Found("Layers", without));
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
        OwnUses.Value, use => use.To == "Models" && use.Where.StartsWith($"QSeq.Tests.Architecture.Uses/{kind}", StringComparison.Ordinal));
}
