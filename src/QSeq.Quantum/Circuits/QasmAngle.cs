namespace QSeq.Quantum.Circuits;

/// <summary>
/// Reads the angle of a gate: numbers, pi, tau and parameters with + - * / and parentheses, as long as no parameter is
/// multiplied or divided by one.
/// </summary>
internal sealed class QasmAngle(QasmTokens tokens, IReadOnlyDictionary<string, int> parameters)
{
    private const int MostNested = 100; // parentheses and signs; each takes stack
    private const int MostTerms = 1000; // looked through for every further one

    /// <summary>Reads up to what is no part of an expression.</summary>
    public AffineAngle Read()
    {
        QasmToken start = tokens.Next;
        (double constant, List<AngleTerm> terms) = Sum(0);
        if (!double.IsFinite(constant) || terms.Exists(term => !double.IsFinite(term.Factor))) throw start.Error("the angle is too large, expected a finite number");
        return new AffineAngle(constant, [.. terms.Where(term => term.Factor != 0)]);
    }

    private (double Constant, List<AngleTerm> Terms) Sum(int depth)
    {
        (double constant, List<AngleTerm> terms) = Product(depth);
        while (tokens.Is("+") || tokens.Is("-"))
        {
            QasmToken operation = tokens.Take();
            double sign = operation.Text == "+" ? 1 : -1;
            (double more, List<AngleTerm> others) = Product(depth);
            constant += sign * more;
            if (terms.Count + others.Count > MostTerms) throw operation.Error($"the angle depends on more than {MostTerms} parameters");
            foreach (AngleTerm other in others)
            {
                int at = terms.FindIndex(term => term.Parameter == other.Parameter);
                if (at < 0) terms.Add(other with { Factor = sign * other.Factor });
                else terms[at] = other with { Factor = terms[at].Factor + (sign * other.Factor) };
            }
        }

        return (constant, terms);
    }

    private (double Constant, List<AngleTerm> Terms) Product(int depth)
    {
        (double constant, List<AngleTerm> terms) = Signed(depth);
        while (tokens.Is("*") || tokens.Is("/"))
        {
            QasmToken sign = tokens.Take();
            (double other, List<AngleTerm> others) = Signed(depth);
            if (others.Count > 0 && (terms.Count > 0 || sign.Text == "/")) throw sign.Error("parameters may only be added and multiplied by numbers");
            if (sign.Text == "/" && other == 0) throw sign.Error("division by 0");
            if (others.Count > 0) ((constant, terms), (other, others)) = ((other, others), (constant, terms));
            constant = sign.Text == "*" ? constant * other : constant / other;
            for (int n = 0; n < terms.Count; n++)
                terms[n] = terms[n] with { Factor = sign.Text == "*" ? terms[n].Factor * other : terms[n].Factor / other };
        }

        return (constant, terms);
    }

    private (double Constant, List<AngleTerm> Terms) Signed(int depth)
    {
        if (depth == MostNested) throw tokens.Next.Error($"the angle nests more than {MostNested} parentheses and signs");
        if (tokens.TryTake("+")) return Signed(depth + 1);
        if (!tokens.TryTake("-")) return Atom(depth);
        (double constant, List<AngleTerm> terms) = Signed(depth + 1);
        return (-constant, [.. terms.Select(term => term with { Factor = -term.Factor })]);
    }

    private (double Constant, List<AngleTerm> Terms) Atom(int depth)
    {
        if (tokens.TryTake("("))
        {
            (double, List<AngleTerm>) inner = Sum(depth + 1);
            tokens.Expect(")");
            return inner;
        }

        QasmToken token = tokens.Take();
        switch (token.Kind)
        {
            case QasmTokenKind.Number:
                return double.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                    ? (value, [])
                    : throw token.Error($"{token} is no finite number");
            case QasmTokenKind.Word or QasmTokenKind.Sign when token.Text is "pi" or "π":
                return (Math.PI, []);
            case QasmTokenKind.Word or QasmTokenKind.Sign when token.Text is "tau" or "τ":
                return (Math.Tau, []);
            case QasmTokenKind.Word when parameters.TryGetValue(token.Text, out int number):
                return (0, [new AngleTerm(number, 1)]);
            default:
                throw token.Error($"found {token}, expected an angle: a number, pi, tau{(parameters.Count > 0 ? ", a parameter" : "")}, + - * / and parentheses");
        }
    }
}
