// QSeq.Quantum alone: build a circuit, draw it, simulate it, write and read OpenQASM, draw shots from a seed.
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

// Three qubits in the state cos(theta/2)|000> + sin(theta/2)|111>, with theta left open.
Circuit circuit = new CircuitBuilder(3, "theta")
    .Add(GateKind.RY, 0, AffineAngle.Of(0))
    .Add(GateKind.CNOT, 0, 1)
    .Add(GateKind.CNOT, 1, 2)
    .MeasureAll()
    .Build();
Console.WriteLine(circuit.Draw());

double angle = Math.PI / 3;
Circuit bound = circuit.Bind(angle);
Outcome exact = new StateVectorBackend().Run([bound])[0];
Console.WriteLine($"exact:  P(000) = {exact.AllZero:F4}, P(111) = {exact.Probabilities[^1]:F4}, <Z0> = {exact.ExpectationZ(0):F4}");
bool right = Math.Abs(exact.AllZero - 0.75) < 1e-12 && Math.Abs(exact.ExpectationZ(0) - Math.Cos(angle)) < 1e-12;

// Out as OpenQASM 3 and in again, with the angle still open: the same circuit.
string text = QasmWriter.Write(circuit);
bool returned = QasmReader.Read(text).Equals(circuit);
Console.WriteLine($"OpenQASM of {text.Split('\n').Length} lines, read again: {(returned ? "the same circuit" : "ANOTHER circuit")}");

// Shots come from a seed: the same seed gives the same counts, another seed others.
const int Shots = 4096;
double[] One(ulong seed) => [.. new StateVectorBackend(new() { Shots = Shots, Seed = seed }).Run([bound])[0].Probabilities];
double[] first = One(7), again = One(7), other = One(8);
Console.WriteLine(
    $"{Shots} shots, seed 7: {first[0] * Shots:F0} times 000, {first[^1] * Shots:F0} times 111; seed 8: {other[0] * Shots:F0} times 000");
bool seeded = first.SequenceEqual(again) && !first.SequenceEqual(other);
bool near = Math.Abs(first[0] - exact.AllZero) < 5 * Math.Sqrt(0.75 * 0.25 / Shots);

// The same circuit where every gate depolarises: the density matrix.
var noise = NoiseModel.Uniform([NoiseChannel.Depolarising(0.02)]);
Outcome noisy = new DensityMatrixBackend(noise).Run([bound])[0];
double kept = noisy.Probabilities[0] + noisy.Probabilities[^1];
Console.WriteLine($"2 % depolarising noise after every gate: P(000) + P(111) falls from 1 to {kept:F4}");

if (right && returned && seeded && near && kept is > 0.9 and < 0.99) return 0;
Console.Error.WriteLine("failed: a probability, the circuit that was read or the shots are not what they should be");
return 1;
