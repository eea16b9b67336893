using QSeq.Hardware;

namespace QSeq.Cli.Output;

/// <summary>Forecasts by jobs: opened, and told to the user.</summary>
internal static class JobsOutput
{
    public static string[] Orders { get; } = ["qiskit", "braket"];

    public static BitOrder Order(string name) => Enum.Parse<BitOrder>(name, ignoreCase: true);

    /// <exception cref="UsageException">The model has no circuits.</exception>
    public static HardwareForecast ForecastOf(TrainedForecaster model, string path) => HardwareModel.Circuits(model.Model) > 0
        ? new HardwareForecast(model)
        : throw new UsageException($"{path}: {model.Name} has no circuits, so there is nothing to run on a device; use qseq forecast");

    /// <summary>Keeps other processes away from a folder of jobs.</summary>
    public static IDisposable? Lock(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"{folder} is a file, expected a folder of qseq hardware export");
        return HardwareJobs.Lock(folder);
    }

    public static (HardwareJobs Jobs, HardwareForecast Forecast) Open(string folder)
    {
        HardwareJobs jobs = HardwareJobs.Open(folder);
        byte[] model = jobs.ReadModel(out string path);
        return (jobs, ForecastOf(TrainedForecaster.FromBytes(model, path), path));
    }

    public static string Plan(HardwareJobs jobs)
    {
        string all = $"{jobs.Plan.Circuits} circuits in {jobs.Plan.Jobs} jobs of {jobs.Options.Shots} shots";
        return $"the forecast takes {jobs.Plan.Rounds} rounds: {all}, {(long)jobs.Plan.Jobs * jobs.Options.Shots} shots together";
    }

    public static void Waits(CliContext context, HardwareJobs jobs, string folder)
    {
        string files = jobs.Files.Count == 1 ? jobs.Files[0] : $"{jobs.Files[0]} to {Path.GetFileName(jobs.Files[^1])}";
        context.Note($"round {jobs.Round} of {jobs.Plan.Rounds}: run {files} ({jobs.Circuits} circuits, {jobs.Options.Shots} shots a job), "
            + $"save the counts beside them as .json, then qseq hardware collect {folder}");
    }

    /// <summary>Writes the forecast to standard output; its cost and how far the exact forecast is from it to the error stream.</summary>
    public static void Write(CliContext context, HardwareJobs jobs, HardwareForecast forecast, double[][] answer, bool json)
    {
        JobSeries series = jobs.Series;
        double[][] exact = forecast.Exact(series);
        string source = $"forecast of {series.Horizon} steps after {series.Source} on a device";
        var table = new SeriesTable(source, series.Names, answer, series.Times);
        (int count, int rounds) = (jobs.Plan.Jobs, jobs.Plan.Rounds);
        context.Note($"cost: {jobs.Cost.Circuits} circuits in {count} jobs and {rounds} rounds, {jobs.Cost.Shots} shots");
        for (int c = 0; c < answer.Length; c++)
        {
            double worst = answer[c].Zip(exact[c], (a, b) => Math.Abs(a - b)).Max();
            string first = string.Join(", ", exact[c].Take(5).Select(value => Invariant($"{value:G6}")));
            if (exact[c].Length > 5) first += ", ...";
            context.Note(Invariant($"exact simulator, {series.Names[c]}: {first}; the device is at most {worst:G3} away"));
        }

        if (!json)
        {
            ForecastText.WriteCsv(context.Out, table, series.Names, null, withSource: false, context.Token);
            return;
        }

        JsonObject document = ForecastText.ToJson(jobs.ModelName, table, series.Names, exact);
        document["cost"] = new JsonObject
        {
            ["rounds"] = rounds,
            ["jobs"] = count,
            ["circuits"] = jobs.Cost.Circuits,
            ["shots"] = jobs.Cost.Shots,
        };
        JsonText.Write(context.Out, document);
    }
}
