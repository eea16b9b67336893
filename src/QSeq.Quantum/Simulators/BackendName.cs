namespace QSeq.Quantum.Simulators;

/// <summary>What simulators call themselves.</summary>
internal static class BackendName
{
    public static string Of(string what, NoiseModel noise, int? shots) =>
        $"{what}{(noise.IsNone ? "" : " with noise")}, {(shots is { } count ? $"{count} shots" : "exact")}";
}
