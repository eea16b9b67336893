using System.Globalization;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;
using QSeq.Tagging;
using QSeq.Tests.Cli;
using QSeq.Training;

namespace QSeq.Tests;

/// <summary>The examples of the README, of the packages and of the page on tagging are the code of these tests, word for word, and run.</summary>
public class ReadmeTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void TheExampleRuns()
    {
        string folder = Directory.CreateTempSubdirectory("qseq-readme-").FullName;
        try
        {
            var output = new StringWriter(CultureInfo.InvariantCulture);
            Example(Path.Combine(folder, "load.qseq"), output);
            Assert.Matches(@"^58 parameters, test R2 0[.]9[0-9]{3}\r?\nnext: ([0-9.]+, ){4}[0-9.]+\r?\n$", output.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The commands of the first section print the table that stands under them.</summary>
    [Fact]
    public void TheCommandsPrintWhatIsSaidOfThem()
    {
        string folder = Directory.CreateTempSubdirectory("qseq-readme-").FullName;
        try
        {
            string model = Path.Combine(folder, "load.qseq"), readme = File.ReadAllText(Path.Combine(Root, "README.md"));
            string[] commands = [.. readme.Split('\n').Where(line => line.Contains("samples/forecast-csv/load.csv", StringComparison.Ordinal))];
            Assert.Equal(2, commands.Length);
            CliAnswer[] answers = [.. commands.Select(line => CliRun.Run([.. line.Split(' ')[1..].Select(word =>
                word == "load.qseq" ? model : word.StartsWith("samples", StringComparison.Ordinal) ? Path.Combine(Root, word) : word)]))];
            Assert.All(answers, answer => Assert.Equal(0, answer.Code));
            string[] said = [.. readme.Split("```text")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            Assert.Equal(12, said.Length);
            Assert.All(said, line => Assert.Contains(line.TrimEnd(), answers[0].Out, StringComparison.Ordinal));
            Assert.Equal(6, answers[1].Out.Split('\n').Count(line => line.StartsWith("2024-04-15", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void TheTaggingExampleRuns()
    {
        string folder = Directory.CreateTempSubdirectory("qseq-readme-").FullName;
        try
        {
            string bank = Path.Combine(folder, "treebank.conllu");
            File.WriteAllText(bank, Treebank.Text());
            var output = new StringWriter(CultureInfo.InvariantCulture);
            TaggingExample(bank, Path.Combine(folder, "tagger.qseq"), output);
            Assert.Matches("^accuracy (0[.][0-9]{4}|1[.]0000): DET NOUN VERB PUNCT", output.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void TheQuantumExampleRuns()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        QuantumExample(output);
        Assert.Contains("P(00) is 0.75, by 4096 shots 0.7", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ry(theta) q[0];", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md", "example")]
    [InlineData("src/QSeq/README.md", "example")]
    [InlineData("src/QSeq.Quantum/README.md", "quantum example")]
    [InlineData("docs/tagging.md", "tagging example")]
    public void ThePageShowsTheExample(string page, string mark)
    {
        string source = File.ReadAllText(Path.Combine(Root, "tests", "QSeq.Tests", "ReadmeTests.cs"));
        string begin = $"        // {mark}\n";
        int start = source.IndexOf(begin, StringComparison.Ordinal), end = source.IndexOf("// end\n", start, StringComparison.Ordinal);
        string[] lines = [.. source[(start + begin.Length)..end].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
        Assert.InRange(lines.Length, 5, 16);
        string shown = string.Join('\n', lines).Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal)
            .Replace("(bank)", "(\"treebank.conllu\")", StringComparison.Ordinal).Replace("(path", mark == "example" ? "(\"load.qseq\"" : "(\"tagger.qseq\"", StringComparison.Ordinal);
        Assert.Contains(shown, File.ReadAllText(Path.Combine(Root, page)), StringComparison.Ordinal);
    }

    private static void TaggingExample(string bank, string path, TextWriter output)
    {
        // tagging example
        var features = new TokenEncoderOptions { Channels = [TokenFeature.Word, TokenFeature.Suffix], MinCount = 2 };
        var options = new TaggerOptions { Gates = new LstmGates(), Tokens = features, Dimensions = [16, 8], Hidden = 16, Bidirectional = true };
        var recipe = new TaggingRecipe { Model = "lstm", Tagger = options, Training = new() { Epochs = 20 } };
        TrainedTagger tagger = TrainedTagger.Fit(ConlluReader.Read(bank), recipe);
        tagger.Save(path);
        TrainedTagger loaded = TrainedTagger.Load(path);
        string tags = string.Join(' ', loaded.Tag(["The", "boat", "leaves", "."]));
        output.WriteLine($"accuracy {loaded.Scores["test.accuracy"]:F4}: {tags}");
        // end
    }

    private static void QuantumExample(TextWriter output)
    {
        // quantum example
        Circuit circuit = new CircuitBuilder(2, "theta").Add(GateKind.RY, 0, AffineAngle.Of(0)).Add(GateKind.CNOT, 0, 1).MeasureAll().Build();
        output.WriteLine(circuit.Draw());
        Outcome exact = new StateVectorBackend().Run([circuit.Bind(Math.PI / 3)])[0];
        Outcome shots = new StateVectorBackend(new() { Shots = 4096, Seed = 7 }).Run([circuit.Bind(Math.PI / 3)])[0];
        output.WriteLine($"P(00) is {exact.AllZero:F2}, by 4096 shots {shots.AllZero:F2}");
        output.WriteLine(QasmWriter.Write(circuit));
        // end
    }

    private static void Example(string path, TextWriter output)
    {
        // example
        double[] values = [.. Enumerable.Range(0, 400).Select(t => 50 + (20 * Math.Sin(0.3 * t)))]; // your own series
        ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm") with { Windows = new() { Window = 12 } };
        TrainedForecaster model = TrainedForecaster.Fit(SeriesTable.Of("load", values), recipe);
        output.WriteLine($"{model.Model.Table.TrainableCount} parameters, test R2 {model.Scores["test.r2"]:F4}");
        model.Save(path);
        TrainedForecaster loaded = TrainedForecaster.Load(path);
        double[] next = loaded.Forecast(values, horizon: 5);
        output.WriteLine($"next: {string.Join(", ", next.Select(value => $"{value:F1}"))}");
        // end
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QSeq.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
