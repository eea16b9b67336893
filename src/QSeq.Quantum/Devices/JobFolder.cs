using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>The files of a forecast by jobs: <c>manifest.json</c>, <c>model.qseq</c> and a folder for each round.</summary>
internal sealed class JobFolder(string path)
{
    public const string ModelName = "model.qseq";
    public const string ManifestName = "manifest.json";
    private const string LockName = "jobs.lock"; // stays, since a lock that is deleted can be held twice

    private const int LargestFile = 1 << 29;

    public string Path { get; } = path;

    public string ManifestPath => In(ManifestName);

    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Sha256.HexOf(bytes);

    public static string Digest(string text) => Digest(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A file by its name in the manifest.</summary>
    public string In(string name) => System.IO.Path.Combine([Path, .. name.Split('/')]);

    public bool Has(string name) => File.Exists(In(name));

    public byte[] Read(string name)
    {
        using FileStream file = InputFile.Open(In(name), "name a file");
        if (file.Length > LargestFile) throw BadData.In(In(name), string.Create(CultureInfo.InvariantCulture, $"it has {file.Length} bytes, expected at most {LargestFile}"));
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a file, whole or not at all, its folder first.</summary>
    public void Write(string name, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(name))!);
        AtomicFile.Write(In(name), stream => stream.Write(bytes.Span));
    }

    /// <summary>The circuit of a job, from its file as it was exported.</summary>
    /// <exception cref="InvalidDataException">The file is no OpenQASM, or another than was exported.</exception>
    public Circuit Circuit(JobFile job)
    {
        byte[] bytes = Read(job.File);
        Circuit circuit;
        try
        {
            circuit = QasmReader.Read(System.Text.Encoding.UTF8.GetString(bytes));
        }
        catch (InvalidDataException e)
        {
            throw BadData.In(In(job.File), $"{ErrorText.Of(e)}; export again with {JobAdvice.Force}");
        }

        if (Digest(bytes) != job.Digest) throw BadData.In(In(job.File), $"the file is not the one that was exported (its SHA-256 differs), so its counts would mean something else; export again with {JobAdvice.Force}");
        return circuit.Measured.Length == job.Bits && circuit.Qubits == job.Qubits
            ? circuit
            : throw BadData.In(ManifestPath, $"says that {job.File} has {job.Qubits} qubits and {job.Bits} bits, but it has {circuit.Qubits} and {circuit.Measured.Length}; export again with {JobAdvice.Force}");
    }

    /// <summary>Keeps other processes away from the folder while it is held; where it cannot be written to, nobody needs to be.</summary>
    /// <exception cref="IOException">Another process works on it.</exception>
    public IDisposable? Lock()
    {
        try
        {
            return new FileStream(In(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"{Path} is in use by another process, or {LockName} in it cannot be opened ({ErrorText.Of(e)}); wait for it, or choose another folder", e);
        }
    }

    /// <summary>Makes way for a new export. Nothing is deleted through a link.</summary>
    /// <exception cref="ArgumentException">Another one is there, and may not be replaced, or a round is a link.</exception>
    public void Clear(bool force)
    {
        string[] rounds = Directory.Exists(Path) ? [.. Directory.GetDirectories(Path, "round-*").Where(IsRound)] : [];
        if (!force && Has(ManifestName)) throw OptionCheck.Refusal($"{Path} holds another export; choose another folder, or replace it with {JobAdvice.Force}");
        if (Array.Find(rounds, IsLink) is { } link)
            throw OptionCheck.Refusal($"{link} is a link to another folder, whose files stay as they are; remove the link, or choose another folder");
        if (!force && rounds.FirstOrDefault(round => Directory.EnumerateFiles(round, "job-*.json").Any()) is { } found)
            throw OptionCheck.Refusal($"{found} holds counts of another export; choose another folder, or replace them with {JobAdvice.Force}");

        // Without its manifest, what is left of an export is none. A file that is a link goes, what it points to stays.
        if (Has(ManifestName) || IsLink(ManifestPath)) File.Delete(ManifestPath);
        if (IsLink(In(ModelName))) File.Delete(In(ModelName));
        foreach (string round in rounds)
        {
            foreach (string pattern in (string[])["job-*.qasm", "job-*.json"])
                foreach (string file in Directory.GetFiles(round, pattern)) File.Delete(file);
            if (!Directory.EnumerateFileSystemEntries(round).Any()) Directory.Delete(round);
        }
    }

    // round-001 and so on; others are somebody else's.
    private static bool IsRound(string folder)
    {
        string number = System.IO.Path.GetFileName(folder)["round-".Length..];
        return number.Length >= 3 && number.All(char.IsAsciiDigit);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
