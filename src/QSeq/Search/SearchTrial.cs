using QSeq.Forecasting;

namespace QSeq.Search;

/// <summary>One training that was tried.</summary>
/// <param name="Recipe">What was trained, with its epochs and its seed.</param>
/// <param name="Rung">How many times its epochs had been made more, from 0.</param>
/// <param name="Mae">The mean absolute error on the validation part, in the units of the data; infinite where it failed.</param>
/// <param name="Time">How long it took, when it was done.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record SearchTrial(ForecastRecipe Recipe, int Rung, double Mae, TimeSpan Time, string? Failure);
