using System.Reflection;
using System.Security.Cryptography;
using QSeq.Core;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// A trained model in one small file: a manifest, the weights and a checksum, the same bytes on every system. What is
/// read has been checked from end to end; anything wrong is one <see cref="InvalidDataException"/> that says what to do.
/// </summary>
public sealed class ModelFile
{
    private ModelFile(ModelManifest manifest, SequenceModel model, string digest)
    {
        Manifest = manifest;
        Model = model;
        Digest = digest;
    }

    /// <summary>What the file says about the model.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The model with its weights.</summary>
    public SequenceModel Model { get; }

    /// <summary>The weights' digest when they were read, as <see cref="DigestOf"/> computes it.</summary>
    public string Digest { get; }

    /// <summary>SHA-256 of a model's weights (float32, little-endian) in hexadecimal: equal for equal weights, bit for bit.</summary>
    /// <param name="model">The model.</param>
    /// <returns>64 lower-case digits.</returns>
    public static string DigestOf(SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        byte[] bytes = new byte[4 * model.Parameters.Length];
        ModelFormat.WriteWeights(model.Parameters, bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Saves a model, whole or not at all: if anything fails, a file that was there before stays as it was.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="manifest">What to say about it; versions, configuration and parameters are filled in.</param>
    /// <exception cref="ArgumentException">The manifest lacks something or does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(string path, SequenceModel model, ModelManifest manifest)
    {
        byte[] bytes = ToBytes(model, manifest);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes that <see cref="Save"/> writes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="manifest">What to say about it; versions, configuration and parameters are filled in.</param>
    /// <returns>The file's content, the same for the same model and manifest.</returns>
    /// <exception cref="ArgumentException">The manifest lacks something or does not fit the model.</exception>
    public static byte[] ToBytes(SequenceModel model, ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(manifest);
        ModelManifest complete = manifest with
        {
            FormatVersion = 1,
            QSeqVersion = OwnVersion(),
            Config = model.Config,
            Parameters = [.. model.Table.Slices.Select(slice => new ParameterDescription(slice.Name, slice.Shape))],
        };
        complete.Validate();
        return ModelFormat.Join(ManifestJson.Write(complete), model.Parameters, version: 1);
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote, on any system.</param>
    /// <returns>The model and its manifest.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or was written by a newer QSeq.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ModelFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw ModelFormat.Bad(path, "a folder, expected a QSeq model file; name a file in it");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file; check the path, or train and save a model first", path);
        return FromBytes(ModelFormat.ReadAll(path), path);
    }

    /// <summary>Reads a model from the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>The model and its manifest.</returns>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or was written by a newer QSeq.</exception>
    public static ModelFile FromBytes(ReadOnlySpan<byte> bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelFormat.Parts parts = ModelFormat.Split(bytes, name);
        if (parts.Version > 1) throw ModelFormat.Bad(name, "a forecasting model, which reads series; use qseq evaluate or qseq forecast");
        ModelManifest manifest = ManifestJson.Read(ModelFormat.Decompress(parts.Manifest, name), name);
        try
        {
            if (manifest.FormatVersion != parts.Version)
                throw new ArgumentException($"the manifest says format {manifest.FormatVersion}, the file format {parts.Version}");
            manifest.Validate();
            ParameterCheck.Check(manifest, parts.Weights.Length / 4);
            var model = new SequenceModel(manifest.Config, ModelFormat.ReadWeights(parts.Weights));
            return new ModelFile(manifest, model, Convert.ToHexStringLower(SHA256.HashData(parts.Weights)));
        }
        catch (ArgumentException e)
        {
            throw ModelFormat.Bad(name, $"malformed: {ManifestJson.OneLine(e)}; save the model again with this QSeq", e);
        }
    }

    private static string OwnVersion()
    {
        Assembly own = typeof(ModelFile).Assembly;
        string? version = own.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? own.GetName().Version?.ToString(3) ?? "unknown";
    }
}
