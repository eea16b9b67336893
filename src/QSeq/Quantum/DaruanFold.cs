namespace QSeq.Quantum;

/// <summary>
/// Takes out of a DARUAN circuit all that does not depend on the sample (derivation: Daruan.md). In a frame whose
/// third axis is the axis of the data rotations, every encoding becomes
/// <code>
/// r = r0; for l = 0..reps-1: { l > 0: RX(gamma_l) RY(beta_l); RZ(w_l x + phase_l) }; &lt;Z&gt; = m . r
/// </code>
/// with phase_0 turned into r0 and the last phase into m. The first block acts on a constant vector, the last is
/// pulled back onto the observable, and RZ angles next to a data rotation join its phase.
/// </summary>
internal sealed class DaruanFold
{
    private readonly Encoding _encoding;
    private readonly int _blocks; // re-uploading blocks of the circuit, L

    public DaruanFold(Encoding encoding, int blocks)
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
        W = 6;
        Phase = W + Reps;
        Beta = Phase + Math.Max(0, Reps - 2);
        Gamma = Beta + Reps - 1;
        Size = HasGamma ? Gamma + Reps - 1 : Gamma;
    }

    /// <summary>Blocks and angles a block of theta.</summary>
    public (int Blocks, int Angles) ThetaShape { get; }

    /// <summary>Data rotations that remain.</summary>
    public int Reps { get; }

    /// <summary>Whether RX rotations stand between data rotations.</summary>
    public bool HasGamma => _encoding == Encoding.Mix;

    // Layout of the folded constants of an edge: r0 [3], m [3], w [Reps], phase [Reps-2], beta [Reps-1], gamma [Reps-1].
    public int W { get; }

    public int Phase { get; }

    public int Beta { get; }

    public int Gamma { get; }

    public int Size { get; }

    public void Fold(ReadOnlySpan<float> theta, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<double> folded)
    {
        if (_encoding == Encoding.Real)
        {
            // In the frame (z, x, y) the state is (cos, sin, 0) of pi/2 + sum(-pi - theta_l + alpha_l), m the first axis.
            (double s, double c) = Math.SinCos(RealPhase(theta, b));
            Put(folded, new Bloch(c, s, 0), Bloch.UnitX);
            double sum = 0;
            foreach (float value in w) sum += value;
            folded[W] = sum;
            return;
        }

        Bloch r = FirstBlock(theta).Rotate(Axis.Z, PhaseOf(theta, b, 0));
        Bloch m = LastBlock(theta);
        if (Reps > 1) m = m.Rotate(Axis.Z, -PhaseOf(theta, b, Reps - 1));
        Put(folded, r, m);

        for (int l = 0; l < Reps; l++) folded[W + l] = w[l];
        for (int l = 1; l < Reps - 1; l++) folded[Phase + l - 1] = PhaseOf(theta, b, l);
        for (int l = 1; l < Reps; l++)
        {
            folded[Beta + l - 1] = Angle(theta, l, ThetaShape.Angles - 1);
            if (HasGamma) folded[Gamma + l - 1] = Angle(theta, l, 0);
        }
    }

    /// <summary>Adds the gradient of theta, w and b, given that of the folded constants.</summary>
    public void Unfold(
        ReadOnlySpan<float> theta,
        ReadOnlySpan<float> b,
        ReadOnlySpan<double> folded,
        ReadOnlySpan<double> dFolded,
        Span<float> dTheta,
        Span<float> dW,
        Span<float> dB)
    {
        Bloch dr = new(dFolded[0], dFolded[1], dFolded[2]), dm = new(dFolded[3], dFolded[4], dFolded[5]);
        Bloch r = new(folded[0], folded[1], folded[2]), m = new(folded[3], folded[4], folded[5]);
        if (_encoding == Encoding.Real)
        {
            // r0 = RZ(phase) x with phase = ... + sum b - sum theta, and w = sum w_l.
            float dPhase = (float)r.Velocity(Axis.Z).Dot(dr);
            for (int l = 0; l < _blocks; l++)
            {
                dTheta[l] -= dPhase;
                dB[l] += dPhase;
                dW[l] += (float)dFolded[W];
            }

            return;
        }

        // r0 = RZ(phase_0) r_first
        double phase = PhaseOf(theta, b, 0);
        AddPhase(0, r.Velocity(Axis.Z).Dot(dr), dTheta, dB);
        FirstBlockGradient(theta, r.Rotate(Axis.Z, -phase), dr.Rotate(Axis.Z, -phase), dTheta);

        // m = RZ(-phase_last) m_last
        if (Reps > 1)
        {
            phase = PhaseOf(theta, b, Reps - 1);
            AddPhase(Reps - 1, -m.Velocity(Axis.Z).Dot(dm), dTheta, dB);
            m = m.Rotate(Axis.Z, phase);
            dm = dm.Rotate(Axis.Z, phase);
        }

        LastBlockGradient(theta, m, dm, dTheta);

        for (int l = 0; l < Reps; l++) dW[l] += (float)dFolded[W + l];
        for (int l = 1; l < Reps - 1; l++) AddPhase(l, dFolded[Phase + l - 1], dTheta, dB);
        for (int l = 1; l < Reps; l++)
        {
            dTheta[Index(l, ThetaShape.Angles - 1)] += (float)dFolded[Beta + l - 1];
            if (HasGamma) dTheta[Index(l, 0)] += (float)dFolded[Gamma + l - 1];
        }
    }

    private static void Put(Span<double> folded, Bloch r, Bloch m)
    {
        (folded[0], folded[1], folded[2]) = r;
        (folded[3], folded[4], folded[5]) = m;
    }

    private double RealPhase(ReadOnlySpan<float> theta, ReadOnlySpan<float> b)
    {
        double phase = (Math.PI / 2) - (_blocks * Math.PI);
        for (int l = 0; l < _blocks; l++) phase += b[l] - theta[l];
        return phase;
    }

    // In the frame of the data axis: pz has RZ RY, rpz RY; mix (RZ RX, data about y) turns into RX RY by z, x, y -> x, y, z.
    private int Rotations => ThetaShape.Angles;

    private Axis AxisOf(int angle) =>
        angle == ThetaShape.Angles - 1 ? Axis.Y : _encoding == Encoding.Mix ? Axis.X : Axis.Z;

    private int Index(int block, int angle) => (block * ThetaShape.Angles) + angle;

    private double Angle(ReadOnlySpan<float> theta, int block, int angle) => theta[Index(block, angle)];

    private Bloch FirstBlock(ReadOnlySpan<float> theta)
    {
        Bloch r = _encoding == Encoding.Mix ? Bloch.UnitY : Bloch.UnitX; // H|0>
        for (int a = 0; a < Rotations; a++) r = r.Rotate(AxisOf(a), Angle(theta, 0, a));
        return r;
    }

    private void FirstBlockGradient(ReadOnlySpan<float> theta, Bloch r, Bloch dr, Span<float> dTheta)
    {
        for (int a = Rotations - 1; a >= 0; a--)
        {
            dTheta[Index(0, a)] += (float)r.Velocity(AxisOf(a)).Dot(dr);
            double angle = Angle(theta, 0, a);
            r = r.Rotate(AxisOf(a), -angle);
            dr = dr.Rotate(AxisOf(a), -angle);
        }
    }

    private Bloch LastBlock(ReadOnlySpan<float> theta)
    {
        Bloch m = _encoding == Encoding.Mix ? Bloch.UnitX : Bloch.UnitZ; // Z
        for (int a = Rotations - 1; a >= 0; a--) m = m.Rotate(AxisOf(a), -Angle(theta, _blocks, a));
        return m;
    }

    private void LastBlockGradient(ReadOnlySpan<float> theta, Bloch m, Bloch dm, Span<float> dTheta)
    {
        for (int a = 0; a < Rotations; a++)
        {
            dTheta[Index(_blocks, a)] -= (float)m.Velocity(AxisOf(a)).Dot(dm);
            double angle = Angle(theta, _blocks, a);
            m = m.Rotate(AxisOf(a), angle);
            dm = dm.Rotate(AxisOf(a), angle);
        }
    }

    // The phase of data rotation l: its bias and, where an RZ of theta follows before another data rotation, that too.
    private double PhaseOf(ReadOnlySpan<float> theta, ReadOnlySpan<float> b, int l) =>
        JoinsNextRz(l) ? b[l] + Angle(theta, l + 1, 0) : b[l];

    private void AddPhase(int l, double gradient, Span<float> dTheta, Span<float> dB)
    {
        dB[l] += (float)gradient;
        if (JoinsNextRz(l)) dTheta[Index(l + 1, 0)] += (float)gradient;
    }

    private bool JoinsNextRz(int l) => _encoding == Encoding.Pz && l < Reps - 1;
}
