namespace QSeq.Quantum.Circuits;

/// <summary>
/// Gates that are read by what they are made of: those of qelib1.inc, stdgates.inc, Qiskit and Braket that are none of ours.
/// Each is exact with its phase, so that it can be controlled.
/// </summary>
internal static class QasmLibrary
{
    private const string Text =
        """
        gate id a { }  gate i a { }  gate u0(t) a { }
        gate sx a { gphase(pi/4); rx(pi/2) a; }  gate sxdg a { gphase(-pi/4); rx(-pi/2) a; }  gate v a { sx a; }  gate vi a { sxdg a; }
        gate u3(t,f,l) a { p(l) a; ry(t) a; p(f) a; }  gate u(t,f,l) a { u3(t,f,l) a; }  gate U(t,f,l) a { u3(t,f,l) a; }
        gate u2(f,l) a { u3(pi/2,f,l) a; }
        gate r(t,f) a { rz(-f) a; rx(t) a; rz(f) a; }  gate prx(t,f) a { r(t,f) a; }
        gate gpi(f) a { rz(-f) a; x a; rz(f) a; }  gate gpi2(f) a { r(pi/2,f) a; }
        gate cy a,b { sdg b; cx a,b; s b; }  gate ch a,b { ry(-pi/4) b; cz a,b; ry(pi/4) b; }
        gate cp(l) a,b { p(l/2) a; cx a,b; p(-l/2) b; cx a,b; p(l/2) b; }
        gate cu1(l) a,b { cp(l) a,b; }  gate cphase(l) a,b { cp(l) a,b; }  gate cphaseshift(l) a,b { cp(l) a,b; }
        gate cphaseshift00(l) a,b { x a; x b; cp(l) a,b; x a; x b; }
        gate cphaseshift01(l) a,b { x a; cp(l) a,b; x a; }  gate cphaseshift10(l) a,b { x b; cp(l) a,b; x b; }
        gate cs a,b { cp(pi/2) a,b; }  gate csdg a,b { cp(-pi/2) a,b; }  gate ct a,b { cp(pi/4) a,b; }  gate ctdg a,b { cp(-pi/4) a,b; }
        gate csx a,b { h b; cp(pi/2) a,b; h b; }  gate cv a,b { csx a,b; }
        gate crz(l) a,b { rz(l/2) b; cx a,b; rz(-l/2) b; cx a,b; }  gate cry(l) a,b { ry(l/2) b; cx a,b; ry(-l/2) b; cx a,b; }
        gate crx(l) a,b { h b; crz(l) a,b; h b; }
        gate cu3(t,f,l) a,b { cp(l) a,b; cry(t) a,b; cp(f) a,b; }  gate cu(t,f,l,g) a,b { p(g) a; cu3(t,f,l) a,b; }
        gate rzz(t) a,b { cx a,b; rz(t) b; cx a,b; }  gate rzx(t) a,b { h b; rzz(t) a,b; h b; }
        gate rxx(t) a,b { h a; h b; rzz(t) a,b; h a; h b; }
        gate ryy(t) a,b { rx(pi/2) a; rx(pi/2) b; rzz(t) a,b; rx(-pi/2) a; rx(-pi/2) b; }
        gate xx(t) a,b { rxx(t) a,b; }  gate yy(t) a,b { ryy(t) a,b; }  gate zz(t) a,b { rzz(t) a,b; }
        gate xy(t) a,b { rxx(-t/2) a,b; ryy(-t/2) a,b; }
        gate ms(f,g,t) a,b { rz(-f) a; rz(-g) b; rxx(t) a,b; rz(f) a; rz(g) b; }
        gate iswap a,b { s a; s b; h a; cx a,b; cx b,a; h b; }  gate pswap(t) a,b { swap a,b; cx a,b; p(t) b; cx a,b; }
        gate dcx a,b { cx a,b; cx b,a; }  gate ecr a,b { rzx(pi/4) a,b; x a; rzx(-pi/4) a,b; }
        gate ccx a,b,c { h c; cx b,c; tdg c; cx a,c; t c; cx b,c; tdg c; cx a,c; t b; t c; h c; cx a,b; t a; tdg b; cx a,b; }
        gate ccnot a,b,c { ccx a,b,c; }  gate toffoli a,b,c { ccx a,b,c; }  gate ccz a,b,c { h c; ccx a,b,c; h c; }
        gate cswap a,b,c { cx c,b; ccx a,b,c; cx c,b; }  gate fredkin a,b,c { cswap a,b,c; }
        gate rccx a,b,c { h c; t c; cx b,c; tdg c; cx a,c; t c; cx b,c; tdg c; h c; }
        gate c3x a,b,c,d { ctrl @ ccx a,b,c,d; }  gate c3sqrtx a,b,c,d { ctrl(3) @ sx a,b,c,d; }  gate c4x a,b,c,d,e { ctrl(2) @ ccx a,b,c,d,e; }
        """;

    private static readonly Lazy<IReadOnlyDictionary<string, QasmGate>> Read = new(() => QasmParser.ReadGates(Text));

    /// <summary>The gates by their names.</summary>
    public static IReadOnlyDictionary<string, QasmGate> Gates => Read.Value;

    /// <summary>A gate of our own with a control before its qubits.</summary>
    public static QasmGate Controlled(GateKind kind) => kind switch
    {
        GateKind.X => QasmGates.Own["cx"],
        GateKind.Z => QasmGates.Own["cz"],
        GateKind.CNOT => Gates["ccx"],
        GateKind.CZ => Gates["ccz"],
        GateKind.SWAP => Gates["cswap"],
        _ => Gates["c" + QasmGates.Written.First(gate => gate.Kind == kind).Name],
    };
}
