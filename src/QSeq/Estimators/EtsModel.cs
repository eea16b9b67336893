namespace QSeq.Estimators;

/// <summary>A form with its constants and first states: states go on with the values.</summary>
internal sealed class EtsModel(EtsForm form, EtsPoint point, string name) : FittedSeries(form.Constants + form.States, name)
{
    private protected override int Least => 0;

    private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        bool multiplies = form.Season == SeasonKind.Multiplicative;
        double level = point.Level, growth = point.Growth;
        double[] ring = [.. point.Seasons];
        int t = 0;
        for (int n = 0; n < origins.Length; n++)
        {
            for (; t < origins[n]; t++) EtsPass.Step(point, multiplies, values[t], ref level, ref growth, ref ring[t % ring.Length]);
            double expected = level, fading = growth;
            for (int h = 0; h < horizon; h++)
            {
                fading *= point.Phi;
                expected += fading;
                double season = ring[(t + h) % ring.Length];
                ahead[(n * horizon) + h] = multiplies ? expected * season : expected + season;
            }
        }
    }
}
