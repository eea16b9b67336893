using System.Globalization;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Tests;

/// <summary>The README's example is the code of this test, word for word, and runs.</summary>
public class ReadmeTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void TheExampleRuns()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        Example(output);
        Assert.StartsWith("58 parameters, R2 0.9", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReadmeShowsTheExample()
    {
        string source = File.ReadAllText(Path.Combine(Root, "tests", "QSeq.Tests", "ReadmeTests.cs"));
        int start = source.IndexOf("// example\n", StringComparison.Ordinal), end = source.IndexOf("// end\n", StringComparison.Ordinal);
        string[] lines = [.. source[(start + 11)..end].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
        Assert.InRange(lines.Length, 5, 12);
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.Contains(string.Join('\n', lines).Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal), readme, StringComparison.Ordinal);
    }

    private static void Example(TextWriter output)
    {
        // example
        SeriesTable series = BesselJ.Generate(); // or CsvSeriesReader.Read("my.csv")
        var windows = new WindowOptions { Window = 4 };
        DataSplit split = DataSplit.Create(series, windows, new SplitFractions(0.7, 0.15), ScalerKind.MinMax);
        var model = new SequenceModel(ModelCatalogue.Find("qkan-lstm").Preset, seed: 1);
        Trainer.Fit(model, split.Train, split.Validation, new TrainingOptions { Epochs = 30 });
        Scores scores = new Evaluator(model, split.Test).Evaluate(split.Scaler);
        SeriesTable next = new Forecaster(model, split.Scaler, split.Train.Options).Forecast(series, horizon: 5);
        output.WriteLine($"{model.Table.TrainableCount} parameters, R2 {scores.R2:F4}, next value {next.Column(0)[0]:F4}");
        // end
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QSeq.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
