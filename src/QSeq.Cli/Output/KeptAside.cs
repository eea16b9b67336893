namespace QSeq.Cli.Output;

/// <summary>A model whose training did not end as it should, saved beside the target, which stays as it was.</summary>
internal static class KeptAside
{
    /// <summary>Saves what there is.</summary>
    /// <param name="target">Where the model was to go.</param>
    /// <param name="epoch">The epoch whose weights it holds; 0 where none was completed.</param>
    /// <param name="save">Saves it in the file that is named.</param>
    /// <returns>What is where, in words.</returns>
    public static string Save(string target, int epoch, Action<string> save)
    {
        string untouched = File.Exists(target) ? $"; {target} is unchanged" : "";
        if (epoch == 0) return "no epoch was completed, so nothing is saved" + untouched;
        string aside = target + ".interrupted";
        save(aside);
        return Invariant($"the weights after epoch {epoch} are in {aside}{untouched}");
    }
}
