namespace QSeq.Quantum;

/// <summary>
/// Takes out of a DARUAN circuit all that does not depend on the sample (derivation: Daruan.md). In a frame whose
/// third axis is the axis of the data rotations, every encoding becomes
/// <code>
/// r = r0; for l = 0..reps-1: { l > 0: RX(gamma_l) RY(beta_l); RZ(w_l x + phase_l) }; &lt;Z&gt; = m . r
/// </code>
/// with phase_0 turned into r0 and the last phase into m. The first block acts on a constant vector, the last is
/// pulled back onto the observable, and RZ angles next to a data rotation join its phase. Gate noise (pz and rpz) commutes
/// with rotations about z, so that of a data rotation, of the RY before it and of the RZ behind it is one affine
/// <see cref="Step"/> before it; what is left at the ends goes into r0, the length of m and a constant <see cref="Shift"/>.
/// </summary>
internal sealed class DaruanFold
{
    private readonly Encoding _encoding;
    private readonly int _blocks; // re-uploading blocks of the circuit, L
    private readonly NoiseStep _before = NoiseStep.None; // of H and the first RZ
    private readonly float _read = 1; // how long m is

    public DaruanFold(Encoding encoding, int blocks, GateNoise? noise = null)
    {
        _encoding = encoding;
        _blocks = blocks;
        ThetaShape = encoding switch
        {
            Encoding.Rpz => (blocks + 1, 1),
            Encoding.Real => (blocks, 1),
            _ => (blocks + 1, 2),
        };

        // Rotations of "real" all lie in one plane and add up, so it needs one data rotation whatever L is.
        Reps = encoding == Encoding.Real ? 1 : blocks;
        Angles = encoding == Encoding.Real ? 1 : ThetaCount + Reps;
        if (noise is null) return;

        // pz: H N RZ N, RY, then N for RY, data RZ and the RZ behind it, ..., RY N; rpz without its RZ.
        int gates = encoding == Encoding.Pz ? 3 : 2;
        (_before, Step) = (noise.Power(gates - 1), noise.Power(gates));
        NoiseStep last = noise.Power(1);
        float seen = (float)(1 - (2 * noise.Readout));
        (_read, Shift) = (seen * last.Z, seen * last.Shift);
    }

    /// <summary>Gate noise before every data rotation.</summary>
    public NoiseStep Step { get; } = NoiseStep.None;

    /// <summary>What noise adds to m . r.</summary>
    public float Shift { get; }

    /// <summary>Blocks and angles a block of theta.</summary>
    public (int Blocks, int Angles) ThetaShape { get; }

    /// <summary>Data rotations that remain.</summary>
    public int Reps { get; }

    /// <summary>Angles whose sine and cosine folding needs: theta, then the phases ("real": the one phase).</summary>
    public int Angles { get; }

    /// <summary>Whether RX rotations stand between data rotations.</summary>
    public bool HasGamma => _encoding == Encoding.Mix;

    // Layout of the gradient of an edge's constants: r0 [3], m [3], w [Reps], phase [Reps-2], beta [Reps-1], gamma [Reps-1].
    public int W { get; } = 6;

    public int Phase => W + Reps;

    public int Beta => Phase + Math.Max(0, Reps - 2);

    public int Gamma => Beta + Reps - 1;

    public int Size => HasGamma ? Gamma + Reps - 1 : Gamma;

    private int ThetaCount => ThetaShape.Blocks * ThetaShape.Angles;

    public void WriteAngles(ReadOnlySpan<float> theta, ReadOnlySpan<float> b, Span<float> angles)
    {
        if (_encoding == Encoding.Real)
        {
            // In the frame (z, x, y) the state is (cos, sin, 0) of pi/2 + sum(-pi - theta_l + alpha_l), m the first axis.
            double phase = (Math.PI / 2) - (_blocks * Math.PI);
            for (int l = 0; l < _blocks; l++) phase += b[l] - theta[l];
            angles[0] = (float)Math.IEEERemainder(phase, 2 * Math.PI);
            return;
        }

        theta.CopyTo(angles);
        for (int l = 0; l < Reps; l++) angles[ThetaCount + l] = PhaseOf(theta, b, l);
    }

    public Bloch Start(Turns turns) =>
        _encoding == Encoding.Real ? new Bloch(turns[0].Cos, turns[0].Sin, 0) : Step.Apply(FirstBlock(turns)).Rotate(Axis.Z, turns[ThetaCount]);

    public Bloch Observable(Turns turns)
    {
        if (_encoding == Encoding.Real) return Bloch.UnitX;
        Bloch m = _encoding == Encoding.Mix ? Bloch.UnitX : new Bloch(0, 0, _read); // Z
        for (int a = ThetaShape.Angles - 1; a >= 0; a--) m = m.Rotate(AxisOf(a), turns[Index(_blocks, a)].Back);
        return Reps > 1 ? m.Rotate(Axis.Z, turns[ThetaCount + Reps - 1].Back) : m;
    }

    /// <summary>The phase of data rotation <paramref name="l"/>, for those neither first nor last.</summary>
    public float PhaseOf(ReadOnlySpan<float> theta, ReadOnlySpan<float> b, int l) =>
        JoinsNextRz(l) ? b[l] + theta[Index(l + 1, 0)] : b[l];

    /// <summary>The encoding weight of data rotation <paramref name="l"/>.</summary>
    public float WeightOf(ReadOnlySpan<float> w, int l)
    {
        if (_encoding != Encoding.Real) return w[l];
        float sum = 0;
        foreach (float value in w) sum += value;
        return sum;
    }

    /// <summary>Which angle beta_l (the last of a block) or gamma_l (the first) is, for l from 1.</summary>
    public int BetaAngle(int l) => Index(l, ThetaShape.Angles - 1);

    public int PhaseAngle(int l) => ThetaCount + l;

    public int GammaAngle(int l) => Index(l, 0);

    /// <summary>Adds the gradient of theta, w and b, given that of the folded constants.</summary>
    public void Unfold(Turns turns, ReadOnlySpan<float> dFolded, Span<float> dTheta, Span<float> dW, Span<float> dB)
    {
        Bloch dr = new(dFolded[0], dFolded[1], dFolded[2]), dm = new(dFolded[3], dFolded[4], dFolded[5]);
        Bloch r = Start(turns), m = Observable(turns);
        if (_encoding == Encoding.Real)
        {
            // r0 = RZ(phase) x with phase = ... + sum b - sum theta, and w = sum w_l.
            float dPhase = r.Velocity(Axis.Z).Dot(dr);
            for (int l = 0; l < _blocks; l++)
            {
                dTheta[l] -= dPhase;
                dB[l] += dPhase;
                dW[l] += dFolded[W];
            }

            return;
        }

        // r0 = RZ(phase_0) Step(r_first)
        Turn back = turns[ThetaCount].Back;
        AddPhase(0, r.Velocity(Axis.Z).Dot(dr), dTheta, dB);
        BlockGradient(turns, first: true, FirstBlock(turns), Step.Transposed(dr.Rotate(Axis.Z, back)), dTheta);

        // m = RZ(-phase_last) m_last
        if (Reps > 1)
        {
            Turn last = turns[ThetaCount + Reps - 1];
            AddPhase(Reps - 1, -m.Velocity(Axis.Z).Dot(dm), dTheta, dB);
            m = m.Rotate(Axis.Z, last);
            dm = dm.Rotate(Axis.Z, last);
        }

        BlockGradient(turns, first: false, m, dm, dTheta);

        for (int l = 0; l < Reps; l++) dW[l] += dFolded[W + l];
        for (int l = 1; l < Reps - 1; l++) AddPhase(l, dFolded[Phase + l - 1], dTheta, dB);
        for (int l = 1; l < Reps; l++)
        {
            dTheta[BetaAngle(l)] += dFolded[Beta + l - 1];
            if (HasGamma) dTheta[GammaAngle(l)] += dFolded[Gamma + l - 1];
        }
    }

    private int Index(int block, int angle) => (block * ThetaShape.Angles) + angle;

    // In the frame of the data axis: pz has RZ RY, rpz RY; mix (RZ RX, data about y) turns into RX RY by z, x, y -> x, y, z.
    private Axis AxisOf(int angle) =>
        angle == ThetaShape.Angles - 1 ? Axis.Y : _encoding == Encoding.Mix ? Axis.X : Axis.Z;

    private Bloch FirstBlock(Turns turns)
    {
        Bloch r = _before.Apply(_encoding == Encoding.Mix ? Bloch.UnitY : Bloch.UnitX); // H|0>
        for (int a = 0; a < ThetaShape.Angles; a++) r = r.Rotate(AxisOf(a), turns[Index(0, a)]);
        return r;
    }

    // The rotations of the first block are undone from the last one on, those of the last block, which are inverse, from the first.
    private void BlockGradient(Turns turns, bool first, Bloch v, Bloch dv, Span<float> dTheta)
    {
        for (int n = 0; n < ThetaShape.Angles; n++)
        {
            int a = first ? ThetaShape.Angles - 1 - n : n, angle = Index(first ? 0 : _blocks, a);
            float gradient = v.Velocity(AxisOf(a)).Dot(dv);
            dTheta[angle] += first ? gradient : -gradient;
            Turn undo = first ? turns[angle].Back : turns[angle];
            (v, dv) = (v.Rotate(AxisOf(a), undo), dv.Rotate(AxisOf(a), undo));
        }
    }

    private void AddPhase(int l, float gradient, Span<float> dTheta, Span<float> dB)
    {
        dB[l] += gradient;
        if (JoinsNextRz(l)) dTheta[Index(l + 1, 0)] += gradient;
    }

    private bool JoinsNextRz(int l) => _encoding == Encoding.Pz && l < Reps - 1;
}

/// <summary>Sines and cosines of an edge's angles.</summary>
internal readonly ref struct Turns(ReadOnlySpan<float> sin, ReadOnlySpan<float> cos)
{
    private readonly ReadOnlySpan<float> _sin = sin;
    private readonly ReadOnlySpan<float> _cos = cos;

    public Turn this[int angle] => new(_cos[angle], _sin[angle]);
}
