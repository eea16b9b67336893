using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>One tensor as a file lists it: its name in the model's table, such as <c>cell0.theta</c>, and its dimensions.</summary>
internal sealed record ListedTensor(string Name, IReadOnlyList<int> Shape)
{
    public static ListedTensor None { get; } = new("", []);

    public static ListedTensor Of(ParameterSlice slice) => new(slice.Name, slice.Shape);

    public ListedTensor MapFields(FieldMap f) => new(f.Text("name", Name), f.Wholes("shape", [.. Shape]));

    /// <summary>
    /// Whether a file's list of tensors, the table its configuration builds and the number of weights agree. The table is
    /// declared without a buffer, so that a crafted configuration cannot make the reader allocate more than the file holds.
    /// </summary>
    /// <exception cref="ArgumentException">They do not agree, or the configuration cannot be built.</exception>
    /// <exception cref="OverflowException">The configuration builds more weights than can be counted.</exception>
    public static void Check(IReadOnlyList<ListedTensor> listed, SequenceModelConfig config, int weights)
    {
        ParameterTable table = SequenceModel.TableOf(config);
        if (listed.Count != table.Slices.Length)
            throw new ArgumentException($"the manifest lists {listed.Count} tensors, but its configuration builds {table.Slices.Length}");
        long count = 0;
        for (int n = 0; n < listed.Count; n++)
        {
            ParameterSlice built = table.Slices[n];
            if (listed[n].Name != built.Name || !listed[n].Shape.SequenceEqual(built.Shape))
                throw new ArgumentException($"tensor {n} is listed as {listed[n]}, but the configuration builds {Of(built)}");
            count += built.Shape.Aggregate(1L, (product, extent) => product * extent);
        }

        if (count != weights) throw new ArgumentException($"the file holds {weights} weights, but its configuration builds {count}");
    }

    public override string ToString() => $"'{Name}' [{string.Join(", ", Shape)}]";
}
