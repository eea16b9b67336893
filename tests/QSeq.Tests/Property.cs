using FsCheck;
using FsCheck.Fluent;

namespace QSeq.Tests;

/// <summary>
/// Properties over seeds: FsCheck draws a seed, the property draws everything else from a named stream of it. The runs
/// start from a fixed seed, so that a green build stays green.
/// </summary>
internal static class Property
{
    public static void ForAllSeeds(int count, Func<ulong, bool> holds)
    {
        var seeds = new HashSet<int>();
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            seeds.Add(seed);
            return holds((ulong)seed);
        }).Check(Runs(count));
        Assert.InRange(seeds.Count, count * 9 / 10, count);
    }

    /// <summary>For properties that draw their own values: so many runs, the same ones every time.</summary>
    public static Config Runs(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20261120, 1);
}
