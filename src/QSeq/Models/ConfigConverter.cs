using System.Text.Json;
using System.Text.Json.Serialization;
using QSeq.Core;

namespace QSeq.Models;

/// <summary>A configuration within JSON that is read and written by generated code.</summary>
internal sealed class ConfigConverter : JsonConverter<SequenceModelConfig>
{
    /// <inheritdoc/>
    public override SequenceModelConfig Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        var fields = new FieldReader(document.RootElement, "model");
        SequenceModelConfig config = new SequenceModelConfig { Gates = null! }.MapFields(fields, ModelCatalogue.Default);
        fields.Close();
        return config;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SequenceModelConfig value, JsonSerializerOptions options) =>
        FieldWriter.Write(writer, value, (config, fields) => config.MapFields(fields, ModelCatalogue.Default));
}
