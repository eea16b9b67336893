namespace QSeq.Studies.Systems;

/// <summary>What the figures of models on systems say: who forecasts best, and whether quantum gates are told apart from others.</summary>
internal sealed class SystemFindings(SystemStudy study, StudyTable table)
{
    private const double LeastError = 1e-300;

    private readonly ImmutableArray<SystemData> _systems = study.Systems;

    private int Seeds => table.Seeds.Count;

    public ImmutableArray<string> All() =>
        [.. Best(), .. ErrorComparisons().Select(Error), .. TimeComparisons().Select(Time), Note(), Single()];

    /// <summary>Models beside their baselines by the error one step ahead, all systems and seeds together; higher is better.</summary>
    public ImmutableArray<SeedComparison> ErrorComparisons() => SeedComparison.Of(
        SystemStudy.Pairs, label => [.. _systems.SelectMany(system => Quality(label, system))]);

    /// <summary>The same by the share of the steps that hold, on systems that go on by themselves.</summary>
    public ImmutableArray<SeedComparison> TimeComparisons() => SeedComparison.Of(
        SystemStudy.Pairs, label => [.. Autonomous.SelectMany(system => Held(label, system))]);

    /// <summary>The same by the error on each system alone, Holm's rule over all of them.</summary>
    public ImmutableArray<(SystemData System, SeedComparison Comparison)> SingleComparisons()
    {
        (SystemData System, string Model, string Baseline)[] all =
            [.. from system in _systems from pair in SystemStudy.Pairs select (system, pair.Model, pair.Baseline)];
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal);
        string Key(SystemData system, string label)
        {
            string key = $"{system.System.Name}\n{label}";
            values[key] = Quality(label, system);
            return key;
        }

        ImmutableArray<SeedComparison> compared = SeedComparison.Of(
            [.. all.Select(one => (Key(one.System, one.Model), Key(one.System, one.Baseline)))], key => values[key]);
        return [.. all.Zip(compared, (one, comparison) => (one.System, comparison with { Model = one.Model, Baseline = one.Baseline }))];
    }

    private IEnumerable<SystemData> Autonomous => _systems.Where(system => system.System.IsAutonomous);

    // The least median error of networks, and of all else.
    private IEnumerable<string> Best()
    {
        List<string> beaten = [], leading = [];
        foreach (SystemData system in _systems)
        {
            string name = system.System.Name;
            (string Label, double Error)[] Of<T>() where T : SystemCase =>
            [
                .. study.Cases.OfType<T>().Where(one => one.Data == name)
                    .Select(one => (one.Entry.Label, Median(one.Entry.Label, "nrmse", system))),
            ];
            (string Label, double Error) network = Least(Of<NetworkSystemCase>());
            (string Label, double Error) other = Least(
                [.. Of<EchoStateCase>(), .. system.Baselines.Select(one => (one.Label, table.Value(one.Label, "nrmse", name)))]);
            string Text((string Label, double Error) one) => $"{one.Label} {NumberText.Number(one.Error)}";
            if (network.Error < other.Error) leading.Add($"{name} ({Text(network)}; {Text(other)})");
            else beaten.Add($"{name} ({Text(other)}; {Text(network)})");
        }

        const string found = "linear AR or an echo state network has a lower median NRMSE than every network";
        if (beaten.Count > 0) yield return $"On {beaten.Count} of {_systems.Length} systems {found}: {string.Join(", ", beaten)}.";
        if (leading.Count > 0)
            yield return $"On {leading.Count} of {_systems.Length} a network has the lowest: {string.Join(", ", leading)}.";
    }

    private string Error(SeedComparison one)
    {
        double[] ratios = [.. _systems.Select(system => Median(one.Model, "nrmse", system) / Median(one.Baseline, "nrmse", system))];
        double mean = PortableMath.Exp(ratios.Average(ratio => ratio > 0 ? PortableMath.Log(ratio) : double.NaN));
        string told = Told(one, "error", "lower", "higher");
        string size = Invariant($"{mean:F2} times its NRMSE in the geometric mean over systems");
        return $"{told}: {size}, lower on {ratios.Count(ratio => ratio < 1)} of {ratios.Length}, p {NumberText.Chance(one.PValue)}.";
    }

    private string Time(SeedComparison one)
    {
        SystemData[] systems = [.. Autonomous];
        int longer = systems.Count(system => Median(one.Model, "valid_time", system) > Median(one.Baseline, "valid_time", system));
        string told = Told(one, "valid time", "longer", "shorter");
        return $"{told}: longer on {longer} of {systems.Length} systems, p {NumberText.Chance(one.PValue)}.";
    }

    private static string Told(SeedComparison one, string what, string better, string worse) => one.Differs
        ? $"{one.Model} has the {(one.IsHigher ? better : worse)} {what} than {one.Baseline}"
        : $"{one.Model} is not told apart from {one.Baseline} by its {what}";

    private string Note()
    {
        string over = $"{_systems.Length} systems with {NumberText.Count(Seeds, "seed")} each";
        string rule = Invariant($"p by Holm's rule over {SystemStudy.Pairs.Length} comparisons, level {SeedComparison.Level:P0}");
        return $"(Paired test of Wilcoxon over {over}, errors by their logarithm, valid times by the share of the steps, {rule}. "
            + "It says what other seeds would show on these systems, not what other systems would.)";
    }

    private string Single()
    {
        int count = _systems.Length * SystemStudy.Pairs.Length;
        if (!SeedComparison.CanTell(Seeds, count))
        {
            int enough = Enumerable.Range(1, 100).First(seeds => SeedComparison.CanTell(seeds, count));
            string few = NumberText.Count(Seeds, "seed");
            return $"{few} cannot tell models apart on a single system, {count} comparisons being made; {enough} can.";
        }

        (SystemData System, SeedComparison Comparison)[] apart = [.. SingleComparisons().Where(one => one.Comparison.Differs)];
        string List(bool better)
        {
            string[] names =
            [
                .. from one in apart
                   where one.Comparison.IsHigher == better
                   group one.System.System.Name by $"{one.Comparison.Model} than {one.Comparison.Baseline}" into pair
                   select $"{pair.Key} on {string.Join(", ", pair)}",
            ];
            return names.Length == 0 ? "none" : string.Join("; ", names);
        }

        return $"On single systems, Holm's rule over all {count} comparisons: lower error: {List(true)}. "
            + $"Higher error: {List(false)}. The other {count - apart.Length} are not told apart.";
    }

    private double Median(string label, string metric, SystemData system) => table.Spread(label, metric, system.System.Name).Median;

    private double[] Quality(string label, SystemData system) =>
    [
        .. table.BySeed(label, "nrmse", system.System.Name)
            .Select(error => double.IsNaN(error) ? error : -PortableMath.Log(Math.Max(error, LeastError))),
    ];

    private double[] Held(string label, SystemData system) =>
        [.. table.BySeed(label, "valid_time", system.System.Name).Select(time => time / (system.System.Step * SystemData.Steps))];

    private static (string Label, double Error) Least((string Label, double Error)[] all) =>
        all.MinBy(one => double.IsNaN(one.Error) ? double.PositiveInfinity : one.Error);
}
