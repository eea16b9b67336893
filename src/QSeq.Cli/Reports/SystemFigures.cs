using QSeq.Studies.Systems;

namespace QSeq.Cli.Reports;

/// <summary>Errors and valid times of models on dynamical systems as heat maps.</summary>
internal static class SystemFigures
{
    private const double Least = 1e-4; // errors from here down have the deepest colour

    public static IEnumerable<Figure> Of(SystemStudy study, StudyTable table)
    {
        string seeds = NumberText.Count(table.Seeds.Count, "seed");
        yield return Map(
            "nrmse",
            values => values.Min(),
            (value, _) => new HeatCell(NumberText.Number(value), Math.Log(value) / Math.Log(Least)),
            "Error one step ahead, by model and system",
            "NRMSE on the test part",
            $"Median over {seeds}; deeper is lower, and lower is better. Bold: the lowest of its column.");
        yield return Map(
            "valid_time",
            values => values.Max(),
            (value, best) => new HeatCell(value.ToString("F2", CultureInfo.InvariantCulture), value / best),
            "Valid time of forecasts that are fed back, by model and system",
            "valid time in the unit of the system's table",
            $"Median over {seeds}; deeper is longer, beside the longest of its column, which is bold.");

        HeatFigure Map(
            string metric, Func<double[], double> bestOf, Func<double, double, HeatCell> cell, string title, string measured, string note)
        {
            string[] labels = [.. study.Entries.Select(entry => entry.Label), .. study.BaselineLabels];
            string[] all = [.. study.Cases.Select(one => one.Data).Distinct()];
            Dictionary<string, double[]> columns = all
                .Select(data => (data, Values: labels.Select(label => Median(label, metric, data)).ToArray()))
                .Where(column => column.Values.Any(double.IsFinite))
                .ToDictionary(column => column.data, column => column.Values);
            string[] shown = [.. all.Where(columns.ContainsKey)];
            HeatCell Cell(string data, int row)
            {
                double value = columns[data][row], best = bestOf([.. columns[data].Where(double.IsFinite)]);
                return double.IsFinite(value) ? cell(value, best) with { IsStrong = value == best } : new HeatCell("-", double.NaN);
            }

            return new HeatFigure(
                title,
                [.. shown],
                [.. labels.Select((label, row) => new HeatRow(label, [.. shown.Select(data => Cell(data, row))]))],
                measured,
                note);
        }

        double Median(string label, string metric, string data) => study.BaselineLabels.Contains(label)
            ? table.Value(label, metric, data)
            : table.Spread(label, metric, data).Median;
    }
}
