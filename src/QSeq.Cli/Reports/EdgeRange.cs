using QSeq.Networks;

namespace QSeq.Cli.Reports;

/// <summary>The range of x over which an edge is drawn.</summary>
/// <param name="Low">Its lowest x.</param>
/// <param name="High">Its highest x, above <paramref name="Low"/>.</param>
/// <param name="Why">What is known of it.</param>
internal sealed record EdgeRange(double Low, double High, string Why)
{
    private const string Drawn = "not known; -1 to 1 is drawn";

    /// <summary>The range of an edge's input.</summary>
    public static EdgeRange Of(TrainedModel file, EdgeSeries edge)
    {
        if (edge.Input[0] == 'h') return new EdgeRange(-1, 1, "hidden states lie between -1 and 1");
        if (edge.Input[0] == 'z') return new EdgeRange(-1, 1, $"what the layer before gives: {Drawn}");
        int layer = int.Parse(edge.Layer.AsSpan("cell".Length, 1), CultureInfo.InvariantCulture), feature = int.Parse(edge.Input.AsSpan(1), CultureInfo.InvariantCulture);
        if (layer > 0) return new EdgeRange(-1, 1, "hidden states of the layer before lie between -1 and 1");
        if (file is TrainedTagger) return OfSymbols(file.Model, feature);
        ForecastRecipe recipe = file is GlobalForecaster global ? global.Recipe : ((TrainedForecaster)file).Recipe;
        string name = $"'{recipe.Windows.Inputs[feature]}'";
        ScalingOptions scaling = recipe.Scaling;
        if (file.Model.Config.Residual is { Normalisation: not Normalisation.None }) return new EdgeRange(-1, 1, $"{name}, each window normalised: {Drawn}");
        return scaling.Kind switch
        {
            ScalerKind.MinMax => new EdgeRange(scaling.Low, scaling.High, $"{name}, scaled as in the training part; later values may lie beyond"),
            ScalerKind.Standard => new EdgeRange(-3, 3, $"{name}, in standard deviations: not known; -3 to 3 is drawn"),
            _ => new EdgeRange(-1, 1, $"{name}, not scaled: {Drawn}"),
        };
    }

    // The tables of the embedding stand one after another in the input; a component's range is that of its column.
    private static EdgeRange OfSymbols(SequenceModel model, int feature)
    {
        int first = 0;
        foreach (ParameterSlice table in model.Table.Slices.Where(slice => slice.Name.StartsWith("embedding.", StringComparison.Ordinal)))
        {
            int dimension = table.Shape[1], column = feature - first;
            first += dimension;
            if (column >= dimension) continue;
            float[] weights = table.Of<float>(model.Parameters).ToArray();
            float[] own = [.. weights.Where((_, n) => n % dimension == column)];
            (double low, double high) = AxisTicks.Widen(own.Min(), own.Max());
            return new EdgeRange(low, high, Invariant($"component {column} of the embedding '{table.Name.Split('.')[1]}': all its entries"));
        }

        return new EdgeRange(-1, 1, Drawn);
    }
}
