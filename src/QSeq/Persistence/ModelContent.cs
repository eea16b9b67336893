using System.Text.Json;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>A model file taken apart, checked as far as this goes: the members of its manifest and its weights.</summary>
internal sealed record ModelContent(string File, int Version, FieldReader Manifest, byte[] Weights)
{
    /// <summary>Reads a file and makes something of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or was written by a newer QSeq.</exception>
    public static T Load<T>(string path, Func<ModelContent, T> make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw ModelFormat.Bad(path, "a folder, expected a QSeq model file; name a file in it");
        if (!System.IO.File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file; check the path, or train and save a model first", path);
        return Read(ModelFormat.ReadAll(path, FileWords.Model), path, make);
    }

    /// <summary>As <see cref="Load"/>, of a file's content; <paramref name="name"/> is what errors call it.</summary>
    public static T Read<T>(ReadOnlySpan<byte> bytes, string name, Func<ModelContent, T> make) => Read(bytes, name, make, FileWords.Model);

    /// <summary>The same of a file of another kind.</summary>
    public static T Read<T>(ReadOnlySpan<byte> bytes, string name, Func<ModelContent, T> make, FileWords words)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelFormat.Parts parts = ModelFormat.Split(bytes, name, words);
        byte[] json = ModelFormat.Decompress(parts.Manifest, name, words);
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
            var manifest = new FieldReader(document.RootElement, "");
            if (manifest.Whole("formatVersion") != parts.Version)
                throw new JsonException($"the manifest says format {manifest.Whole("formatVersion")}, the file format {parts.Version}");
            return make(new ModelContent(name, parts.Version, manifest, parts.Weights.ToArray()));
        }
        catch (OverflowException e)
        {
            throw ModelFormat.Bad(name, $"malformed: its configuration builds more weights than a file can hold; {words.Malformed}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException)
        {
            throw ModelFormat.Bad(name, $"malformed: {ErrorText.Of(e)}; {words.Malformed}", e);
        }
    }

    /// <summary>Checks which kind of model a file of format 2 holds.</summary>
    /// <exception cref="WrongModelKindException">It is another kind.</exception>
    public void Expect(string kind)
    {
        string found = Manifest.Text("kind");
        if (found == kind) return;
        if (found == CheckpointFile.Kind) throw ModelFormat.Bad(File, "the state of a training that was interrupted, no model; let the training go on to its end");
        if (found == StreamFile.Kind) throw ModelFormat.Bad(File, "the state of a stream, no model; name the model that it is of");
        throw found is "forecaster" or "tagger" or "global forecaster"
            ? new WrongModelKindException(File, found, kind)
            : new JsonException($"kind is '{found}', known are forecaster, tagger, global forecaster; update QSeq if the model comes from a newer one");
    }

    /// <summary>The network of a configuration with the weights of the file.</summary>
    /// <exception cref="ArgumentException">They do not fit each other, or what the file lists.</exception>
    public SequenceModel Build(SequenceModelConfig config)
    {
        config.Validate();
        ListedTensor.Check([.. Manifest.List("parameters", [], ListedTensor.None, (p, inner) => p.MapFields(inner))], config, Weights.Length / 4);
        float[] weights = ModelFormat.ReadWeights(Weights);
        int bad = Array.FindIndex(weights, weight => !float.IsFinite(weight));
        if (bad >= 0) throw new JsonException($"weight {bad} is {weights[bad]}, expected finite numbers");
        return new SequenceModel(config, weights);
    }
}
