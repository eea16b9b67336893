// From a CSV to a forecast: read, train, score beside persistence, save, load, forecast again.
// load.csv is six weeks of hourly load of a village, made up: a day, a week, the weather and noise.
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;

string csv = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "load.csv");
string column = args.Length > 1 ? args[1] : "load_kw";

SeriesTable table = CsvSeriesReader.Read(csv, new CsvReadOptions { Columns = [column] });
Console.WriteLine($"{table.Length} rows of {column} from {table.Times?[0]:yyyy-MM-dd HH:mm} to {table.Times?[^1]:yyyy-MM-dd HH:mm}");

// A day of values goes in, the next hour comes out; further hours are made from the model's own forecasts.
ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm") with
{
    Windows = new() { Window = 24 },
    Training = new() { Epochs = 20, Threads = 2 },
};
recipe = recipe with { Network = recipe.Network with { Hidden = 2 } };
TrainedForecaster model = TrainedForecaster.Fit(table, recipe);

// Scores of the last 15 % of the windows, which training has not seen, in the units of the data.
WindowSet test = model.WindowsOf(table).Slice(Split.Of(table.Length, recipe.Windows, recipe.Split).Test);
Scores ours = model.Evaluate(test), persistence = Baselines.Naive(test, model.Scaler);
Console.WriteLine($"{recipe.Model}, {model.Model.Table.TrainableCount} parameters: MAE {ours.Mae:F2}, R2 {ours.R2:F4}");
Console.WriteLine($"persistence (the last value again): MAE {persistence.Mae:F2}, R2 {persistence.R2:F4}");

SeriesTable next = model.Forecast(table, horizon: 6);
for (int row = 0; row < next.Length; row++) Console.WriteLine($"{next.Times?[row]:yyyy-MM-dd HH:mm}  {next.Column(column)[row]:F1}");

string folder = Directory.CreateTempSubdirectory("qseq-sample-").FullName;
try
{
    string file = Path.Combine(folder, "load.qseq");
    model.Save(file);
    SeriesTable again = TrainedForecaster.Load(file).Forecast(table, horizon: 6);
    bool same = again.Column(column).SequenceEqual(next.Column(column));
    Console.WriteLine($"saved in {new FileInfo(file).Length} bytes; loaded, it forecasts {(same ? "the same numbers" : "OTHER numbers")}");
    if (same && ours.Mae < persistence.Mae) return 0;
    Console.Error.WriteLine("failed: the model should beat persistence, and forecast the same numbers once loaded");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
