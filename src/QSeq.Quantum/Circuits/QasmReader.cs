namespace QSeq.Quantum.Circuits;

/// <summary>
/// Reads OpenQASM 2 and 3, 3 where a text does not say: circuits of gates, of those of qelib1.inc, stdgates.inc, Qiskit and
/// Braket or of the text's own definitions, on registers or qubits of a device (<c>$3</c>, in the order of their numbers),
/// with functions in angles. Gates that <see cref="GateKind"/> does not have become several that it has, the same up to a
/// phase of all qubits. What is measured or reset on the way, and conditions on bits, take further qubits after those of the
/// text. Bits that nothing is measured into are left out. Everything else is refused with its line and column.
/// </summary>
public static class QasmReader
{
    /// <summary>The most characters of a text.</summary>
    public const int MaxLength = 1 << 25;

    /// <summary>The most qubits, and the most classical bits, of a circuit.</summary>
    public const int MaxQubits = 4096;

    /// <summary>The most qubits that all operations name together; gates on whole registers make many of few characters.</summary>
    public const int MaxOperands = 1 << 22;

    /// <summary>Reads a circuit.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The circuit.</returns>
    /// <exception cref="InvalidDataException">The text is too long, or not OpenQASM that this reader knows.</exception>
    public static Circuit Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) throw TooLong(text.Length);
        return new QasmParser(text).Read();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The circuit.</returns>
    /// <exception cref="InvalidDataException">The file is too long, or not OpenQASM that this reader knows.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Circuit Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.CanSeek && file.Length > MaxLength) throw TooLong(file.Length);
            using var reader = new StreamReader(file);
            var text = new System.Text.StringBuilder();
            char[] part = new char[1 << 14];
            for (int read = reader.Read(part); read > 0; read = reader.Read(part))
            {
                if (text.Append(part, 0, read).Length > MaxLength) throw TooLong(text.Length); // a pipe does not say how long it is
            }

            return Read(text.ToString());
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static InvalidDataException TooLong(long length) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the OpenQASM text has {length} characters, more than the {MaxLength} that are read; split the job"));
}
