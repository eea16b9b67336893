namespace QSeq.Core;

/// <summary>Something to do about an error, named by what is to be set, so that a front end can say it in its own words.</summary>
/// <param name="Property">Type and member, such as <c>CsvReadOptions.Gaps</c>.</param>
/// <param name="Value">What to set it to; null where that is open.</param>
/// <param name="Text">The same as the library says it.</param>
public sealed record Advice(string Property, object? Value, string Text);
