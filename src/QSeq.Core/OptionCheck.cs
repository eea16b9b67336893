using System.Runtime.CompilerServices;

namespace QSeq.Core;

/// <summary>Refuses options outside their range with one line, without the parameter suffix the runtime would append.</summary>
public static class OptionCheck
{
    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> with <paramref name="problem"/>, formatted invariantly, unless <paramref name="valid"/>.</summary>
    public static void Require(bool valid, [InterpolatedStringHandlerArgument(nameof(valid))] ref Problem problem)
    {
        if (!valid) throw new ArgumentOutOfRangeException(null, problem.Text);
    }

    /// <summary>Whether a value is one of those that its type names; as Enum.IsDefined, without code of its own for every type.</summary>
    internal static bool IsKnown<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value.GetType(), value);

    /// <summary>A refusal whose text may hold advice.</summary>
    /// <param name="problem">What was found, what was expected, what to do.</param>
    /// <returns>The error, to be thrown.</returns>
    public static ArgumentException Refusal(ErrorText problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.On(message => new ArgumentException(message));
    }

    /// <summary>An interpolated message that is only put together when the check fails.</summary>
    [InterpolatedStringHandler]
    public ref struct Problem
    {
        private DefaultInterpolatedStringHandler _text;

        /// <summary>Begins a message, if it will be needed.</summary>
        public Problem(int literalLength, int formattedCount, bool valid, out bool needed)
        {
            needed = !valid;
            _text = needed ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
        }

        /// <summary>The message.</summary>
        public string Text => _text.ToStringAndClear();

        /// <summary>Adds fixed text.</summary>
        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        /// <summary>Adds a value.</summary>
        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
    }
}
