using System.Globalization;
using System.Text.Json;
using QSeq.Cli.Output;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Cli.Reproduce;

/// <summary>
/// What is written under --out: results.json, losses.csv, predictions.csv and models. Every file is written whole or not
/// at all, after every experiment, so that an interrupted run keeps those it has finished.
/// </summary>
internal sealed class ResultFiles(string folder)
{
    private const int MostPredictions = 200_000;

    private readonly List<(string Experiment, string Source)> _sources = [];
    private readonly List<(Plan.Job Job, string Experiment, SweepRun Run)> _runs = [];

    /// <summary>Adds an experiment's runs and writes everything anew.</summary>
    public void Write(Results results, Plan plan, Plan.Job[] jobs, SweepRun[] runs)
    {
        _sources.Add((plan.Name, plan.Source));
        for (int n = 0; n < jobs.Length; n++) _runs.Add((jobs[n], plan.Name, runs[n]));
        OutputFile.Write(Path.Combine(folder, "losses.csv"), WriteLosses);
        OutputFile.Write(Path.Combine(folder, "predictions.csv"), WritePredictions);
        SaveModels(plan, jobs, runs);
        WriteJson(results);
    }

    /// <summary>Writes results.json alone.</summary>
    public void WriteJson(Results results) =>
        OutputFile.Write(Path.Combine(folder, "results.json"), writer => writer.Write(ToJson(results) + "\n"));

    /// <summary>The results as JSON.</summary>
    public static string ToJson(Results results) => JsonSerializer.Serialize(results, ResultsJson.Default.Results);

    /// <summary>Which data the rows are from: one line, or one for each experiment.</summary>
    private void WriteSources(TextWriter writer)
    {
        foreach ((string experiment, string source) in _sources) writer.WriteLine(CsvText.Source(source, _sources.Count == 1 ? null : experiment));
    }

    private void WriteLosses(TextWriter writer)
    {
        WriteSources(writer);
        writer.WriteLine("experiment,model,seed,epoch,train_loss,test_mse,test_r2,series,window");
        foreach ((Plan.Job job, string experiment, SweepRun run) in _runs)
        {
            foreach (CurvePoint point in run.Curve)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{experiment},{job.Contender.Label},{job.Seed},{point.Epoch},{point.TrainLoss:R},{point.TestMse:R},{point.TestR2:R},{CsvText.Quote(job.Part.Series)},{job.Part.Window}"));
        }
    }

    private void WritePredictions(TextWriter writer)
    {
        bool all = _runs.Sum(r => (long)r.Run.Truth.Length) <= MostPredictions;
        WriteSources(writer);
        writer.WriteLine("experiment,model,seed,index,truth,prediction,series,window");
        foreach ((Plan.Job job, string experiment, SweepRun run) in _runs.Where(r => all || r.Job.Seed == 0))
        {
            int first = job.Part.Split.Test.Count > 0 ? job.Part.Split.Test.TargetIndex(0) : 0;
            for (int n = 0; n < run.Truth.Length; n++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{experiment},{job.Contender.Label},{job.Seed},{first + n},{run.Truth[n]:R},{run.Predictions[n]:R},{CsvText.Quote(job.Part.Series)},{job.Part.Window}"));
        }
    }

    private void SaveModels(Plan plan, Plan.Job[] jobs, SweepRun[] runs)
    {
        string models = Path.Combine(folder, "models");
        Directory.CreateDirectory(models);
        for (int n = 0; n < jobs.Length; n++)
        {
            // By window there are hundreds of runs: one seed's models are enough.
            (Plan.Job job, SweepRun run) = (jobs[n], runs[n]);
            if (plan.ByWindow && job.Seed != 0) continue;
            string part = plan.ByWindow ? string.Create(CultureInfo.InvariantCulture, $"-{Slug(job.Part.Series)}-w{job.Part.Window}") : "";
            string name = string.Create(CultureInfo.InvariantCulture, $"{plan.Name}-{Slug(job.Contender.Label)}{part}-seed{job.Seed}.qseq");
            Trained(plan, job, run).Save(Path.Combine(models, name));
        }
    }

    private static TrainedForecaster Trained(Plan plan, Plan.Job job, SweepRun run)
    {
        DataSplit split = job.Part.Split;
        var recipe = new ForecastRecipe
        {
            Model = job.Contender.Model,
            Network = run.Model.Config,
            Windows = split.Train.Options,
            Split = plan.Name switch { "shm" => new(0.7, 0), "bessel" => new(0.67, 0), _ => new(0.7, 0.15) },
            Scaling = new ScalingOptions { Kind = split.Scaler.Kind },
            Training = plan.Training with { Seed = job.Seed, Optimizer = plan.Training.Optimizer with { LearningRate = job.Contender.LearningRate } },
        };
        int? testRow = split.Test.Count > 0 ? split.Test.TargetIndex(0) : null;
        return TrainedForecaster.Of(recipe, run.Model, split.Scaler, SeriesOrigin.Of(split.Table, testRow), TrainingOutcome.Of(run.Training), run.Original.ByName("test"));
    }

    /// <summary>A name as part of a file's name.</summary>
    public static string Slug(string name)
    {
        string slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : ' '));
        return string.Join('-', slug.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
