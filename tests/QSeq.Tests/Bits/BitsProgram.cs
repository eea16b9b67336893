using System.Globalization;
using System.Runtime.Intrinsics;

namespace QSeq.Tests.Bits;

/// <summary>
/// The test assembly as a program: <c>dotnet QSeq.Tests.dll bits</c> trains every case and prints the digests of the
/// weights, so that tests can run it with other vector hardware. Test runners load the assembly and never come here.
/// </summary>
internal static class BitsProgram
{
    /// <summary>What <c>bits</c> prints first: the widest vectors of this process.</summary>
    public static string Width =>
        Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "none";

    private static int Main(string[] args)
    {
        if (args is not ["bits", .. string[] threads])
        {
            Console.Error.WriteLine("usage: dotnet QSeq.Tests.dll bits THREADS ...; the tests are run by dotnet test");
            return 2;
        }

        Console.Out.WriteLine(Width);
        foreach (string count in threads)
            foreach (BitsCase @case in BitsCase.All)
                Console.Out.WriteLine($"{@case.Name} {@case.Train(int.Parse(count, CultureInfo.InvariantCulture))}");
        return 0;
    }
}
