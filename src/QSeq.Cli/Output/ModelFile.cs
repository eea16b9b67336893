namespace QSeq.Cli.Output;

/// <summary>Model files that the user named.</summary>
internal static class ModelFile
{
    public static TrainedForecaster Forecaster(string path) => Load(path) as TrainedForecaster
        ?? throw new InvalidDataException($"{path}: a tagger, which reads sentences; use qseq tag evaluate or qseq tag predict");

    public static TrainedTagger Tagger(string path) => Load(path) as TrainedTagger
        ?? throw new InvalidDataException($"{path}: a forecasting model, which reads series; use qseq evaluate or qseq forecast");

    public static TrainedModel Load(string path)
    {
        try
        {
            return TrainedForecaster.Load(path);
        }
        catch (WrongModelKindException)
        {
            return TrainedTagger.Load(path);
        }
    }

    /// <summary>Does work with a tagger; a word that its closed vocabulary does not have is bad data of this name.</summary>
    public static T Use<T>(TrainedTagger tagger, string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e) when (tagger.Encoder.Options.Closed)
        {
            throw BadData.In(name, ErrorText.Of(e));
        }
    }

    public static string Count(SequenceModel model) =>
        $"{model.Table.TrainableCount} parameters ({model.Table.ClassicalCount} classical + {model.Table.QuantumCount} quantum)";
}
