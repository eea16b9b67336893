using System.Globalization;
using QSeq.Estimators;

namespace QSeq.Tests.Estimators;

/// <summary>What R's forecast package 8.20 says of some series: reference.txt, written by reference.R.</summary>
internal static class References
{
    public const int Horizon = 12;

    private static readonly Lazy<Line[]> Lines = new(() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Estimators", "reference.txt")).Select(Read)]);

    /// <summary>Forecasts, or indexes, and the criterion they have, NaN where there is none.</summary>
    public sealed record Line(string Series, string Method, string Form, double Criterion, double[] Values);

    public static IReadOnlyList<string> Series { get; } = ["AirPassengers", "Nile", "sunspot", "UKgas", "wave", "walk", "hourly"];

    public static IEnumerable<Line> Of(string method) => Lines.Value.Where(line => line.Method == method);

    public static (double[] Values, int Season) History(string series)
    {
        Line line = Of("values").Single(line => line.Series == series);
        return (line.Values, int.Parse(line.Form, CultureInfo.InvariantCulture));
    }

    /// <summary>What a method forecasts at the end of a series.</summary>
    public static double[] Forecast(SeriesMethod method, double[] history, int horizon = Horizon) =>
        Forecast(method.Fit(history), history, horizon);

    public static double[] Forecast(FittedSeries fit, double[] history, int horizon = Horizon)
    {
        double[] ahead = new double[horizon];
        fit.Forecast(history, [history.Length], horizon, ahead);
        return ahead;
    }

    /// <summary>The largest difference in parts of the mean size of what is expected.</summary>
    public static double Apart(double[] expected, double[] actual) =>
        expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Average(Math.Abs);

    private static Line Read(string text)
    {
        string[] parts = text.Split(' ');
        double Number(string part) => part == "NA" ? double.NaN : double.Parse(part, CultureInfo.InvariantCulture);
        return new Line(parts[0], parts[1], parts[2], Number(parts[3]), [.. parts.Skip(4).Select(Number)]);
    }
}
