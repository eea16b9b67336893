using System.Globalization;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Cli.Output;

/// <summary>A model whose training did not end as it should, saved beside the target, which stays as it was.</summary>
internal static class KeptAside
{
    /// <summary>Saves what there is.</summary>
    /// <param name="target">Where the model was to go.</param>
    /// <param name="model">The model.</param>
    /// <param name="epoch">The epoch whose weights it holds; 0 where none was completed.</param>
    /// <param name="manifest">What to say about it.</param>
    /// <returns>What is where, in words.</returns>
    public static string Save(string target, SequenceModel model, int epoch, Func<ModelManifest> manifest)
    {
        string untouched = File.Exists(target) ? $"; {target} is unchanged" : "";
        if (epoch == 0) return "no epoch was completed, so nothing is saved" + untouched;
        string aside = target + ".interrupted";
        ModelFile.Save(aside, model, manifest());
        return string.Create(CultureInfo.InvariantCulture, $"the weights after epoch {epoch} are in {aside}{untouched}");
    }
}
