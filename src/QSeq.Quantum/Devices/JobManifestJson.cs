using System.Text.Encodings.Web;
using System.Text.Json;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>The manifest as JSON, member by member; docs/hardware.md tells what each means.</summary>
internal static class JobManifestJson
{
    private const string Format = "qseq hardware jobs";
    private const int Version = 1;

    public static byte[] Write(JobManifest m)
    {
        byte[] text = JsonShape.Indented(
            w =>
            {
                w.WriteString("format", Format);
                w.WriteNumber("version", Version);
                w.WriteString("state", m.Done
                    ? "done"
                    : string.Create(CultureInfo.InvariantCulture, $"round {m.Collected + 1} of {m.Plan.Rounds} waits for counts"));
                w.Object("model", () =>
                {
                    w.WriteString("file", JobFolder.ModelName);
                    w.WriteString("name", m.Model);
                    w.WriteString("sha256", m.ModelDigest);
                });
                w.Object("forecast", () => WriteSeries(w, m.Series));
                w.Object("jobs", () =>
                {
                    w.Numbers(("qasm", m.Options.Qasm == QasmVersion.Three ? 3 : 2), ("qubits", m.Options.Qubits), ("shots", m.Options.Shots));
                    if (m.Options.Dialect != QasmDialect.Standard) w.WriteString("dialect", m.Options.Dialect.ToString());
                });
                w.Object("plan", () => w.Numbers(("rounds", m.Plan.Rounds), ("circuits", m.Plan.Circuits), ("jobs", m.Plan.Jobs)));
                w.List("rounds", m.Rounds, round => w.Object(() => WriteRound(w, round, m.Options.Shots)));
            },
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return [.. text, (byte)'\n'];
    }

    private static void WriteSeries(Utf8JsonWriter w, JobSeries series)
    {
        w.WriteString("source", series.Source);
        w.List("targets", series.Names, w.WriteStringValue);
        w.WriteNumber("horizon", series.Horizon);
        w.List("window", series.Window, row => w.WriteRawValue("\n      [" + string.Join(", ", row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "]"));
        if (series.Times is not null)
            w.List("times", series.Times, time => w.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)));
    }

    private static void WriteRound(Utf8JsonWriter w, JobRound round, int shots)
    {
        w.WriteBoolean("collected", round.Collected);
        if (round.Order is { } order) w.WriteString("bit_order", order.ToString());
        w.List("jobs", round.Jobs, job => w.Object(() =>
        {
            w.WriteString("file", job.File);
            w.WriteString("sha256", job.Digest);
            w.Numbers(("qubits", job.Qubits), ("bits", job.Bits), ("shots", shots));
            if (job.CountsDigest is { } counts) w.WriteString("counts_sha256", counts);
            w.List("circuits", job.Circuits, part => w.WriteRawValue(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{{"\n            "}}{ "circuit": {{part.Circuit}}, "first_qubit": {{part.FirstQubit}}, "qubits": {{part.Qubits}}, "first_bit": {{part.FirstBit}}, "bits": {{part.Bits}} }""")));
        }));
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static JobManifest Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
            var f = new FieldReader(document.RootElement, "");
            if (f.Text("format") != Format) throw new JsonException($"format is {BadData.Quote(f.Text("format"))}, expected '{Format}'");
            if (f.Whole("version") != Version) throw new JsonException($"version is {f.Whole("version")}, expected {Version}; it is of another QSeq");
            return Checked(new JobManifest
            {
                Model = f.Record("model").Text("name"),
                ModelDigest = f.Record("model").Text("sha256"),
                Series = ReadSeries(f.Record("forecast")),
                Options = ReadOptions(f.Record("jobs")),
                Plan = new JobPlan(f.Record("plan").Whole("rounds"), f.Record("plan").Whole("circuits"), f.Record("plan").Whole("jobs")),
                Rounds = [.. f.Records("rounds").Select(ReadRound)],
            });
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            throw BadData.In(path, $"cannot be read: {ErrorText.Of(e)}; export again with {JobAdvice.Force}");
        }
    }

    private static JobManifest Checked(JobManifest m)
    {
        m.Options.Validate();
        int collected = m.Collected;
        bool rounds = m.Rounds.Length >= 1 && m.Rounds.Length <= m.Plan.Rounds && m.Rounds.Take(collected).All(round => round.Collected)
            && m.Rounds.Length == Math.Min(collected + 1, m.Plan.Rounds);
        if (!rounds) throw new JsonException($"rounds are {m.Rounds.Length}, {collected} of them collected, of {m.Plan.Rounds}, expected all collected but the last");
        for (int n = 0; n < m.Rounds.Length; n++)
        {
            foreach (JobFile job in m.Rounds[n].Jobs)
            {
                // Files are read and written by these names.
                if (!job.File.StartsWith(JobPacking.Folder(n) + "/job-", StringComparison.Ordinal) || !job.File.EndsWith(".qasm", StringComparison.Ordinal) || job.File.Split('/').Length != 2 || job.File.Contains('\\', StringComparison.Ordinal) || job.File.Any(char.IsControl))
                    throw new JsonException($"a file of round {n + 1} is {BadData.Quote(job.File)}, expected {JobPacking.Folder(n)}/job-001.qasm and so on");
                if (job.Circuits.Any(part => part.FirstBit < 0 || part.Bits is < 1 or > 30 || part.FirstBit > job.Bits - part.Bits || part.Circuit < 0 || part.Circuit >= m.Rounds[n].Circuits))
                    throw new JsonException($"the circuits of {job.File} do not fit its {job.Bits} bits");
            }
        }

        return m;
    }

    private static JobSeries ReadSeries(FieldReader f)
    {
        List<string>? times = f.Has("times") ? f.Texts("times") : null;
        List<string> targets = f.Texts("targets");
        if (targets.Contains(null!)) throw new JsonException("targets has a null, expected texts");
        return new JobSeries(
            f.Text("source"),
            targets,
            [.. List(f.Need("window"), "window").Select((row, n) => List(row, $"row {n + 1} of window").Select(value => Input(value, n)).ToArray())],
            f.Whole("horizon") is >= 1 and var horizon && (times is null || times.Count == horizon) ? horizon : throw new JsonException("horizon does not fit, expected 1 or more and as many times"),
            times?.Select(time => DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)).ToList());
    }

    private static JsonElement.ArrayEnumerator List(JsonElement list, string what) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray()
        : throw new JsonException($"{what} is {BadData.Quote(list.GetRawText())}, expected a list");

    private static float Input(JsonElement value, int row) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw new JsonException($"row {row + 1} of window has {BadData.Quote(value.GetRawText())}, expected a number that single precision holds");

    private static JobOptions ReadOptions(FieldReader f) => new()
    {
        Qasm = f.Whole("qasm") switch { 2 => QasmVersion.Two, 3 => QasmVersion.Three, var other => throw new JsonException($"qasm is {other}, expected 2 or 3") },
        Dialect = f.Has("dialect") ? f.Choice("dialect", QasmDialect.Standard) : QasmDialect.Standard,
        Qubits = f.Whole("qubits"),
        Shots = f.Whole("shots"),
    };

    private static JobRound ReadRound(FieldReader f) => new(
        [
            .. f.Records("jobs").Select(job => new JobFile(
                job.Text("file"),
                job.Text("sha256"),
                job.Whole("qubits"),
                job.Whole("bits"),
                [.. job.Records("circuits").Select(p => new JobPart(p.Whole("circuit"), p.Whole("first_qubit"), p.Whole("qubits"), p.Whole("first_bit"), p.Whole("bits")))],
                job.Has("counts_sha256") ? job.Text("counts_sha256") : null)),
        ],
        f.Flag("collected"),
        f.Has("bit_order") ? f.Choice("bit_order", BitOrder.Qiskit) : null);
}
