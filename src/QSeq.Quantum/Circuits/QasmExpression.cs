namespace QSeq.Quantum.Circuits;

/// <summary>
/// An angle as it was written. It is worked out once the angles of the gate that it stands in are known; at the top level,
/// where there are none, at once.
/// </summary>
/// <param name="Size">How many numbers and signs it has: what working it out costs.</param>
/// <param name="Known">Its value, where it does not depend on the gate's angles.</param>
/// <param name="At">Its value by the values of the gate's own angles.</param>
internal sealed record QasmExpression(int Size, QasmValue? Known, Func<IReadOnlyList<QasmValue>, QasmValue> At);

/// <summary>constant + sum of factor times parameter, as <see cref="AffineAngle"/>, but with factors of 0 and of any size.</summary>
internal readonly record struct QasmValue(double Constant, ImmutableArray<AngleTerm> Terms)
{
    public static implicit operator QasmValue(double constant) => new(constant, []);

    /// <summary>Whether it is a number; a parameter times 0 is none.</summary>
    public bool IsNumber => Terms.IsEmpty;

    public QasmValue Times(double factor) => Scaled(Constant * factor, factor, (value, by) => value * by);

    public QasmValue Over(double factor) => Scaled(Constant / factor, factor, (value, by) => value / by);

    public AffineAngle ToAngle(QasmToken at) => double.IsFinite(Constant) && Terms.All(term => double.IsFinite(term.Factor))
        ? new AffineAngle(Constant, [.. Terms.Where(term => term.Factor != 0)])
        : throw at.Error("the angle is too large, expected a finite number");

    private QasmValue Scaled(double constant, double by, Func<double, double, double> of) =>
        new(constant, Terms.IsEmpty ? Terms : [.. Terms.Select(term => term with { Factor = of(term.Factor, by) })]);
}

/// <summary>
/// Reads the angles of gates: numbers, pi, tau, euler, parameters, + - * / and powers, parentheses and functions, as long as
/// no parameter is multiplied or divided by one or put into a function.
/// </summary>
internal sealed class QasmExpressions(QasmTokens tokens, IReadOnlyDictionary<string, QasmValue> names)
{
    private const int MostNested = 100; // parentheses and signs; each takes stack
    private const int MostTerms = 1000; // looked through for every further one

    private IReadOnlyList<string> _formal = [];

    /// <summary>Whether ^ is a power: it is in OpenQASM 2, and something else in 3.</summary>
    public bool HasCaret { get; set; }

    /// <summary>Whether a word is a function, which no name may be.</summary>
    public static bool IsFunction(string word) => QasmFunctions.OfOne.ContainsKey(word) || QasmFunctions.OfTwo.ContainsKey(word);

    /// <summary>Reads up to what is no part of an expression; formal are the angles of the gate that it stands in.</summary>
    public QasmExpression Read(IReadOnlyList<string> formal)
    {
        _formal = formal;
        return Sum(0);
    }

    private QasmExpression Sum(int depth)
    {
        QasmExpression left = Product(depth);
        while (tokens.Is("+") || tokens.Is("-"))
        {
            QasmToken operation = tokens.Take();
            (QasmExpression first, QasmExpression second) = (left, Product(depth));
            double sign = operation.Text == "+" ? 1 : -1;
            left = Of(operation, a => Add(first.At(a), second.At(a), sign, operation), first, second);
        }

        return left;
    }

    private static QasmValue Add(QasmValue one, QasmValue other, double sign, QasmToken at)
    {
        double constant = one.Constant + (sign * other.Constant);
        if (other.Terms.IsEmpty) return one with { Constant = constant };
        if (one.Terms.Length + other.Terms.Length > MostTerms) throw at.Error($"the angle depends on more than {MostTerms} parameters");
        List<AngleTerm> terms = [.. one.Terms];
        foreach (AngleTerm term in other.Terms)
        {
            int place = terms.FindIndex(known => known.Parameter == term.Parameter);
            if (place < 0) terms.Add(term with { Factor = sign * term.Factor });
            else terms[place] = term with { Factor = terms[place].Factor + (sign * term.Factor) };
        }

        return new QasmValue(constant, [.. terms]);
    }

    private QasmExpression Product(int depth)
    {
        QasmExpression left = Signed(depth);
        while (tokens.Is("*") || tokens.Is("/"))
        {
            QasmToken sign = tokens.Take();
            (QasmExpression first, QasmExpression second) = (left, Signed(depth));
            left = Of(sign, a => Multiply(first.At(a), second.At(a), sign), first, second);
        }

        return left;
    }

    private static QasmValue Multiply(QasmValue one, QasmValue other, QasmToken sign)
    {
        bool divide = sign.Text == "/";
        if (!other.IsNumber && (!one.IsNumber || divide)) throw sign.Error("parameters may only be added and multiplied by numbers");
        if (divide) return other.Constant != 0 ? one.Over(other.Constant) : throw sign.Error("division by 0");
        return other.IsNumber ? one.Times(other.Constant) : other.Times(one.Constant);
    }

    private QasmExpression Signed(int depth)
    {
        if (depth == MostNested) throw tokens.Next.Error($"the angle nests more than {MostNested} parentheses and signs");
        if (tokens.TryTake("+")) return Signed(depth + 1);
        if (!tokens.Is("-")) return Power(depth);
        QasmToken sign = tokens.Take();
        QasmExpression inner = Signed(depth + 1);
        return Of(sign, a => inner.At(a).Times(-1), inner);
    }

    private QasmExpression Power(int depth)
    {
        QasmExpression of = Atom(depth);
        if (!tokens.Is("**") && !(HasCaret && tokens.Is("^"))) return of;
        QasmToken sign = tokens.Take();
        QasmExpression to = Signed(depth + 1); // from the right: 2**3**2 is 2**9
        return Of(sign, a => Number(QasmFunctions.Power(NumberOf(of.At(a), sign), NumberOf(to.At(a), sign)), sign), of, to);
    }

    private QasmExpression Atom(int depth)
    {
        if (tokens.TryTake("("))
        {
            QasmExpression inner = Sum(depth + 1);
            tokens.Expect(")");
            return inner;
        }

        QasmToken token = tokens.Take();
        if (token.Kind == QasmTokenKind.Number) return Constant(Parse(token));
        int formal = -1;
        for (int n = 0; n < _formal.Count && formal < 0; n++) formal = _formal[n] == token.Text ? n : -1;
        if (formal >= 0) return new QasmExpression(1, null, a => a[formal]);
        if (names.TryGetValue(token.Text, out QasmValue known)) return Constant(known);
        if (IsFunction(token.Text) && tokens.Is("(")) return Function(token, depth);
        return token.Text switch
        {
            "pi" or "π" => Constant(Math.PI),
            "tau" or "τ" => Constant(Math.Tau),
            "euler" or "ℇ" => Constant(Math.E),
            _ => throw token.Error($"found {token}, expected an angle: a number, pi, tau{(names.Count > 0 ? ", a parameter" : "")}, + - * /, functions and parentheses"),
        };
    }

    private QasmExpression Function(QasmToken name, int depth)
    {
        tokens.Expect("(");
        QasmExpression first = Sum(depth + 1);
        if (QasmFunctions.OfOne.TryGetValue(name.Text, out Func<double, double>? function))
        {
            tokens.Expect(")");
            return Of(name, a => Number(function(NumberOf(first.At(a), name)), name), first);
        }

        tokens.Expect(",");
        QasmExpression second = Sum(depth + 1);
        tokens.Expect(")");
        Func<double, double, double> of = QasmFunctions.OfTwo[name.Text];
        return Of(name, a => Number(of(NumberOf(first.At(a), name), NumberOf(second.At(a), name)), name), first, second);
    }

    private static double NumberOf(QasmValue value, QasmToken at) =>
        value.IsNumber ? value.Constant : throw at.Error($"{at} is of a parameter; parameters may only be added and multiplied by numbers");

    private static double Number(double value, QasmToken at) => double.IsFinite(value)
        ? value
        : throw at.Error($"{at} gives no finite number");

    private static double Parse(QasmToken token)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(token.Text, style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw token.Error($"{token} is no finite number");
    }

    private static QasmExpression Constant(QasmValue value) => new(1, value, _ => value);

    private static QasmExpression Of(QasmToken sign, Func<IReadOnlyList<QasmValue>, QasmValue> at, params ReadOnlySpan<QasmExpression> parts)
    {
        bool known = true;
        int size = 1;
        foreach (QasmExpression part in parts)
        {
            known &= part.Known is not null;
            size += part.Size;
        }

        if (known) return Constant(at([]));
        return size <= MostTerms ? new QasmExpression(size, null, at) : throw sign.Error($"the angle has more than {MostTerms} terms");
    }
}
