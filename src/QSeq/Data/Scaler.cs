using System.Runtime.InteropServices;

namespace QSeq.Data;

/// <summary>How values are brought to the size that models learn from.</summary>
public enum ScalerKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The training part's smallest value goes to the low end of a range, its largest to the high end.</summary>
    MinMax,

    /// <summary>The training part gets mean 0 and standard deviation 1.</summary>
    Standard,
}

/// <summary>
/// A linear map for each column, scaled = (value - offset) * scale, fitted on the training part only so that nothing of
/// the test part leaks into a model. Immutable and equal by value.
/// </summary>
public sealed record Scaler
{
    /// <summary>Makes a scaler of stored numbers; use <see cref="Fit"/> to compute them.</summary>
    /// <param name="kind">How the numbers were found.</param>
    /// <param name="names">The columns, all different.</param>
    /// <param name="offset">The offset of each column, in the column's unit; finite.</param>
    /// <param name="scale">The scale of each column, in one over the column's unit; finite, not 0.</param>
    /// <param name="constant">Whether the training part of each column was constant; default for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, a name is empty or used twice, or a number is not finite or a scale 0.</exception>
    public Scaler(
        ScalerKind kind,
        ImmutableArray<string> names,
        ImmutableArray<double> offset,
        ImmutableArray<double> scale,
        ImmutableArray<bool> constant = default)
    {
        if (names.IsDefaultOrEmpty) throw new ArgumentException("a scaler needs at least one column");
        if (constant.IsDefault) constant = ImmutableCollectionsMarshal.AsImmutableArray(new bool[names.Length]);
        if (offset.IsDefault || scale.IsDefault || offset.Length != names.Length || scale.Length != names.Length || constant.Length != names.Length)
            throw OptionCheck.Refusal($"a scaler of {names.Length} columns needs as many offsets, scales and constancies");
        if (names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new ArgumentException("a scaler's column names must be different and not empty");
        for (int c = 0; c < names.Length; c++)
            if (!double.IsFinite(offset[c]) || !double.IsFinite(scale[c]) || scale[c] == 0)
                throw OptionCheck.Refusal($"column '{names[c]}' has offset {offset[c]} and scale {scale[c]}; both must be finite and the scale not 0");

        (Kind, Names, Offset, Scale, Constant) = (kind, names, offset, scale, constant);
    }

    /// <summary>How the numbers were found.</summary>
    public ScalerKind Kind { get; }

    /// <summary>The columns, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>What is subtracted from each column, [column], in the column's unit.</summary>
    public ImmutableArray<double> Offset { get; }

    /// <summary>What the difference is multiplied by, [column], in one over the column's unit.</summary>
    public ImmutableArray<double> Scale { get; }

    /// <summary>Whether each column's training part was constant, [column]; such a column has scale 1 and goes to 0.</summary>
    public ImmutableArray<bool> Constant { get; }

    /// <summary>Fits a scaler on the first <paramref name="trainLength"/> rows of a table and on no others.</summary>
    /// <param name="kind">What to fit.</param>
    /// <param name="table">The series.</param>
    /// <param name="trainLength">How many rows are for training, 1 to the table's length.</param>
    /// <param name="low">Where min-max scaling puts the smallest training value; -1, the range of the papers.</param>
    /// <param name="high">Where min-max scaling puts the largest; above <paramref name="low"/>; 1.</param>
    /// <returns>The scaler. A column that is constant in training gets scale 1 and goes to 0 (unless kind is None).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or range outside what is said above.</exception>
    /// <exception cref="InvalidDataException">A column's values are so large that their range overflows, or so small that one over it does.</exception>
    public static Scaler Fit(ScalerKind kind, SeriesTable table, int trainLength, double low = -1, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        OptionCheck.Require(trainLength >= 1 && trainLength <= table.Length, $"train length is {trainLength}, expected 1 to {table.Length}");
        OptionCheck.Require(OptionCheck.IsKnown(kind), $"scaler kind {(int)kind} does not exist");
        OptionCheck.Require(double.IsFinite(high - low) && low < high, $"the range to scale to is [{low}, {high}], expected two finite numbers, the lower first");

        (double Offset, double Scale, bool Constant)[] fits =
            [.. Enumerable.Range(0, table.Names.Count).Select(c => FitColumn(kind, table.Column(c)[..trainLength], low, high))];
        int bad = Array.FindIndex(fits, fit => !double.IsFinite(fit.Offset) || !double.IsFinite(fit.Scale) || fit.Scale == 0);
        if (bad >= 0) throw BadData.Of($"column '{table.Names[bad]}' holds {TooFar(table.Column(bad)[..trainLength])}");
        return new Scaler(
            kind,
            [.. table.Names],
            [.. fits.Select(fit => fit.Offset)],
            [.. fits.Select(fit => fit.Scale)],
            [.. fits.Select(fit => fit.Constant)]);
    }

    /// <summary>A value of a column, scaled.</summary>
    /// <param name="column">The column's index among <see cref="Names"/>.</param>
    /// <param name="value">The value, in the column's unit.</param>
    /// <returns>(value - offset) * scale, without unit.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public double Transform(int column, double value) => (value - Offset[column]) * Scale[column];

    /// <summary>The value that <see cref="Transform"/> made <paramref name="scaled"/> of, but for rounding.</summary>
    /// <param name="column">The column's index among <see cref="Names"/>.</param>
    /// <param name="scaled">The scaled value.</param>
    /// <returns>The value, in the column's unit.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public double Inverse(int column, double scaled) => (scaled / Scale[column]) + Offset[column];

    /// <summary>Whether the training part of a column was constant, so that nothing can be learnt from it.</summary>
    /// <param name="column">The column's index among <see cref="Names"/>.</param>
    /// <returns>True when all its training values were the same.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public bool IsConstant(int column) => Constant[column];

    /// <summary>The index of a column among <see cref="Names"/>.</summary>
    /// <param name="name">The column's name, exactly.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest one.</exception>
    public int IndexOf(string name)
    {
        int index = Names.IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException(NearestName.Describe("column", name ?? "", Names));
    }

    /// <summary>The scaler with the columns that another has too scaled as there; null for none.</summary>
    internal Scaler With(Scaler? other)
    {
        if (other is null) return this;
        int[] there = [.. Names.Select(name => other.Names.IndexOf(name))];
        ImmutableArray<T> Of<T>(ImmutableArray<T> own, ImmutableArray<T> others) => [.. own.Select((value, c) => there[c] < 0 ? value : others[there[c]])];
        return new Scaler(Kind, Names, Of(Offset, other.Offset), Of(Scale, other.Scale), Of(Constant, other.Constant));
    }

    internal Scaler MapFields(FieldMap f)
    {
        ImmutableArray<string> names = [.. f.Texts("columns", Names)];
        double[] places = Arrays.Of<int, double>(Arrays.Places(Constant.Length, c => Constant[c]), c => c);
        ImmutableArray<double> constant = f.Numbers("constant", ImmutableCollectionsMarshal.AsImmutableArray(places));
        bool[] isConstant = Arrays.Of(names.Length, c => constant.Any(place => place == c));
        return new Scaler(
            f.Choice("kind", Kind), names, f.Numbers("offset", Offset), f.Numbers("scale", Scale), ImmutableCollectionsMarshal.AsImmutableArray(isConstant));
    }

    /// <inheritdoc/>
    public bool Equals(Scaler? other) =>
        other is not null && Kind == other.Kind && Names.SequenceEqual(other.Names) && Offset.SequenceEqual(other.Offset)
        && Scale.SequenceEqual(other.Scale) && Constant.SequenceEqual(other.Constant);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Names.Length, Names[0], Offset[0], Scale[0]);

    private static string TooFar(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double v in values) largest = Math.Max(largest, Math.Abs(v));
        return largest > 1 ? "values too large to scale; divide them first" : "values too small to scale; multiply them first";
    }

    private static (double Offset, double Scale, bool Constant) FitColumn(ScalerKind kind, ReadOnlySpan<double> values, double low, double high)
    {
        double min = values[0], max = values[0], sum = 0;
        foreach (double v in values)
        {
            min = Math.Min(min, v);
            max = Math.Max(max, v);
            sum += v;
        }

        bool constant = min == max;
        if (kind == ScalerKind.None) return (0, 1, constant);
        if (constant) return (min, 1, true);
        if (kind == ScalerKind.MinMax)
        {
            double scale = (high - low) / (max - min);
            return (min - (low / scale), scale, false);
        }

        double mean = sum / values.Length, squares = 0;
        foreach (double v in values) squares += (v - mean) * (v - mean);
        return (mean, 1 / Math.Sqrt(squares / values.Length), false);
    }
}
