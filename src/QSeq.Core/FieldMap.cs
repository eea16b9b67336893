namespace QSeq.Core;

/// <summary>
/// The members of a record, exchanged by name with JSON: one description of a record both reads and writes it. A call is
/// given the record's present value and gives the value to keep: <see cref="FieldReader"/> the one in the text, or the
/// present value where the text lacks it; <see cref="FieldWriter"/> the present value, which it writes.
/// </summary>
/// <example><code>record Box(int Size) { Box MapFields(FieldMap fields) => this with { Size = fields.Whole("size", Size) }; }</code></example>
public abstract class FieldMap
{
    private protected FieldMap()
    {
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">Its present value.</param>
    /// <returns>The value to keep.</returns>
    public abstract int Whole(string name, int value);

    /// <summary>A whole number or none; none is not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract int? Whole(string name, int? value);

    /// <summary>A whole number of 0 or more.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract ulong Count(string name, ulong value);

    /// <summary>A number; NaN and infinities are numbers.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract double Number(string name, double value);

    /// <summary>A number or none; none is not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract double? Number(string name, double? value);

    /// <summary>Yes or no.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract bool Flag(string name, bool value);

    /// <summary>Yes, no or none; none is not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract bool? Flag(string name, bool? value);

    /// <summary>A text.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract string Text(string name, string value);

    /// <summary>A text or none; none is not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract string? OptionalText(string name, string? value);

    /// <summary>Texts, in order.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract IReadOnlyList<string> Texts(string name, IReadOnlyList<string> value);

    /// <summary>Texts, in order, or none; none is not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract IReadOnlyList<string>? OptionalTexts(string name, IReadOnlyList<string>? value);

    /// <summary>Whole numbers, in order.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract ImmutableArray<int> Wholes(string name, ImmutableArray<int> value);

    /// <summary>Numbers, in order.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract ImmutableArray<double> Numbers(string name, ImmutableArray<double> value);

    /// <summary>Numbers, in order, or none; none are not written.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract ImmutableArray<double> OptionalNumbers(string name, ImmutableArray<double> value);

    /// <summary>Numbers by name, written in the order of their names.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract IReadOnlyDictionary<string, double> NumbersByName(string name, IReadOnlyDictionary<string, double> value);

    /// <summary>Texts by name, written in the order of their names.</summary>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract IReadOnlyDictionary<string, string> TextsByName(string name, IReadOnlyDictionary<string, string> value);

    /// <summary>One of the values of an enumeration, by its name.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <inheritdoc cref="Whole(string, int)"/>
    public abstract T Choice<T>(string name, T value)
        where T : struct, Enum;

    /// <summary>A record within the record.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The member.</param>
    /// <param name="value">Its present value.</param>
    /// <param name="map">Exchanges the members of the inner record.</param>
    /// <returns>The value to keep.</returns>
    public abstract T Record<T>(string name, T value, Func<T, FieldMap, T> map)
        where T : class;

    /// <summary>
    /// A record within the record, or none; none is not written. Members that the text lacks are taken from <paramref name="initial"/>.
    /// </summary>
    /// <inheritdoc cref="Record"/>
    public abstract T? Optional<T>(string name, T? value, T initial, Func<T, FieldMap, T> map)
        where T : class;

    /// <summary>Records, in order. Members that the text lacks are taken from <paramref name="initial"/>.</summary>
    /// <inheritdoc cref="Optional"/>
    public abstract ImmutableArray<T> List<T>(string name, ImmutableArray<T> value, T initial, Func<T, FieldMap, T> map)
        where T : class;

    /// <summary>A record of one of several types, told apart by a member named kind.</summary>
    /// <typeparam name="T">What the types have in common.</typeparam>
    /// <param name="name">The member.</param>
    /// <param name="value">Its present value.</param>
    /// <param name="known">A value of each type that can be read, from which members that the text lacks are taken.</param>
    /// <returns>The value to keep.</returns>
    public abstract T Kind<T>(string name, T value, IEnumerable<T> known)
        where T : class, IFields<T>;
}

/// <summary>A record of one of several types that reads and writes its own members.</summary>
/// <typeparam name="T">What the types have in common.</typeparam>
public interface IFields<T>
{
    /// <summary>The name of the type in files, such as <c>adam</c>: lower case, stable from version to version.</summary>
    string Kind { get; }

    /// <summary>Exchanges every member that what is computed depends on.</summary>
    /// <param name="fields">Where they are read from or written to.</param>
    /// <returns>The record with the values to keep.</returns>
    T MapFields(FieldMap fields);
}
