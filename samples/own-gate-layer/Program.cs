// A gate map of one's own, in an assembly of one's own: checked, registered, trained, saved, loaded, verified.
using OwnGateLayer;
using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;

// 1. The hand-written gradient against differences of the layer's own reference.
var builder = new ParameterTable.Builder();
var layer = new PolynomialLayer(builder, inputs: 3, outputs: 8, degree: 3);
ParameterTable parameters = builder.Build();
float[] samples = [.. Enumerable.Range(0, 3 * 20).Select(n => (float)Math.Sin(n))];
GradientCheckResult worst = GradientCheck.Check(layer, parameters, parameters.Initialize(1), samples).MaxBy(result => result.Deviation)!;
Console.WriteLine($"gradient check, at worst {worst}");
if (worst.Deviation > 1e-5) return Failed("the gradient is wrong");

// 2. A catalogue that knows the new gates beside QSeq's own models.
var preset = new SequenceModelConfig { Gates = new PolynomialGates(), Hidden = 2 };
ModelCatalogue catalogue = ModelCatalogue.Default.With(new ModelEntry("polynomial-lstm", "gates are polynomials", "this sample", preset));

// 3. Train it like any other model.
double[] values = [.. Enumerable.Range(0, 400).Select(t => 50 + (20 * Math.Sin(0.3 * t)) + (5 * Math.Cos(0.11 * t)))];
SeriesTable table = SeriesTable.Of("load", values);
ForecastRecipe recipe = ForecastRecipe.Of("polynomial-lstm", catalogue) with { Windows = new() { Window = 12 } };
recipe = recipe with { Network = recipe.Network with { Gates = new PolynomialGates { Degree = 2 } } };
TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
Console.WriteLine($"{model.Name}: {model.Model.Table.TrainableCount} parameters, test R2 {model.Scores["test.r2"]:F4}");
if (model.Scores["test.r2"] < 0.9) return Failed("it did not learn");

string folder = Directory.CreateTempSubdirectory("qseq-sample-").FullName;
try
{
    // 4. Its file can be read by whoever has the catalogue, and by nobody else.
    string file = Path.Combine(folder, "load.qseq");
    model.Save(file);
    TrainedForecaster loaded = TrainedForecaster.Load(file, catalogue);
    double[] next = loaded.Forecast(values, horizon: 3);
    Console.WriteLine($"loaded, it forecasts {string.Join(", ", next.Select(value => $"{value:F2}"))}");
    if (!next.SequenceEqual(model.Forecast(values, horizon: 3))) return Failed("the loaded model forecasts other numbers");
    if (CanLoad(file)) return Failed("a catalogue without the gates read the file");

    // 5. Every option is in the file, so that anyone can train it again and compare, bit for bit.
    ForecastRecord record = ForecastRecord.Load(file, catalogue);
    bool verified = record.Replay(table) == record.WeightsDigest;
    Console.WriteLine($"trained again from its file: {(verified ? "the same weights" : "OTHER weights")}");
    return verified ? 0 : Failed("training again gave other weights");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static int Failed(string why)
{
    Console.Error.WriteLine($"failed: {why}");
    return 1;
}

static bool CanLoad(string file)
{
    try
    {
        TrainedForecaster.FromBytes(File.ReadAllBytes(file), Path.GetFileName(file));
        return true;
    }
    catch (InvalidDataException e)
    {
        Console.WriteLine($"without the catalogue: {e.Message}");
        return false;
    }
}
