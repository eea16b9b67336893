namespace QSeq.Quantum.Circuits;

/// <summary>A circuit and what its parameters are: the same as the circuit bound to them, without making that one.</summary>
/// <param name="Circuit">The circuit, most often one of many runs.</param>
/// <param name="Values">Values of all parameters, in their order.</param>
public readonly record struct BoundCircuit(Circuit Circuit, double[] Values)
{
    /// <summary>The circuit with these values.</summary>
    /// <returns>A circuit without parameters.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than parameters, or an angle is not finite.</exception>
    public Circuit Bind() => Circuit.Bind(Values);
}
