namespace QSeq.Quantum.Circuits;

/// <summary>
/// The circuit of a DARUAN edge (QKAN, arXiv 2509.14026; QKAN-LSTM, Eq. 5 and 6) with its angles open, for each
/// <see cref="Encoding"/>: H, then L blocks of trained and data rotations, then the last trained block, and a measurement.
/// </summary>
public static class DaruanCircuit
{
    /// <summary>
    /// One qubit, measured. Parameters: the trained angles <c>theta_block_angle</c> in the order of the layer's tensor, then
    /// the data angles <c>alpha_l</c>, which stand for w_l x + b_l.
    /// </summary>
    /// <param name="encoding">How the input is taken.</param>
    /// <param name="reps">Re-uploading blocks L, 1 to 64.</param>
    /// <returns>The circuit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such encoding, or reps is out of range.</exception>
    public static Circuit Create(Encoding encoding, int reps)
    {
        if (!Enum.IsDefined(encoding)) throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding.");
        if (reps is < 1 or > 64) throw new ArgumentOutOfRangeException(nameof(reps), reps, $"reps {reps} is out of range; a DARUAN circuit has 1 to 64 re-uploading blocks.");
        (GateKind[] trained, GateKind data) = encoding switch
        {
            Encoding.Pz => (new[] { GateKind.RZ, GateKind.RY }, GateKind.RZ),
            Encoding.Rpz => ([GateKind.RY], GateKind.RZ),
            Encoding.Real => ([GateKind.X, GateKind.RY, GateKind.Z], GateKind.RY),
            _ => ([GateKind.RZ, GateKind.RX], GateKind.RY),
        };
        int blocks = encoding == Encoding.Real ? reps : reps + 1, angles = encoding is Encoding.Pz or Encoding.Mix ? 2 : 1;
        string[] names =
        [
            .. Enumerable.Range(0, blocks * angles).Select(n => FormattableString.Invariant($"theta_{n / angles}_{n % angles}")),
            .. Enumerable.Range(0, reps).Select(l => FormattableString.Invariant($"alpha_{l}")),
        ];
        var builder = new CircuitBuilder(1, names);
        builder.Add(GateKind.H, 0);
        for (int l = 0, theta = 0; l < blocks; l++)
        {
            foreach (GateKind gate in trained)
                _ = gate is GateKind.X or GateKind.Z ? builder.Add(gate, 0) : builder.Add(gate, 0, AffineAngle.Of(theta++));
            if (l < reps) builder.Add(data, 0, AffineAngle.Of((blocks * angles) + l));
        }

        return builder.MeasureAll().Build();
    }
}
