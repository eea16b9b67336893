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
                $"warning: column '{name}', {when}: {far:R} is so far from the others ({low:G6} to {high:G6}) that these look all alike to the model; correct it, or name it in --missing");
        }
    }

    /// <summary>Inputs that say nothing in the training part, and a calendar that goes by other clocks than a reader may think.</summary>
    public static IEnumerable<string> Inputs(ForecastRecipe recipe, Scaler scaler, SeriesTable table)
    {
        foreach (string name in recipe.Windows.Inputs.Except(recipe.Windows.Targets))
            if (scaler.IsConstant(scaler.IndexOf(name)))
                yield return Invariant($"warning: input '{name}' is the same throughout the training part, so that the model learns nothing of it");
        if (recipe.Calendar is not null && table.Times is { } times && times[0].Kind == DateTimeKind.Utc && table.Step?.Zone is null)
            yield return "note: the calendar goes by UTC, as the stamps do; name the zone of other clocks with --time-zone";
    }

    /// <summary>Inputs of a forecast whose last window has more filled values one after the other than any window of the training.</summary>
    public static IEnumerable<string> Filled(TrainedForecaster model, SeriesTable history)
    {
        WindowOptions windows = model.Recipe.Windows;
        int most = windows.MaxGap ?? (windows.Window / 2), first = Math.Max(0, history.Length - windows.Window);
        foreach (string name in windows.Inputs.Intersect(model.Recipe.DataColumns).Except(windows.Known))
        {
            int column = history.Names.ToList().IndexOf(name), longest = 0, run = 0, all = 0;
            for (int row = first; row < history.Length; row++)
            {
                run = history.IsMeasured(column, row) ? 0 : run + 1;
                all += Math.Min(run, 1);
                longest = Math.Max(longest, run);
            }

            if (longest > most)
                yield return $"warning: {all} of the last {windows.Window} values of '{name}' were filled in, {longest} one after the other; the model was trained on windows with {most} at most";
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
        foreach (string name in model.Recipe.Windows.Inputs.Intersect(model.Recipe.DataColumns))
        {
            int column = model.Scaler.IndexOf(name);
            bool known = model.Recipe.Windows.Known.Contains(name) && history.Future?.Names.Contains(name) == true;
            double[] window = Window(history, name, model.Recipe.Windows.Window, known);
            if (model.Scaler.Constant[column] && Array.FindIndex(window, value => value != model.Scaler.Offset[column]) is >= 0 and var other && model.Scaler.Kind != ScalerKind.None)
                yield return Invariant($"warning: '{name}' is {window[other]:G6} in what is read here, but it was {model.Scaler.Offset[column]:G6} throughout the training, so that the model knows nothing of what it does");
            if (window.Length == 0 || double.IsNaN(low) || model.Scaler.Constant[column]) continue;
            if (Array.TrueForAll(window, value => model.Scaler.Transform(column, value) is var scaled && scaled >= low - (high - low) && scaled <= high + (high - low))) continue;
            double a = model.Scaler.Inverse(column, low), b = model.Scaler.Inverse(column, high);
            yield return Invariant(
                $"warning: the last {window.Length} values of '{name}'{(known ? ", with those of the future," : "")} are {window.Min():G6} to {window.Max():G6}, but the model was trained on {Math.Min(a, b):G6} to {Math.Max(a, b):G6}: check that it is the same series in the same unit");
        }
    }

    // The last values of a column, and those of the future where they are known.
    private static double[] Window(SeriesTable history, string name, int length, bool known)
    {
        ReadOnlySpan<double> past = history.Column(name), ahead = known ? history.Future!.Column(name) : [];
        return [.. past[Math.Max(0, past.Length - length)..], .. ahead];
    }
}
