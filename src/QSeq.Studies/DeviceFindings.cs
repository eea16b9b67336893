namespace QSeq.Studies;

/// <summary>What the figures of models on a device say: where forecasts stop being useful, what mitigation buys and costs, whether training under noise helps.</summary>
internal sealed class DeviceFindings(DeviceStudy study, StudyTable table)
{
    private const string Never = "never";

    public ImmutableArray<string> All()
    {
        List<string> text = [.. study.Cases.Select(Of)];
        foreach (int? shots in DeviceStudy.Shots)
        {
            (StudyCase Case, DeviceCondition With, DeviceCondition Without)[] pairs =
            [
                .. from one in study.Cases
                   from condition in DeviceStudy.Conditions
                   where condition.Mitigated && condition.Shots == shots
                   select (one, condition, condition with { Mitigated = false }),
            ];
            int gained = pairs.Count(p => IsUseful(p.Case, p.With) && !IsUseful(p.Case, p.Without)), lost = pairs.Count(p => !IsUseful(p.Case, p.With) && IsUseful(p.Case, p.Without));
            text.Add(Invariant($"Mitigation at {DeviceStudy.ShotsText(shots)} raises the median R2 in {pairs.Count(p => R2(p.Case, p.With).Median > R2(p.Case, p.Without).Median)} of {pairs.Length} noisy rows, makes {gained} useful that were not and {lost} useless that were useful."));
        }

        return [.. text, MoreShots(), Costs(), Aware()];
    }

    private string Of(StudyCase one)
    {
        string name = $"{one.Entry.Label} on {one.Data}";
        if (!IsUseful(one, new DeviceCondition(null, 0, 0, false)))
            return Invariant($"{name} is not useful even on an exact device: R2 {table.Spread(one.Entry.Label, "model_r2", one.Data).Median:F4}, last value {LastValue(one):F4}.");
        List<string> useful = [], never = [];
        foreach (int? shots in DeviceStudy.Shots)
        {
            string without = Limit(one, shots, false, IsUseful), with = Limit(one, shots, true, IsUseful);
            if (without == Never && with == Never) never.Add(DeviceStudy.ShotsText(shots));
            else useful.Add($"with {DeviceStudy.ShotsText(shots)} {without}, mitigated {with}");
        }

        string nowhere = never.Count == 0 ? "" : $"; never with {string.Join(", ", never)}";
        IEnumerable<string> high = DeviceStudy.Shots.Select(shots => $"{Limit(one, shots, false, IsHigh)}, {DeviceStudy.ShotsText(shots)}");
        return Invariant($"{name} (last value {LastValue(one):F3}) is useful {string.Join("; ", useful)}{nowhere}. Its R2 alone, unmitigated, is {DeviceStudy.UsefulR2} or more: {string.Join("; ", high)}.");
    }

    private Spread R2(StudyCase one, DeviceCondition condition) => table.Spread(one.Entry.Label, "r2", one.Data, condition.Name);

    private double LastValue(StudyCase one) => table.Value("naive", "r2", one.Data);

    private bool IsUseful(StudyCase one, DeviceCondition condition) => IsHigh(one, condition) && R2(one, condition).Median > LastValue(one);

    private bool IsHigh(StudyCase one, DeviceCondition condition) => R2(one, condition).Median >= DeviceStudy.UsefulR2;

    // The gate noise at which it holds, where bits are read rightly and, if that differs, where they are misread.
    private static string Limit(StudyCase one, int? shots, bool mitigated, Func<StudyCase, DeviceCondition, bool> holds)
    {
        string[] limits =
        [
            .. DeviceStudy.Readout.Select(readout =>
            {
                double[] all = [.. DeviceStudy.Depolarising.Where(depolarising => holds(one, new DeviceCondition(shots, depolarising, readout, mitigated && (depolarising > 0 || readout > 0))))];
                bool fromNone = all.SequenceEqual(DeviceStudy.Depolarising.Take(all.Length));
                return all.Length == 0 ? Never
                    : !fromNone ? $"only at {string.Join(" and ", all.Select(noise => Invariant($"{noise * 100:0.#} %")))}"
                    : all[^1] == 0 ? "only without gate noise"
                    : Invariant($"up to {all[^1] * 100:0.#} %");
            }),
        ];
        return limits[0] == limits[1] ? limits[0] : Invariant($"{limits[0]} ({limits[1]} with misread bits)");
    }

    // What mitigation spends on folded circuits can be spent on shots instead.
    private string MoreShots()
    {
        const int Mitigated = 1024, Plain = 4096;
        bool[] better =
        [
            .. from one in study.Cases
               from condition in DeviceStudy.Conditions
               where condition is { Mitigated: true, Depolarising: > 0, Shots: Mitigated }
               select R2(one, condition).Median > R2(one, condition with { Shots = Plain, Mitigated = false }).Median,
        ];
        return Invariant($"{Mitigated} shots a circuit with extrapolation, {Mitigated * DeviceCase.Scales.Length} in all, have a higher median R2 than {Plain} without it in {better.Count(b => b)} of {better.Length} rows.");
    }

    private string Costs()
    {
        const int Count = 1024;
        DeviceCondition Noisy(bool mitigated) => new(Count, DeviceStudy.Depolarising[^1], DeviceStudy.Readout[^1], mitigated);
        double Each(StudyCase one, string metric, bool mitigated) => DeviceStudy.Cost(table, one, metric, Noisy(mitigated)) / table.Value(one.Entry.Label, "test_windows", one.Data);
        IEnumerable<string> each = study.Cases.Select(one => Invariant(
            $"{one.Entry.Label} on {one.Data} {Each(one, "circuits", false):0.#} circuits, {Each(one, "shots", false):#,0} shots, mitigated {Each(one, "circuits", true):0.#} and {Each(one, "shots", true):#,0}"));
        double Once(string metric) => DeviceStudy.Cost(table, study.Cases[0], metric, Noisy(true));
        return Invariant($"One forecast at {Count} shots costs: {string.Join("; ", each)}; the calibration once {Once("calibration_circuits")} circuits and {Once("calibration_shots"):#,0} shots.");
    }

    private string Aware()
    {
        (StudyCase Case, DeviceCondition Aware, DeviceCondition Free)[] pairs =
            [.. from one in study.Cases from aware in DeviceStudy.Aware select (one, aware, aware with { TrainedUnder = false })];
        int apart = pairs.Count(p => R2(p.Case, p.Aware).Low > R2(p.Case, p.Free).High);
        return Invariant($"Training under the noise raises the median R2 in {pairs.Count(p => R2(p.Case, p.Aware).Median > R2(p.Case, p.Free).Median)} of {pairs.Length} cases, in {apart} so that even its worst seed beats the best one trained without; {pairs.Count(p => IsUseful(p.Case, p.Aware))} are useful with it, {pairs.Count(p => IsUseful(p.Case, p.Free))} without, at no cost on the device.");
    }
}
