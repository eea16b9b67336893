using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Persistence;

/// <summary>Where a model was trained; for people, the weights do not depend on it.</summary>
/// <param name="Runtime">.NET.</param>
/// <param name="Platform">System and processor.</param>
/// <param name="VectorBits">Bits of its widest vectors, 0 for none.</param>
/// <param name="Threads">Threads asked for.</param>
public sealed record RunPlace(string Runtime, string Platform, int VectorBits, int Threads)
{
    /// <summary>This machine.</summary>
    /// <param name="threads">Threads asked for.</param>
    /// <returns>The place.</returns>
    public static RunPlace Here(int threads) => new(
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.RuntimeIdentifier,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        threads);

    internal RunPlace MapFields(FieldMap f) => new(
        f.Text("runtime", Runtime), f.Text("platform", Platform), f.Whole("vectorBits", VectorBits), f.Whole("threads", Threads));
}
