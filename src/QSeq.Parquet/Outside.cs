namespace QSeq.Parquet;

/// <summary>What the libraries that read the files throw, as errors of one line.</summary>
internal static class Outside
{
    private const int MadeByCode = unchecked((int)0x80131620); // of an IOException that no device or system call stands behind

    /// <summary>Does work of a library.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="kind">What it should be, such as <c>Parquet file</c>.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="InvalidDataException">The work failed over what the file holds.</exception>
    public static T Guarded<T>(string name, string kind, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfTheData(e))
        {
            throw Damaged(name, kind, e);
        }
    }

    /// <summary>Whether an exception comes of what a file holds, and not of the machine or a stop. A file that says whatever it likes can fail in any way.</summary>
    public static bool IsOfTheData(Exception e) => e switch
    {
        OperationCanceledException or UnauthorizedAccessException => false,
        EndOfStreamException => true,
        IOException => e.HResult == MadeByCode,
        _ => true,
    };

    public static InvalidDataException Damaged(string name, string kind, Exception why) =>
        BadData.In(name, $"this {kind} is damaged, cut off or written in a way that is not known here ({why.GetType().Name}: {ErrorText.Of(why)}); write it anew, or export it as CSV");
}
