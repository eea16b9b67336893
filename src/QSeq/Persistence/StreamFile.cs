using QSeq.Data;

namespace QSeq.Persistence;

/// <summary>
/// The state of streams in a file of the format of models: of which model it is, and in place of the weights the rows that were
/// kept, [rows][inputs][streams], the oldest first, then the state of the cells, [state rows][streams].
/// </summary>
/// <param name="Weights">The digest of the model's weights.</param>
/// <param name="Recipe">The digest of its recipe, without levels of intervals.</param>
/// <param name="Scaling">The scaling of its columns.</param>
/// <param name="Mode">What forecasts are made of.</param>
/// <param name="Streams">How many streams.</param>
/// <param name="RowsRead">Rows that each has read.</param>
internal sealed record StreamFile(string Weights, string Recipe, Scaler Scaling, string Mode, int Streams, ulong RowsRead)
{
    public const string Kind = "stream state";

    /// <summary>The bytes of a file.</summary>
    public byte[] ToBytes(ReadOnlySpan<float> values) => ModelFormat.Join(FieldWriter.ToUtf8(this, Map), values);

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">It is no state of streams, is damaged, or was written by a newer QSeq.</exception>
    public static StreamFile Read(ReadOnlySpan<byte> bytes, string name, out float[] values)
    {
        float[] read = [];
        StreamFile file = ModelContent.Read(bytes, name, content =>
        {
            FieldReader f = content.Manifest;
            string kind = content.Version == 1 ? "model" : f.Text("kind");
            if (kind != Kind)
                throw ModelFormat.Bad(name, $"it holds a {kind}, expected a {Kind}; name a file that the state of a stream was saved to");
            read = ModelFormat.ReadWeights(content.Weights);
            return new StreamFile(
                f.Text("weights"),
                f.Text("recipe"),
                f.Need("scaler", NoScaler, (scaler, inner) => scaler.MapFields(inner)),
                f.Text("mode"),
                f.Whole("streams"),
                f.Count("rowsRead", 0));
        }, FileWords.State);
        values = read;
        return file;
    }

    private static Scaler NoScaler { get; } = new(ScalerKind.None, ["none"], [0], [1]);

    private static StreamFile Map(StreamFile file, FieldMap f)
    {
        f.Whole("formatVersion", ModelFormat.Version);
        f.Text("kind", Kind);
        f.Text("weights", file.Weights);
        f.Text("recipe", file.Recipe);
        f.Record("scaler", file.Scaling, (scaler, inner) => scaler.MapFields(inner));
        f.Text("mode", file.Mode);
        f.Whole("streams", file.Streams);
        f.Count("rowsRead", file.RowsRead);
        return file;
    }
}
