namespace QSeq.Studies.Sizes;

/// <summary>
/// Baselines of equal size, chosen by one rule: for every quantum model and every classical family the largest network of no more parameters.
/// </summary>
internal static class SizeMates
{
    /// <summary>The networks that a study of some models lacks.</summary>
    /// <param name="entries">Its models, of one input and one output.</param>
    /// <param name="learningRate">The rate that the networks are trained with.</param>
    public static IEnumerable<ForecastEntry> Of(IReadOnlyCollection<ForecastEntry> entries, double learningRate)
    {
        (ForecastEntry Entry, ParameterTable Table)[] counted = [.. entries.Select(entry => (entry, new SequenceModel(entry.Network, 0).Table))];
        int[] sizes = [.. counted.Where(one => one.Table.QuantumCount > 0).Select(one => one.Table.TrainableCount).Distinct().Order()];
        return
            from family in ModelFamily.Classical
            from size in sizes.Select(family.AtMost).OfType<SizedNetwork>().Distinct()
            where !counted.Any(one => one.Entry.Model == family.Model && one.Table.TrainableCount == size.Parameters)
            select new ForecastEntry
            {
                Label = Invariant($"{family.Label} ({size.Parameters})"),
                Model = family.Model,
                Network = size.Network,
                LearningRate = learningRate,
                Decoding = "the largest of no more parameters than a quantum model",
                IsComparison = true,
            };
    }
}
