namespace QSeq.Cli.Reports;

/// <summary>What is odd about values before a model reads them.</summary>
internal static class DataWarnings
{
    private const int FewestRows = 20;
    private const double Share = 1e-3; // of a column's range, in which nearly all of its values lie

    /// <summary>Columns in which one value, or a few, span the range, so that all others look alike once scaled.</summary>
    public static IEnumerable<string> Spans(SeriesTable table, IEnumerable<string> columns)
    {
        foreach (string name in columns.Distinct())
        {
            double[] values = table.Column(name).ToArray();
            if (values.Length < FewestRows) continue;
            double[] sorted = [.. values.Order()];
            int out_ = Math.Max(1, values.Length / 100); // left aside at either end
            (double low, double high) = (sorted[out_], sorted[^(out_ + 1)]);
            if (!(high - low < Share * (sorted[^1] - sorted[0])) || high == low) continue;
            double far = high - sorted[0] > sorted[^1] - low ? sorted[0] : sorted[^1];
            int row = Array.IndexOf(values, far);
            string when = table.Times is { } times ? $"{CsvText.Time(times[row])}" : Invariant($"row {row + 1}");
            yield return Invariant(
                $"warning: column '{name}', {when}: {far:G6} is so far from the others ({low:G6} to {high:G6}) that these look all alike to the model; correct it, or name it in --missing");
        }
    }

    /// <summary>Inputs of a forecast that are far outside the range of the values that the model was trained on.</summary>
    public static IEnumerable<string> Outside(TrainedForecaster model, SeriesTable history)
    {
        (double low, double high) = model.Scaler.Kind switch
        {
            ScalerKind.MinMax => (model.Recipe.Scaling.Low, model.Recipe.Scaling.High),
            ScalerKind.Standard => (-5, 5),
            _ => (double.NaN, double.NaN),
        };
        foreach (string name in model.Recipe.Windows.Inputs)
        {
            int column = model.Scaler.IndexOf(name);
            double[] window = [.. history.Column(name).ToArray().TakeLast(model.Recipe.Windows.Window)];
            if (window.Length == 0 || double.IsNaN(low) || model.Scaler.Constant[column]) continue;
            double[] scaled = [.. window.Select(value => model.Scaler.Transform(column, value))];
            if (scaled.Min() >= low - (high - low) && scaled.Max() <= high + (high - low)) continue;
            double a = model.Scaler.Inverse(column, low), b = model.Scaler.Inverse(column, high);
            yield return Invariant(
                $"warning: the last {window.Length} values of '{name}' are {window.Min():G6} to {window.Max():G6}, but the model was trained on {Math.Min(a, b):G6} to {Math.Max(a, b):G6}: check that it is the same series in the same unit");
        }
    }
}
