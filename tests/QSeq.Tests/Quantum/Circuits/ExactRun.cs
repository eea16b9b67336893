using System.Numerics;
using QSeq.Layers;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Circuits;

/// <summary>Circuits run gate by gate on the tests' own textbook simulator, exact.</summary>
internal static class ExactRun
{
    /// <summary>The outcome of the measured qubits.</summary>
    public static Outcome Of(Circuit circuit, ReadOnlySpan<double> values = default)
    {
        Complex[] state = State(circuit, values);
        double[] probabilities = new double[1 << circuit.Measured.Length];
        for (int i = 0; i < state.Length; i++)
        {
            int pattern = 0;
            foreach (int qubit in circuit.Measured) pattern = (2 * pattern) + ((i >> (circuit.Qubits - 1 - qubit)) & 1);
            probabilities[pattern] += (state[i].Real * state[i].Real) + (state[i].Imaginary * state[i].Imaginary);
        }

        return new Outcome(probabilities);
    }

    /// <summary>The state before measurement.</summary>
    public static Complex[] State(Circuit circuit, ReadOnlySpan<double> values = default)
    {
        var state = new StateVectorReference(circuit.Qubits);
        foreach (Operation operation in circuit.Operations) Apply(state, operation, values);
        return state.State;
    }

    /// <summary>The values of a layer's circuits at its parameters and an input.</summary>
    public static double[] Values(ICircuitLayer layer, double[] parameters, double[] x)
    {
        var values = new List<double>();
        for (int c = 0; c < layer.Templates.Count; c++) values.AddRange(Values(layer.Templates[c], Angles(layer, parameters, x, c)));
        return [.. values];
    }

    public static double[] Values(CircuitTemplate template, double[] angles)
    {
        Outcome outcome = Of(template.Circuit, angles);
        return template.ReadsAllZero ? [outcome.AllZero] : [.. Enumerable.Range(0, outcome.Bits).Select(outcome.ExpectationZ)];
    }

    public static double[] Angles(ICircuitLayer layer, double[] parameters, double[] x, int circuit)
    {
        double[] angles = new double[layer.Templates[circuit].Circuit.Parameters.Length];
        Array.Fill(angles, double.NaN);
        layer.Angles(parameters, x, circuit, angles);
        return angles;
    }

    private static void Apply(StateVectorReference state, Operation operation, ReadOnlySpan<double> values)
    {
        int q = operation.Qubits[0], last = operation.Qubits[^1];
        double angle = operation.Angle?.At(values) ?? 0;
        static Complex[,] Phase(double a) => new Complex[,] { { 1, 0 }, { 0, Complex.Exp(new Complex(0, a)) } };
        _ = operation.Kind switch
        {
            GateKind.H => state.Apply(StateVectorReference.Hadamard, q),
            GateKind.X => state.Apply(StateVectorReference.X, q),
            GateKind.Y => state.Apply(StateVectorReference.Y, q),
            GateKind.Z => state.Apply(StateVectorReference.Z, q),
            GateKind.S => state.Apply(Phase(Math.PI / 2), q),
            GateKind.Sdg => state.Apply(Phase(-Math.PI / 2), q),
            GateKind.T => state.Apply(Phase(Math.PI / 4), q),
            GateKind.Tdg => state.Apply(Phase(-Math.PI / 4), q),
            GateKind.RX => state.Apply(StateVectorReference.Rotation(StateVectorReference.X, angle), q),
            GateKind.RY => state.Apply(StateVectorReference.Rotation(StateVectorReference.Y, angle), q),
            GateKind.RZ => state.Apply(StateVectorReference.Rotation(StateVectorReference.Z, angle), q),
            GateKind.P => state.Apply(Phase(angle), q),
            GateKind.CNOT => state.Cnot(q, last),
            GateKind.CZ => state.Apply(StateVectorReference.Hadamard, last).Cnot(q, last).Apply(StateVectorReference.Hadamard, last),
            GateKind.SWAP => state.Cnot(q, last).Cnot(last, q).Cnot(q, last),
            _ => state,
        };
    }
}
