namespace QSeq.Quantum.Circuits;

/// <summary>The functions that angles may have, of numbers alone and with the same bits on every system; NaN where there is no value.</summary>
internal static class QasmFunctions
{
    public static readonly IReadOnlyDictionary<string, Func<double, double>> OfOne = new Dictionary<string, Func<double, double>>
    {
        ["sin"] = x => PortableMath.SinCos(x).Sin,
        ["cos"] = x => PortableMath.SinCos(x).Cos,
        ["tan"] = x => PortableMath.SinCos(x).Sin / PortableMath.SinCos(x).Cos,
        ["exp"] = PortableMath.Exp,
        ["ln"] = Logarithm,
        ["log"] = Logarithm,
        ["sqrt"] = Math.Sqrt,
        ["arcsin"] = Arcsine,
        ["arccos"] = Arccosine,
        ["arctan"] = Arctangent,
        ["asin"] = Arcsine,
        ["acos"] = Arccosine,
        ["atan"] = Arctangent,
        ["floor"] = Math.Floor,
        ["ceiling"] = Math.Ceiling,
        ["abs"] = Math.Abs,
    };

    public static readonly IReadOnlyDictionary<string, Func<double, double, double>> OfTwo = new Dictionary<string, Func<double, double, double>>
    {
        ["pow"] = Power,
        ["mod"] = (x, y) => x - (y * Math.Floor(x / y)),
    };

    /// <summary>x to the power of y: by multiplication where y is a whole number.</summary>
    public static double Power(double x, double y)
    {
        const int most = 1 << 16;
        if (!double.IsInteger(y) || Math.Abs(y) > most) return x > 0 ? PortableMath.Exp(y * PortableMath.Log(x)) : double.NaN;
        double power = 1, square = x;
        for (int n = (int)Math.Abs(y); n > 0; n >>= 1, square *= square)
            if ((n & 1) == 1) power *= square;
        return y < 0 ? 1 / power : power;
    }

    private static double Logarithm(double x) => x > 0 ? PortableMath.Log(x) : double.NaN;

    // atan x = 2 atan(x/(1 + sqrt(1 + x^2))), three times, then its power series. Within 1e-15.
    private static double Arctangent(double x)
    {
        if (Math.Abs(x) > 1) return Math.CopySign(Math.PI / 2, x) - Arctangent(1 / x);
        for (int n = 0; n < 3; n++) x /= 1 + Math.Sqrt(1 + (x * x));
        double square = x * x, sum = 0; // at most 0.0097, so 9 terms reach 2^-60
        for (int n = 19; n >= 3; n -= 2) sum = ((1.0 / n) - sum) * square;
        return 8 * (x - (x * sum));
    }

    private static double Arcsine(double x) =>
        Math.Abs(x) <= 1 ? Math.Abs(x) == 1 ? x * Math.PI / 2 : Arctangent(x / Math.Sqrt((1 - x) * (1 + x))) : double.NaN;

    private static double Arccosine(double x) => (Math.PI / 2) - Arcsine(x);
}
