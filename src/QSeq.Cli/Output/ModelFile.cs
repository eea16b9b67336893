namespace QSeq.Cli.Output;

/// <summary>Model files that the user named.</summary>
internal static class ModelFile
{
    /// <summary>A model of one table of series.</summary>
    public static TrainedForecaster Forecaster(string path) => Load(path) switch
    {
        TrainedForecaster forecaster => forecaster,
        GlobalForecaster => throw new InvalidDataException($"{path}: one model of many series, of qseq train --global; use it with qseq forecast or qseq evaluate"),
        _ => throw new InvalidDataException($"{path}: a tagger, which reads sentences; use qseq tag evaluate or qseq tag predict"),
    };

    public static TrainedTagger Tagger(string path) => Load(path) as TrainedTagger
        ?? throw new InvalidDataException($"{path}: a forecasting model, which reads series; use qseq evaluate or qseq forecast");

    /// <summary>The model of many series that a file holds; null where it is another.</summary>
    public static GlobalForecaster? Global(string path) => Load(path) as GlobalForecaster;

    public static TrainedModel Load(string path)
    {
        try
        {
            return TrainedForecaster.Load(path);
        }
        catch (WrongModelKindException e)
        {
            return e.Found == "tagger" ? TrainedTagger.Load(path) : GlobalForecaster.Load(path);
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
        $"{model.Table.TrainableCount} parameters ({model.Table.ClassicalCount} classical + {model.Table.QuantumCount} quantum){(model.Config.Members == 1 ? "" : $" of {model.Config.Members} members")}";
}
