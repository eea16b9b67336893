namespace QSeq.Tests;

/// <summary>
/// What an action allocates, in bytes: the least of some tries. The runtime itself may allocate on the thread once, when it
/// replaces a method by a better compiled one; what a step allocates it allocates every time.
/// </summary>
internal static class Allocation
{
    private const int Tries = 5;

    public static long Of(Action action)
    {
        long least = long.MaxValue;
        for (int n = 0; n < Tries && least > 0; n++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
