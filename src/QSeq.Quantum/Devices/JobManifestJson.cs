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
        using var stream = new MemoryStream();
        using (var w = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            w.WriteStartObject();
            w.WriteString("format", Format);
            w.WriteNumber("version", Version);
            w.WriteString("state", m.Done ? "done" : string.Create(CultureInfo.InvariantCulture, $"round {m.Collected + 1} of {m.Plan.Rounds} waits for counts"));
            w.WriteStartObject("model");
            w.WriteString("file", JobFolder.ModelName);
            w.WriteString("name", m.Model);
            w.WriteString("sha256", m.ModelDigest);
            w.WriteEndObject();
            WriteSeries(w, m.Series);
            w.WriteStartObject("jobs");
            w.WriteNumber("qasm", m.Options.Qasm == QasmVersion.Three ? 3 : 2);
            w.WriteNumber("qubits", m.Options.Qubits);
            w.WriteNumber("shots", m.Options.Shots);
            w.WriteEndObject();
            w.WriteStartObject("plan");
            w.WriteNumber("rounds", m.Plan.Rounds);
            w.WriteNumber("circuits", m.Plan.Circuits);
            w.WriteNumber("jobs", m.Plan.Jobs);
            w.WriteEndObject();
            w.WriteStartArray("rounds");
            foreach (JobRound round in m.Rounds) WriteRound(w, round, m.Options.Shots);
            w.WriteEndArray();
            w.WriteEndObject();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static void WriteSeries(Utf8JsonWriter w, JobSeries series)
    {
        w.WriteStartObject("forecast");
        w.WriteString("source", series.Source);
        w.WriteStartArray("targets");
        foreach (string name in series.Names) w.WriteStringValue(name);
        w.WriteEndArray();
        w.WriteNumber("horizon", series.Horizon);
        w.WriteStartArray("window");
        foreach (float[] row in series.Window) w.WriteRawValue("\n      [" + string.Join(", ", row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "]");
        w.WriteEndArray();
        if (series.Times is not null)
        {
            w.WriteStartArray("times");
            foreach (DateTime time in series.Times) w.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    private static void WriteRound(Utf8JsonWriter w, JobRound round, int shots)
    {
        w.WriteStartObject();
        w.WriteBoolean("collected", round.Collected);
        if (round.Order is { } order) w.WriteString("bit_order", order.ToString());
        w.WriteStartArray("jobs");
        foreach (JobFile job in round.Jobs)
        {
            w.WriteStartObject();
            w.WriteString("file", job.File);
            w.WriteString("sha256", job.Digest);
            w.WriteNumber("qubits", job.Qubits);
            w.WriteNumber("bits", job.Bits);
            w.WriteNumber("shots", shots);
            if (job.CountsDigest is { } counts) w.WriteString("counts_sha256", counts);
            w.WriteStartArray("circuits");
            foreach (JobPart part in job.Circuits)
            {
                w.WriteRawValue(string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{{"\n            "}}{ "circuit": {{part.Circuit}}, "first_qubit": {{part.FirstQubit}}, "qubits": {{part.Qubits}}, "first_bit": {{part.FirstBit}}, "bits": {{part.Bits}} }"""));
            }

            w.WriteEndArray();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static JobManifest Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var f = new FieldReader(document.RootElement, "");
            if (f.Text("format") != Format) throw new JsonException($"format is '{f.Text("format")}', expected '{Format}'");
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
                if (!job.File.StartsWith(JobPacking.Folder(n) + "/job-", StringComparison.Ordinal) || !job.File.EndsWith(".qasm", StringComparison.Ordinal) || job.File.Split('/').Length != 2)
                    throw new JsonException($"a file of round {n + 1} is '{job.File}', expected {JobPacking.Folder(n)}/job-001.qasm and so on");
                if (job.Circuits.Any(part => part.FirstBit < 0 || part.Bits is < 1 or > 30 || part.FirstBit + part.Bits > job.Bits || part.Circuit < 0 || part.Circuit >= m.Rounds[n].Circuits))
                    throw new JsonException($"the circuits of {job.File} do not fit its {job.Bits} bits");
            }
        }

        return m;
    }

    private static JobSeries ReadSeries(FieldReader f)
    {
        List<string>? times = f.Has("times") ? f.Texts("times") : null;
        return new JobSeries(
            f.Text("source"),
            f.Texts("targets"),
            [.. f.Need("window").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())],
            f.Whole("horizon") is >= 1 and var horizon && (times is null || times.Count == horizon) ? horizon : throw new JsonException("horizon does not fit, expected 1 or more and as many times"),
            times?.Select(time => DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)).ToList());
    }

    private static JobOptions ReadOptions(FieldReader f) => new()
    {
        Qasm = f.Whole("qasm") switch { 2 => QasmVersion.Two, 3 => QasmVersion.Three, var other => throw new JsonException($"qasm is {other}, expected 2 or 3") },
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
