using QSeq.Core;
using QSeq.Persistence;
using QSeq.Tagging;

namespace QSeq.Cli.Output;

/// <summary>A tagger that the user named.</summary>
internal static class TaggerInput
{
    /// <summary>Loads a tagger.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static TrainedTagger Load(string path)
    {
        try
        {
            return TrainedTagger.Load(path);
        }
        catch (WrongModelKindException)
        {
            throw new InvalidDataException($"{path}: a forecasting model, which reads series; use qseq evaluate or qseq forecast");
        }
    }

    /// <summary>Does work with a tagger; a word that its closed vocabulary does not have is bad data.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="tagger">The tagger.</param>
    /// <param name="name">What errors call the sentences.</param>
    /// <param name="work">Tags them.</param>
    /// <exception cref="InvalidDataException">There is such a word.</exception>
    public static T Open<T>(TrainedTagger tagger, string name, Func<T> work)
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
}
