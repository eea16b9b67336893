using QSeq.Cli.Figures;
using QSeq.Cli.Pages;
using QSeq.Studies.Reports;

namespace QSeq.Tests.Pages;

/// <summary>A page with every kind of block and figure, of made-up values, and names that would like to be code.</summary>
internal static class SamplePage
{
    /// <summary>A name as a file may have it.</summary>
    public const string Hostile = "<script>window.hurt=1</script>\"'&\u0007\u202E";

    public static Page Of(int length = 400) => new(
        "load.csv: " + Hostile,
        "The model has the least MSE here, 12.3 % below that of linear AR.",
        [
            new PageSection(
                "The forecast",
                [History(length), Steps(), new Paragraph("A paragraph about " + Hostile), Scores()]),
            new PageSection(
                "Errors",
                [
                    Methods(), Coverage(), HistogramFigure.Of("Residuals", Noises(length), "truth - forecast")! with { Mark = 0 },
                    StemFigure.Autocorrelation("Autocorrelation of the residuals", Noises(length), 24)!, Series(),
                ]),
            new PageSection("Edges", [new Heading("cell0 f0(x0)"), Edge(), new Paragraph("After the row.")]),
            new PageSection("Training", [new Heading("Losses"), Learning()]),
            new PageSection("What was decided about the data", [new FactList([new Fact("delimiter", ";", "as in every line"), new Fact(Hostile, Hostile, Hostile)])]),
        ],
        new FactList([new Fact("command", "qseq train load.csv --column '" + Hostile + "'"), new Fact("digest", "sha256:" + new string('a', 64)), new Fact("version", "1.2.3")]));

    public static LineFigure History(int length)
    {
        double start = TimeTicks.Seconds(new DateTime(2024, 1, 1));
        double[] x = [.. Enumerable.Range(0, length).Select(n => start + (3600.0 * n))], truth = Wave(length), model = [.. truth];
        for (int n = 0; n < length; n++) model[n] = n < length * 3 / 4 ? double.NaN : truth[n] + (0.4 * Math.Sin(n));
        truth[length / 3] = double.NaN;
        double[] Moved(double by) => [.. model.Select(value => value + by)];
        return new LineFigure("History and forecast of " + Hostile, x, [new Line("load", truth, LineKind.Truth), new Line("forecast", model, LineKind.Model), new Line("naive", [double.NaN, .. truth.SkipLast(1)])], "Test part at the right.")
        {
            IsTime = true,
            XName = "time (UTC)",
            Bands = [new Band("95 %", Moved(-3), Moved(3)), new Band("80 %", Moved(-1.5), Moved(1.5))],
            Marks = [new Mark(x[length / 2], "validation"), new Mark(x[length * 3 / 4], "test")],
        };
    }

    public static LineFigure Steps() => new(
        "MAE by step ahead",
        [.. Enumerable.Range(1, 24).Select(n => (double)n)],
        [.. ((string[])["qkan-lstm", "naive", "linear AR", "ETS", "Theta", "drift"]).Select((name, k) => new Line(name, [.. Enumerable.Range(1, 24).Select(n => (0.2 + (0.1 * k)) * Math.Sqrt(n))], k == 0 ? LineKind.Model : LineKind.Other))])
    { XName = "steps ahead" };

    public static LineFigure Learning() => new(
        "Loss by epoch",
        [.. Enumerable.Range(1, 30).Select(n => (double)n)],
        [new Line("training", [.. Enumerable.Range(1, 30).Select(n => 1.0 / n)], LineKind.Truth), new Line("validation", [.. Enumerable.Range(1, 30).Select(n => 0.1 + (1.2 / n))], LineKind.Model)])
    { XName = "epoch", Marks = [new Mark(25, "kept")] };

    /// <summary>The drawings of an edge: a circle on the sphere that begins at x and ends at z.</summary>
    public static FigureRow Edge()
    {
        double[] x = [.. Enumerable.Range(-20, 41).Select(n => n / 20.0)];
        return new FigureRow(
        [
            new CurveFigure("phi(x) of " + Hostile, x, [new Line("after", [.. x.Select(Math.Sin)], LineKind.Model), new Line("before", x)], "x = x0"),
            new SpectrumFigure("Spectrum", [new SpectrumLine(1, 0.25), new SpectrumLine(2.5, 0.75)], [new SpectrumLine(1, 1)]),
            new SphereFigure(
                "Bloch path",
                [
                    new SpherePath("before training", [(0, 1, 0), (0, -1, 0)], LineKind.Other),
                    new SpherePath("after", [.. x.Select(t => Math.PI * (1 + t) / 4).Select(t => (Math.Cos(t), 0.0, Math.Sin(t)))], LineKind.Model),
                ]),
        ]);
    }

    public static BarFigure Methods() => new(
        "Test MAE by method",
        [new Bar("qkan-lstm", 0.412, LineKind.Model), new Bar("linear AR", 0.45), new Bar("naive (last value)", 0.81), new Bar(Hostile + " with a name that is far too long", 1.2)],
        "MAE");

    public static BarFigure Coverage() => new(
        "Coverage", [new Bar("80 %", 0.78, LineKind.Model, 0.8), new Bar("95 %", 0.962, LineKind.Model, 0.95)], "share of true values within", "The bar should end at the line.");

    public static ScatterFigure Series() => new(
        "Every series", [.. Enumerable.Range(1, 200).Select(n => Math.Pow(1.04, n))], [.. Enumerable.Range(1, 200).Select(n => Math.Pow(1.04, n) * (1 + (0.4 * Math.Sin(n))))], "MAE of naive", "MAE of the model")
    { IsLogarithmic = true, HasDiagonal = true };

    public static TextTable Scores() => new(
        "test part, original units; the best of each column is bold",
        ["", ">parameters", ">MAE", ">R2"],
        [["qkan-lstm", "58", new TextCell("0.4120", Tone.Good), "0.91"], ["naive\nlast value", "0", "0.8100", new TextCell("-0.20", Tone.Bad)], [Hostile, "5", new TextCell("?", Tone.Open), "0.5"]]);

    private static double[] Wave(int length) =>
        [.. Enumerable.Range(0, length).Select(n => 50 + (10 * Math.Sin(n * Math.Tau / 24)) + (3 * Math.Sin(n * Math.Tau / 168)) + Noise(n))];

    private static double[] Noises(int length) => [.. Enumerable.Range(0, length).Select(Noise)];

    private static double Noise(int n) => ((n * 7919L) + 13) % 1009 / 1009.0;
}
