using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;

namespace QSeq.Backtests;

/// <summary>A recipe: trained on the rows of the fit alone; its windows at all origins are then answered together.</summary>
internal sealed class RecipeCandidate(ForecastRecipe recipe, bool isChosen, string name) : BacktestCandidate(name)
{
    internal override bool HasSeeds => true;

    internal override int Forecast(BacktestPart part, int seed, Span<double> ahead, CancellationToken cancellationToken)
    {
        SeriesTable seen = Backtest.Seen(part.Table, part.First, part.End, recipe.Windows.Known);
        SplitFractions split = recipe.Split;
        ForecastRecipe own = recipe with
        {
            Split = split with { Train = 1 - split.Validation },
            Windows = recipe.Windows with
            {
                Horizon = part.Horizon,
                Targets = recipe.Windows.Targets.Count == 0 ? [part.Column] : recipe.Windows.Targets,
                Inputs = recipe.Windows.Inputs.Count == 0 ? [part.Column] : recipe.Windows.Inputs,
            },
            Training = recipe.Training with { Seed = recipe.Training.Seed + (ulong)(seed * recipe.Network.Members) }, // no network of one seed is one of another's
            Levels = [],
        };
        int target = own.Windows.Targets.ToList().IndexOf(part.Column);
        if (target < 0)
            throw new ArgumentException($"the recipe forecasts {string.Join(", ", own.Windows.Targets)}, but {part.Column} is to be scored; name it as a target");
        if (isChosen) own = RecipeChoice.Of(seen, own, cancellationToken: cancellationToken).Recipe;
        TrainedForecaster model = TrainedForecaster.Fit(seen, own, cancellationToken: cancellationToken);
        Answer(model, part, ahead);
        return model.Model.Table.TrainableCount;
    }

    /// <summary>What a model forecasts from the origins of a part.</summary>
    internal static void Answer(TrainedForecaster model, BacktestPart part, Span<double> ahead)
    {
        int target = model.Recipe.Windows.Targets.ToList().IndexOf(part.Column);

        // Origins lie a stride apart, and so do windows. All rows before are kept: a window that begins in a gap has the value before it.
        int window = model.Recipe.Windows.Window, start = part.Origins[0] - window, targets = model.Recipe.Windows.Targets.Count;
        if (start < 0) throw new SeriesTooShortException($"the model reads {window} rows, but the first origin has {part.Origins[0]} before it; begin later");
        int first = start % part.Stride, count = ((part.Origins[^1] - part.Origins[0]) / part.Stride) + 1;
        SeriesTable read = model.Recipe.Prepare(part.Table).Rows(first, part.Origins[^1] + part.Horizon - first);
        WindowOptions options = model.Recipe.Windows with { Stride = part.Stride, MaxGap = window, OmitLast = 0 };
        var windows = WindowSet.Create(read, model.Scaler, options).Slice(new WindowRange(start / part.Stride, count));
        new Evaluator(model.Model, windows, model.Recipe.Training.Objective).Predict(model.Scaler, out double[] answers, out _);
        int outputs = answers.Length / windows.Count, after = outputs - windows.Outputs;
        ahead.Fill(double.NaN);
        for (int sample = 0; sample < windows.Count; sample++)
        {
            int row = windows.TargetIndex(sample) + (windows.Sequence ? window - 1 : 0) + first;
            int place = Array.BinarySearch(part.Origins, row);
            if (place < 0) continue;
            for (int step = 0; step < part.Horizon; step++)
                ahead[(place * part.Horizon) + step] = answers[(sample * outputs) + after + (step * targets) + target];
        }
    }
}
