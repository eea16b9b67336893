namespace QSeq.Training;

/// <summary>Clipping of the gradient by its Euclidean norm (Pascanu, Mikolov and Bengio, 2013).</summary>
internal static class GradientClip
{
    /// <summary>Shortens the gradient to <paramref name="longest"/> where it is longer; returns the norm before.</summary>
    public static double Apply(Span<float> gradient, double? longest)
    {
        double sum = 0;
        foreach (float g in gradient) sum += (double)g * g;
        double norm = Math.Sqrt(sum);
        if (longest is { } limit && norm > limit)
        {
            float factor = (float)(limit / norm);
            for (int n = 0; n < gradient.Length; n++) gradient[n] *= factor;
        }

        return norm;
    }
}
