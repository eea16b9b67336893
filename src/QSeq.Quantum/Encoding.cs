namespace QSeq.Quantum;

/// <summary>
/// How a DARUAN circuit takes its input, always on |0&gt; after one Hadamard gate, with L re-uploading blocks and
/// alpha_l = w_l x + b_l (QKAN, arXiv 2509.14026; names as in the reference code). Gates in order of application.
/// </summary>
public enum Encoding
{
    /// <summary>RZ(theta) RY(theta) RZ(alpha) for each block, then RZ(theta) RY(theta): 2(L+1) angles (QKAN-LSTM, Eq. 5 and 6).</summary>
    Pz,

    /// <summary>RY(theta) RZ(alpha) for each block, then RY(theta): L+1 angles; the encoding bias always trains.</summary>
    Rpz,

    /// <summary>X RY(theta) Z RY(alpha) for each block: L angles, real amplitudes.</summary>
    Real,

    /// <summary>RZ(theta) RX(theta) RY(alpha) for each block, then RZ(theta) RX(theta): 2(L+1) angles.</summary>
    Mix,
}

/// <summary>What is read from the final state alpha|0&gt; + beta|1&gt; of a DARUAN circuit.</summary>
public enum Readout
{
    /// <summary>The expectation value &lt;Z&gt; = |alpha|^2 - |beta|^2 (QKAN-LSTM, Eq. 3). The default.</summary>
    Expectation,

    /// <summary>
    /// |alpha| - |beta|, the reference code's default ("fast measure"): not an expectation value; its slope grows
    /// without bound towards the poles, where gradients are capped.
    /// </summary>
    AmplitudeDifference,
}
