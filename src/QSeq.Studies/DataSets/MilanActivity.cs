namespace QSeq.Studies.DataSets;

/// <summary>What the Milan data records, in the order of its columns. Values are proportional to counts, without unit.</summary>
public enum MilanActivity
{
    /// <summary>Messages received, <c>sms-in</c>.</summary>
    SmsIn,

    /// <summary>Messages sent, <c>sms-out</c>.</summary>
    SmsOut,

    /// <summary>Calls received, <c>call-in</c>.</summary>
    CallIn,

    /// <summary>Calls made, <c>call-out</c>.</summary>
    CallOut,

    /// <summary>Internet connections opened, closed or kept, <c>internet</c>.</summary>
    Internet,
}

/// <summary>The names of the activities on command lines and in tables.</summary>
public static class MilanActivities
{
    private static readonly string[] TheNames = ["sms-in", "sms-out", "call-in", "call-out", "internet"];

    /// <summary>All names, in the order of <see cref="MilanActivity"/>.</summary>
    public static IReadOnlyList<string> Names => TheNames;

    /// <summary>The name of an activity, such as <c>sms-in</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activity.</exception>
    public static string Name(MilanActivity activity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative((int)activity, nameof(activity));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)activity, TheNames.Length, nameof(activity));
        return TheNames[(int)activity];
    }

    /// <summary>The activity called <paramref name="name"/>, case ignored.</summary>
    /// <param name="name">Such as <c>sms-in</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such activity; the message names the nearest one.</exception>
    public static MilanActivity Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.FindIndex(TheNames, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? (MilanActivity)index : throw new ArgumentException(NearestName.Describe("activity", name, TheNames));
    }
}
