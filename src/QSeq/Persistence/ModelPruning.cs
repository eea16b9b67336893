namespace QSeq.Persistence;

/// <summary>That edges of a model were set to 0 after it was trained, as its file says.</summary>
/// <param name="Share">The part of their sum below which they were, 0 to 1.</param>
/// <param name="Edges">How many, 0 or more.</param>
/// <param name="Digest">The digest of the weights as they were trained, <see cref="TrainedModel.DigestOf"/>.</param>
internal sealed record ModelPruning(double Share, int Edges, string Digest)
{
    internal static ModelPruning Blank { get; } = new(0, 0, "");

    internal ModelPruning MapFields(FieldMap f) => new(f.Number("share", Share), f.Whole("edges", Edges), f.Text("digest", Digest));
}
