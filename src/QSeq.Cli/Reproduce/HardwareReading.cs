using System.Globalization;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>What the hardware experiment's figures say: where forecasts stop being useful, what mitigation buys and costs, whether training under noise helps.</summary>
internal static class HardwareReading
{
    private const string Never = "never";

    /// <summary>Of one model on data.</summary>
    public static string Of(HardwareCaseResult one)
    {
        string name = $"{one.Label} on {one.Data}";
        if (!IsUseful(one, Cell(one, null, 0, 0, false))) return Text($"{name} is not useful even on an exact device: R2 {one.ModelR2.Median:F4}, last value {one.NaiveR2:F4}.");
        var useful = new List<string>();
        var never = new List<string>();
        foreach (int? shots in HardwareExperiment.Shots)
        {
            string without = Limit(one, shots, false, IsUseful), with = Limit(one, shots, true, IsUseful);
            if (without == Never && with == Never) never.Add(Shots(shots));
            else useful.Add($"with {Shots(shots)} {without}, mitigated {with}");
        }

        string nowhere = never.Count == 0 ? "" : $"; never with {string.Join(", ", never)}";
        IEnumerable<string> high = HardwareExperiment.Shots.Select(shots => $"{Limit(one, shots, false, (_, cell) => IsHigh(cell))}, {Shots(shots)}");
        return Text($"{name} (last value {one.NaiveR2:F3}) is useful {string.Join("; ", useful)}{nowhere}. Its R2 alone, unmitigated, is {HardwareExperiment.UsefulR2} or more: {string.Join("; ", high)}.");
    }

    /// <summary>Of all models together.</summary>
    public static IEnumerable<string> OfAll(HardwareCaseResult[] cases)
    {
        foreach (int? shots in HardwareExperiment.Shots)
        {
            (HardwareCaseResult Case, HardwareCell With, HardwareCell Without)[] pairs =
            [
                .. from one in cases
                   from cell in one.Cells
                   where cell.Mitigated && cell.Shots == shots
                   select (one, cell, Cell(one, shots, cell.Depolarising, cell.Readout, false)),
            ];
            int gained = pairs.Count(p => IsUseful(p.Case, p.With) && !IsUseful(p.Case, p.Without)), lost = pairs.Count(p => !IsUseful(p.Case, p.With) && IsUseful(p.Case, p.Without));
            yield return Text($"Mitigation at {Shots(shots)} raises the median R2 in {pairs.Count(p => p.With.R2.Median > p.Without.R2.Median)} of {pairs.Length} noisy rows, makes {gained} useful that were not and {lost} useless that were useful.");
        }

        yield return MoreShots(cases);
        yield return Costs(cases);
        yield return Aware(cases);
    }

    /// <summary>Shots in words.</summary>
    public static string Shots(int? shots) => shots is { } count ? Text($"{count} shots") : "exact probabilities";

    /// <summary>The cell of a condition.</summary>
    public static HardwareCell Cell(HardwareCaseResult one, int? shots, double depolarising, double readout, bool mitigated) =>
        one.Cells.First(cell => cell.Shots == shots && cell.Depolarising == depolarising && cell.Readout == readout && cell.Mitigated == mitigated);

    private static bool IsUseful(HardwareCaseResult one, HardwareCell cell) => IsHigh(cell) && cell.R2.Median > one.NaiveR2;

    private static bool IsHigh(HardwareCell cell) => cell.R2.Median >= HardwareExperiment.UsefulR2;

    /// <summary>The strongest gate noise up to which it holds, where bits are read rightly and, if that differs, where they are misread.</summary>
    private static string Limit(HardwareCaseResult one, int? shots, bool mitigated, Func<HardwareCaseResult, HardwareCell, bool> holds)
    {
        string[] limits =
        [
            .. HardwareExperiment.Readout.Select(readout =>
            {
                double[] all =
                [
                    .. HardwareExperiment.Depolarising.TakeWhile(depolarising =>
                        holds(one, Cell(one, shots, depolarising, readout, mitigated && (depolarising > 0 || readout > 0)))),
                ];
                return all.Length == 0 ? Never : all[^1] == 0 ? "only without gate noise" : Text($"up to {all[^1] * 100:0.#} %");
            }),
        ];
        return limits[0] == limits[1] ? limits[0] : Text($"{limits[0]} ({limits[1]} with misread bits)");
    }

    // What mitigation spends on folded circuits can be spent on shots instead.
    private static string MoreShots(HardwareCaseResult[] cases)
    {
        const int Mitigated = 1024, Plain = 4096;
        bool[] better =
        [
            .. from one in cases
               from cell in one.Cells
               where cell is { Mitigated: true, Depolarising: > 0, Shots: Mitigated }
               select cell.R2.Median > Cell(one, Plain, cell.Depolarising, cell.Readout, false).R2.Median,
        ];
        return Text($"{Mitigated} shots a circuit with extrapolation, {Mitigated * HardwareExperiment.Scales.Length} in all, have a higher median R2 than {Plain} without it in {better.Count(b => b)} of {better.Length} rows.");
    }

    private static string Costs(HardwareCaseResult[] cases)
    {
        const int Count = 1024;
        IEnumerable<string> each = cases.Select(one =>
        {
            HardwareCell without = Cell(one, Count, HardwareExperiment.Depolarising[^1], HardwareExperiment.Readout[^1], false), with = Cell(one, Count, without.Depolarising, without.Readout, true);
            return Text($"{one.Label} on {one.Data} {without.CircuitsPerForecast:0.#} circuits, {without.ShotsPerForecast:#,0} shots, mitigated {with.CircuitsPerForecast:0.#} and {with.ShotsPerForecast:#,0}");
        });
        HardwareCell calibrated = Cell(cases[0], Count, HardwareExperiment.Depolarising[^1], HardwareExperiment.Readout[^1], true);
        return Text($"One forecast at {Count} shots costs: {string.Join("; ", each)}; the calibration once {calibrated.CalibrationCircuits} circuits and {calibrated.CalibrationShots:#,0} shots.");
    }

    private static string Aware(HardwareCaseResult[] cases)
    {
        (HardwareCaseResult Case, HardwareCell Aware, HardwareCell Free)[] pairs =
            [.. from one in cases from aware in one.Aware select (one, aware, Cell(one, aware.Shots, aware.Depolarising, aware.Readout, false))];
        int apart = pairs.Count(p => p.Aware.R2.Low > p.Free.R2.High);
        return Text($"Training under the noise raises the median R2 in {pairs.Count(p => p.Aware.R2.Median > p.Free.R2.Median)} of {pairs.Length} cases, in {apart} so that even its worst seed beats the best one trained without; {pairs.Count(p => IsUseful(p.Case, p.Aware))} are useful with it, {pairs.Count(p => IsUseful(p.Case, p.Free))} without, at no cost on the device.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
