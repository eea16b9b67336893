namespace QSeq.Quantum.Circuits;

/// <summary>
/// The angle of a gate, constant + sum_k factor_k p_k over parameters p of the circuit, in radians: a number, a parameter,
/// or w x + b of an encoding.
/// </summary>
public sealed record AffineAngle
{
    /// <summary>A number.</summary>
    /// <param name="constant">The angle, finite.</param>
    /// <param name="terms">Parameters by their numbers in the circuit and their factors; each parameter once, no factor 0.</param>
    /// <exception cref="ArgumentException">A number is not finite, or a parameter is named twice.</exception>
    public AffineAngle(double constant, params ImmutableArray<AngleTerm> terms)
    {
        if (!double.IsFinite(constant)) throw new ArgumentException($"An angle is {constant}, expected a finite number.", nameof(constant));
        if (terms.IsDefault) terms = [];
        foreach (AngleTerm term in terms)
        {
            if (!double.IsFinite(term.Factor) || term.Factor == 0)
                throw new ArgumentException($"The factor of parameter {term.Parameter} is {term.Factor}, expected a finite number other than 0.", nameof(terms));
            if (term.Parameter < 0) throw new ArgumentException($"A parameter is numbered {term.Parameter}, expected 0 or more.", nameof(terms));
        }

        if (terms.DistinctBy(term => term.Parameter).Count() < terms.Length) throw new ArgumentException("An angle names a parameter twice.", nameof(terms));
        (Constant, Terms) = (constant, terms);
    }

    /// <summary>What does not depend on a parameter.</summary>
    public double Constant { get; }

    /// <summary>What does.</summary>
    public ImmutableArray<AngleTerm> Terms { get; }

    /// <summary>Whether it is a number.</summary>
    public bool IsBound => Terms.IsEmpty;

    /// <summary>A parameter of the circuit times a factor.</summary>
    /// <param name="number">The parameter's number in the circuit.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="constant">What is added.</param>
    /// <returns>The angle.</returns>
    public static AffineAngle Of(int number, double factor = 1, double constant = 0) => new(constant, new AngleTerm(number, factor));

    /// <summary>The angle where the parameters have values.</summary>
    /// <param name="values">The parameters' values.</param>
    /// <returns>The angle in radians.</returns>
    public double At(ReadOnlySpan<double> values)
    {
        double sum = Constant;
        foreach (AngleTerm term in Terms) sum += term.Factor * values[term.Parameter];
        return sum;
    }

    /// <summary>The angle with the opposite sign.</summary>
    /// <returns>The angle.</returns>
    public AffineAngle Negate() => new(-Constant, [.. Terms.Select(term => term with { Factor = -term.Factor })]);

    /// <inheritdoc/>
    public bool Equals(AffineAngle? other) => other is not null && Constant.Equals(other.Constant) && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Constant, Terms.Length);

    /// <summary>A number is an angle.</summary>
    /// <param name="angle">The angle in radians.</param>
    public static implicit operator AffineAngle(double angle) => FromDouble(angle);

    /// <summary>A number as an angle.</summary>
    /// <param name="angle">The angle in radians.</param>
    /// <returns>The angle.</returns>
    public static AffineAngle FromDouble(double angle) => new(angle);
}

/// <summary>A parameter of a circuit times a factor.</summary>
/// <param name="Parameter">The parameter's number.</param>
/// <param name="Factor">The factor.</param>
public readonly record struct AngleTerm(int Parameter, double Factor);
