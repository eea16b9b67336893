namespace QSeq.Quantum.Devices;

/// <summary>What is to be forecast.</summary>
/// <param name="Source">Where the data is from.</param>
/// <param name="Names">What the targets are called in the answer.</param>
/// <param name="Window">[window][inputs]: the last rows, scaled.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Times">The times of the steps; null where the data has none.</param>
public sealed record JobSeries(string Source, IReadOnlyList<string> Names, IReadOnlyList<float[]> Window, int Horizon, IReadOnlyList<DateTime>? Times);
