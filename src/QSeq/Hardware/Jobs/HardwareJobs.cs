using System.Text;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Hardware.Jobs;

/// <summary>
/// A forecast whose circuits run on a device by way of files. A recurrent model needs the outcomes of one step before it
/// knows the circuits of the next, so the forecast is a chain of rounds: jobs are written, their counts are read, and the
/// next jobs are written, until the forecast is there. The manifest is written last, so that whatever is cut short can be done again.
/// </summary>
public sealed class HardwareJobs
{
    private const double Lost = 0.1; // the share of shots that a device may lose or add

    private readonly JobFolder _folder;
    private readonly List<IReadOnlyList<Outcome>> _outcomes = []; // of collected rounds that have been read
    private readonly List<HardwareCost> _costs = []; // of the same rounds
    private readonly List<string> _notes = [];
    private JobManifest _manifest;
    private bool _planned; // whether the plan is that of the model

    private HardwareJobs(JobFolder folder, JobManifest manifest) => (_folder, _manifest) = (folder, manifest);

    /// <summary>What is being forecast.</summary>
    public JobSeries Series => _manifest.Series;

    /// <summary>The model's name.</summary>
    public string ModelName => _manifest.Model;

    /// <summary>How jobs are made.</summary>
    public JobOptions Options => _manifest.Options;

    /// <summary>What the whole forecast costs.</summary>
    public JobPlan Plan => _manifest.Plan;

    /// <summary>Whether all rounds are collected.</summary>
    public bool IsDone => _manifest.Done;

    /// <summary>The round that waits for counts, from 1; the last one where all are collected.</summary>
    public int Round => _manifest.Rounds.Length;

    /// <summary>The OpenQASM files of the round.</summary>
    public IReadOnlyList<string> Files => [.. Last.Jobs.Select(job => _folder.In(job.File))];

    /// <summary>Circuits of the round.</summary>
    public int Circuits => Last.Circuits;

    /// <summary>What has been seen in counts and is worth knowing, since the last call of <see cref="Collect"/> began.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The jobs whose counts have been read, by circuits and by the shots that the device took.</summary>
    public HardwareCost Cost => _costs.Aggregate(default(HardwareCost), (sum, round) => sum.Plus(round));

    private JobRound Last => _manifest.Rounds[^1];

    /// <summary>Writes the first round.</summary>
    /// <param name="folder">Where; made when it does not exist.</param>
    /// <param name="model">The model file, which is copied there.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="forecast">The model of that file.</param>
    /// <param name="series">What is to be forecast.</param>
    /// <param name="options">How jobs are made.</param>
    /// <param name="force">Whether another export there may be replaced.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="ArgumentException">An option is out of range, circuits do not fit a job, or another export or a link is there.</exception>
    /// <exception cref="IOException">A file cannot be written, or another process works on the folder.</exception>
    public static HardwareJobs Export(
        string folder, ReadOnlyMemory<byte> model, string name, HardwareForecast forecast, JobSeries series, JobOptions options, bool force = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (forecast.Qubits > options.Qubits)
            throw OptionCheck.Refusal($"The model has circuits of {forecast.Qubits} qubits, but a job has {options.Qubits}; choose {JobAdvice.Qubits} {forecast.Qubits} or more.");

        var plan = new PlanBackend(options);
        forecast.On(series, plan, cancellationToken);
        var jobs = new HardwareJobs(new JobFolder(folder), new JobManifest
        {
            Model = name,
            ModelDigest = JobFolder.Digest(model.Span),
            Series = series,
            Options = options,
            Plan = plan.Plan,
            Rounds = [],
        });
        jobs._planned = true;
        Directory.CreateDirectory(folder);
        using IDisposable? alone = jobs._folder.Lock();
        jobs._folder.Clear(force);
        jobs._folder.Write(JobFolder.ModelName, model);
        jobs.Advance(forecast, [], cancellationToken);
        return jobs;
    }

    /// <summary>
    /// Keeps other processes away from an export, from before <see cref="Open"/> until it is disposed: two that collect or
    /// simulate at once would write one another's rounds. <see cref="Export"/> does so itself.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What to dispose; null where there is no export, or nothing can be written.</returns>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static IDisposable? Lock(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var files = new JobFolder(folder);
        return files.Has(JobFolder.ManifestName) ? files.Lock() : null;
    }

    /// <summary>Opens what <see cref="Export"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="FileNotFoundException">There is no export.</exception>
    /// <exception cref="InvalidDataException">The manifest is malformed.</exception>
    public static HardwareJobs Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var files = new JobFolder(folder);
        if (!files.Has(JobFolder.ManifestName)) throw Missing($"{folder} holds no {JobFolder.ManifestName}; name a folder of {JobAdvice.Export}", files.ManifestPath);
        return new HardwareJobs(files, JobManifestJson.Read(files.Read(JobFolder.ManifestName), files.ManifestPath));
    }

    /// <summary>The copy of the model file.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="InvalidDataException">It is not the one that was exported.</exception>
    public byte[] ReadModel(out string path)
    {
        path = _folder.In(JobFolder.ModelName);
        byte[] bytes = _folder.Read(JobFolder.ModelName);
        return JobFolder.Digest(bytes) == _manifest.ModelDigest
            ? bytes
            : throw BadData.In(path, $"the model is not the one that was exported (its SHA-256 differs); put the old file back, or export again with {JobAdvice.Force}");
    }

    /// <summary>Reads the counts of the round that waits, and writes the next round; nothing where all rounds are collected.</summary>
    /// <param name="forecast">The model of <see cref="ReadModel"/>.</param>
    /// <param name="order">The order of the bits in patterns; null for that of their shape.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The forecast, [targets][horizon] in the units of the data; null where a further round waits.</returns>
    /// <exception cref="InvalidDataException">Counts are missing or do not fit, or a file has changed; nothing is written.</exception>
    public double[][]? Collect(HardwareForecast forecast, BitOrder? order = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        _notes.Clear();
        CheckPlan(forecast, cancellationToken);

        // A round whose successor could not be written has been read, but is not collected.
        int collected = Math.Min(_outcomes.Count, _manifest.Collected);
        _outcomes.RemoveRange(collected, _outcomes.Count - collected);
        _costs.RemoveRange(collected, _costs.Count - collected);
        while (_outcomes.Count < _manifest.Collected) Read(_outcomes.Count, _manifest.Rounds[_outcomes.Count].Order);
        if (IsDone) return forecast.On(Series, new ReplayBackend(_outcomes, _manifest.Rounds, Options), cancellationToken);
        JobRound round = Read(_outcomes.Count, order);
        return Advance(forecast, [.. _manifest.Rounds[..^1], round], cancellationToken);
    }

    /// <summary>Plays the device: counts for every job of the round that has none yet.</summary>
    /// <param name="device">How it behaves.</param>
    /// <param name="cancellationToken">Ends the work between jobs.</param>
    /// <returns>Files of counts written; those that were there are left alone.</returns>
    /// <exception cref="ArgumentException">The device has too few qubits, or a job is too large to be simulated.</exception>
    /// <exception cref="InvalidDataException">A file of a job is no OpenQASM or has changed.</exception>
    public int Simulate(SimulatedDevice device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        int shots = device.Shots ?? Options.Shots, written = 0;
        if (!IsNear(shots)) throw OptionCheck.Refusal($"{shots} shots is not what the jobs ask for, {Options.Shots}, so the counts would be refused; choose {JobAdvice.DeviceShots} {Options.Shots}, or export again with {JobAdvice.Shots} {shots}");
        if (IsDone) return 0;
        foreach (JobFile job in Last.Jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_folder.Has(job.Counts)) continue;
            Circuit circuit = _folder.Circuit(job);
            _folder.Write(job.Counts, device.Run(circuit, job.File, shots, cancellationToken));
            written++;
        }

        return written;
    }

    // Runs the work over the outcomes so far: the forecast, or the next round; then the manifest.
    private double[][]? Advance(HardwareForecast forecast, ImmutableArray<JobRound> rounds, CancellationToken cancellationToken)
    {
        double[][]? answer = null;
        try
        {
            answer = forecast.On(Series, new ReplayBackend(_outcomes, rounds, Options), cancellationToken);
        }
        catch (RoundWaitsException waiting)
        {
            (JobRound next, ImmutableArray<string> texts) = JobPacking.Pack(rounds.Length, waiting.Circuits, Options);
            if (next.Jobs.FirstOrDefault(job => _folder.Has(job.Counts)) is { } early)
                throw BadData.In(_folder.In(early.Counts), $"counts of round {rounds.Length + 1} are there before its jobs are; they cannot be theirs: remove the file, then collect again");
            for (int n = 0; n < texts.Length; n++) _folder.Write(next.Jobs[n].File, Encoding.UTF8.GetBytes(texts[n]));
            rounds = rounds.Add(next);
        }

        JobManifest manifest = _manifest with { Rounds = rounds };
        _folder.Write(JobFolder.ManifestName, JobManifestJson.Write(manifest));
        _manifest = manifest;
        return answer;
    }

    // Reads the counts of a round into _outcomes; those of a collected one must be as they were.
    private JobRound Read(int number, BitOrder? order)
    {
        JobRound round = _manifest.Rounds[number];
        string[] missing = [.. round.Jobs.Where(job => !_folder.Has(job.Counts)).Select(job => _folder.In(job.Counts))];
        if (missing.Length > 0)
        {
            throw Missing(
                $"{missing[0]} is missing{(missing.Length > 1 ? $", with {missing.Length - 1} more" : "")}: the counts of round {number + 1} of {Plan.Rounds}; run the .qasm files beside it on a device and save their counts under these names, or {JobAdvice.Simulate}", missing[0]);
        }

        var outcomes = new Outcome[round.Circuits];
        var digests = new string[round.Jobs.Length];
        long shots = 0;
        for (int n = 0; n < round.Jobs.Length; n++)
        {
            JobFile job = round.Jobs[n];
            string path = _folder.In(job.Counts);
            Circuit circuit = _folder.Circuit(job);
            byte[] bytes = _folder.Read(job.Counts);
            digests[n] = JobFolder.Digest(bytes);
            if (job.CountsDigest is { } before && before != digests[n]) throw BadData.In(path, $"the counts have changed since round {number + 1} was collected, and later rounds depend on them; put the old file back, or export again with {JobAdvice.Force}");
            JobCounts counts = CountsReader.Read(bytes, path, circuit, Options.Shots, order);
            Check(path, counts);
            shots += (long)Math.Round(counts.Shots);
            foreach (JobPart part in job.Circuits) outcomes[part.Circuit] = counts.Of(part);
        }

        if (Array.Exists(outcomes, outcome => outcome is null)) throw BadData.In(_folder.ManifestPath, $"round {number + 1} names a circuit twice and another never; export again with {JobAdvice.Force}");
        _outcomes.Add(outcomes);
        _costs.Add(new HardwareCost(round.Circuits, shots));
        return round with { Collected = true, Order = order, Jobs = [.. round.Jobs.Select((job, n) => job with { CountsDigest = digests[n] })] };
    }

    // A manifest may have been edited: its horizon, window and model say how many rounds there are.
    private void CheckPlan(HardwareForecast forecast, CancellationToken cancellationToken)
    {
        if (_planned) return;
        var plan = new PlanBackend(Options);
        forecast.On(Series, plan, cancellationToken);
        if (plan.Plan != Plan)
        {
            string found = $"{Plan.Rounds} rounds of {Plan.Circuits} circuits in {Plan.Jobs} jobs", expected = $"{plan.Plan.Rounds} of {plan.Plan.Circuits} in {plan.Plan.Jobs}";
            throw BadData.In(_folder.ManifestPath, $"its plan is {found}, but its window, horizon and model take {expected}; export again with {JobAdvice.Force}");
        }

        _planned = true;
    }

    private void Check(string path, JobCounts counts)
    {
        string found = counts.Shots.ToString("0.##", CultureInfo.InvariantCulture);
        if (!IsNear(counts.Shots)) throw BadData.In(path, $"the counts add up to {found}, expected {Options.Shots} shots, or within {Lost * 100:0} % of them; run the job again, or export with {JobAdvice.Shots} {found}");
        if (Math.Abs(counts.Shots - Options.Shots) > 0.5) _notes.Add($"{path}: the counts add up to {found} rather than {Options.Shots}; shares are of {found}");
    }

    private static FileNotFoundException Missing(ErrorText text, string path) => text.On(message => new FileNotFoundException(message, path));

    private bool IsNear(double shots) => Math.Abs(shots - Options.Shots) <= Lost * Options.Shots;
}
