using QSeq.Core;
using QSeq.Models;

namespace QSeq.Tests;

internal static class ModelPassTesting
{
    /// <summary>A forward pass over rows of one's own.</summary>
    public static Rows Forward(this ModelPass pass, SequenceModel model, ReadOnlySpan<float> folded, Rows x, Rows mask = default)
    {
        pass.Start(x.Count / model.Config.Inputs, x.Lanes, !mask.Data.IsEmpty, out Rows ownX, out Rows ownMask);
        x.Data.CopyTo(ownX.Data);
        mask.Data.CopyTo(ownMask.Data);
        return pass.Forward(folded, x.Lanes);
    }
}
