using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Training;

namespace QSeq.Fuzz.Readers;

/// <summary>Model files of formats 1 and 2, recipes, checkpoints and the run records of format 1.</summary>
internal static class ModelReaders
{
    private const int Rows = 64; // of the history that a model forecasts after

    private static string Format1 => Path.Combine(AppContext.BaseDirectory, "Format1");

    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        byte[][] old = [.. Directory.GetFiles(Format1, "*.qseq").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        byte[][] models = [.. bench.Forecasters.Select(model => model.ToBytes()), bench.Tagger.ToBytes()];
        yield return new FuzzReader("model", models, Model, typeof(InvalidDataException)) { Mutate = SignedFile.Mutate };
        yield return new FuzzReader("model-1", old, Model, typeof(InvalidDataException)) { Mutate = SignedFile.Mutate, Share = 60 };

        // As the file says it, put in the place of a model's own recipe: within JSON that is not parsed again.
        byte[][] recipes = [.. bench.Forecasters.Select(model => Workbench.Bytes(model.Recipe.ToJson())), Workbench.Bytes(bench.Tagger.Recipe.ToJson())];
        yield return new FuzzReader("recipe", recipes, input => Recipe(models, recipes, input), typeof(InvalidDataException));

        byte[][] records = [.. Directory.GetFiles(Format1, "*.run.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        yield return new FuzzReader("record", records, input => Record(bench, input), typeof(InvalidDataException), typeof(FileNotFoundException)) { Share = 60 };

        ForecastRecipe recipe = bench.Forecasters[0].Recipe;
        var training = new ForecastTraining(bench.Series, recipe);
        byte[][] states = [.. Enumerable.Range(1, 2).Select(batches => Checkpoint(bench, training, batches))];
        yield return new FuzzReader("checkpoint", states, input => Restored(bench, input), typeof(InvalidDataException), typeof(WrongModelKindException)) { Mutate = SignedFile.Mutate, Share = 60 };
    }

    private static string? Model(byte[] input)
    {
        try
        {
            return Forecaster(TrainedForecaster.FromBytes(input, "x.qseq"));
        }
        catch (WrongModelKindException)
        {
            return Tagger(TrainedTagger.FromBytes(input, "x.qseq"));
        }
    }

    private static string? Forecaster(TrainedForecaster model)
    {
        if (NotFinite(model) is { } problem) return problem;
        if (model.FormatVersion > 1)
        {
            TrainedForecaster again = TrainedForecaster.FromBytes(model.ToBytes(), "again");
            if (again.ToJson() != model.ToJson() || again.Digest != model.Digest) return "it is read back otherwise";
        }

        double[][] columns = [.. model.Recipe.Windows.Inputs.Select(_ => new double[Rows])];
        var history = new SeriesTable("history", model.Recipe.Windows.Inputs, columns);
        try
        {
            SeriesTable forecast = model.Forecast(history);
            return Enumerable.Range(0, forecast.Names.Count).All(c => forecast.Column(c).ToArray().All(double.IsFinite)) ? null : "a forecast is not finite";
        }
        catch (Exception e) when (e is SeriesTooShortException or InvalidDataException)
        {
            return Judge.MessageProblem(e.Message);
        }
    }

    private static string? Tagger(TrainedTagger model)
    {
        if (NotFinite(model) is { } problem) return problem;
        if (model.FormatVersion > 1)
        {
            TrainedTagger again = TrainedTagger.FromBytes(model.ToBytes(), "again");
            if (again.ToJson() != model.ToJson() || again.Digest != model.Digest) return "it is read back otherwise";
        }

        return model.Encoder.Options.Closed || model.Tag(["the", "Gulls", "größe"]).Length == 3 ? null : "words have no tags";
    }

    private static string? NotFinite(TrainedModel model) => model.Model.Parameters.All(float.IsFinite) ? null : "a weight is not finite";

    private static string? Recipe(byte[][] models, byte[][] recipes, byte[] input)
    {
        bool tags = input.AsSpan().IndexOf("\"tagger\""u8) >= 0;
        int which = tags ? models.Length - 1 : Math.Max(0, Array.FindIndex(recipes, recipe => input.AsSpan().StartsWith(recipe.AsSpan(0, Math.Min(24, recipe.Length)))));
        (int version, byte[] json, byte[] weights) = SignedFile.Parts(models[which])!.Value;
        int at = json.AsSpan().IndexOf(recipes[which]);
        return Model(SignedFile.Join(version, [.. json.AsSpan(0, at), .. input, .. json.AsSpan(at + recipes[which].Length)], weights));
    }

    private static string? Record(Workbench bench, byte[] input)
    {
        var record = ForecastRecord.Load(bench.Write("x.run.json", input));
        record.Recipe.Validate();
        return null;
    }

    private static byte[] Checkpoint(Workbench bench, ForecastTraining training, int batches)
    {
        using TrainingSession session = training.Start();
        for (int n = 0; n < batches; n++) session.Step();
        CheckpointFile.Save(bench.In("x.checkpoint"), training.Identity, session);
        return File.ReadAllBytes(bench.In("x.checkpoint"));
    }

    // A state that was restored goes on to the end, and what comes of it is finite or refused.
    private static string? Restored(Workbench bench, byte[] input)
    {
        var file = CheckpointFile.Load(bench.Write("x.checkpoint", input));
        var training = new ForecastTraining(bench.Series, bench.Forecasters[0].Recipe);
        using TrainingSession session = training.Start();
        file.Restore(session);
        return session.History.Count == file.Epochs && session.Batch == file.Batch ? null
            : file.Epochs >= 0 && file.Batch >= 0 ? null : "a number of epochs below 0";
    }
}
