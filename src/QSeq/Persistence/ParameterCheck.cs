using QSeq.Core;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// Whether a manifest's list of tensors, the table its configuration builds and the number of weights agree. The table
/// is declared without a buffer, so that a crafted configuration cannot make the reader allocate more than the file holds.
/// </summary>
internal static class ParameterCheck
{
    /// <exception cref="ArgumentException">They do not agree, or the configuration cannot be built.</exception>
    public static void Check(ModelManifest manifest, int weights)
    {
        ParameterTable table = Declare(manifest.Config);
        int tensors = table.Slices.Length;
        if (manifest.Parameters.Count != tensors)
            throw new ArgumentException($"the manifest lists {manifest.Parameters.Count} tensors, but its configuration builds {tensors}");
        long count = 0;
        for (int n = 0; n < tensors; n++)
        {
            ParameterSlice built = table.Slices[n];
            ParameterDescription? listed = manifest.Parameters[n];
            if (listed is null || listed.Name != built.Name || !listed.Shape.SequenceEqual(built.Shape))
                throw new ArgumentException($"tensor {n} is listed as {Text(listed?.Name, listed?.Shape)}, but the configuration builds {Text(built.Name, built.Shape)}");
            count += built.Shape.Aggregate(1L, (product, extent) => product * extent);
        }

        if (count != weights) throw new ArgumentException($"the file holds {weights} weights, but its configuration builds {count}");
    }

    private static ParameterTable Declare(SequenceModelConfig config)
    {
        try
        {
            return ModelParts.Declare(config).Table;
        }
        catch (OverflowException e)
        {
            throw new ArgumentException("the configuration builds more weights than a file can hold", e);
        }
    }

    private static string Text(string? name, IReadOnlyList<int>? shape) => name is null ? "nothing" : $"'{name}' [{string.Join(", ", shape ?? [])}]";
}
