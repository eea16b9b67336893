using System.Globalization;
using QSeq.Cli.Output;
using QSeq.Cli.Reports;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>From tagging runs to what is printed and kept.</summary>
internal static class PosSummary
{
    /// <summary>The experiment's results.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="runs">[contender][seed]</param>
    /// <param name="seconds">Wall time.</param>
    public static PosResult Of(PosPlan plan, TagRun[][] runs, double seconds)
    {
        PosModelResult[] models = [.. plan.Contenders.Select((contender, n) => ModelOf(plan, contender, runs[n]))];
        PosBaseline[] baselines = Baselines(plan);
        return new PosResult
        {
            Title = plan.Title,
            Source = plan.Source,
            Settings = plan.Settings,
            TestPart = plan.Treebank,
            Epochs = plan.Training.Epochs,
            Seeds = plan.Seeds,
            Models = models,
            Baselines = baselines,
            Reading = plan.Treebank ? OfTreebank(models, baselines, plan.Split.Test.Sum(sentence => sentence.Words.Length), plan.Seeds) : OfSentences(plan, models, baselines[0]),
            Seconds = seconds,
        };
    }

    private static PosModelResult ModelOf(PosPlan plan, TagContender contender, TagRun[] runs)
    {
        SequenceModel model = runs[0].Tagger.Model;
        int epochs = runs.Max(run => run.Curve.Length);
        double[] Median(Func<TagPoint, double> value) =>
            [.. Enumerable.Range(0, epochs).Select(n => Spread.Of(runs.Select(run => n < run.Curve.Length ? value(run.Curve[n]) : double.NaN)).Median)];
        return new PosModelResult
        {
            Label = contender.Label,
            Model = contender.Model,
            Parameters = model.Table.TrainableCount,
            GateParameters = model.Table.Slices.Where(slice => slice.Trainable && slice.Name.StartsWith("cell", StringComparison.Ordinal)).Sum(slice => slice.Count),
            Published = plan.Treebank ? null : contender.Published,
            Decoding = contender.Decoding,
            Accuracy = Spread.Of(runs.Select(run => run.Scores.Accuracy)),
            UnknownAccuracy = Spread.Of(runs.Select(run => run.Scores.UnknownAccuracy)),
            MacroF1 = Spread.Of(runs.Select(run => run.Scores.MacroF1)),
            SettledEpochs = [.. runs.Select(run => run.SettledEpoch).OfType<int>()],
            Loss = Median(point => point.TrainLoss),
            AccuracyByEpoch = Median(point => point.Accuracy),
            SecondsPerRun = Spread.Of(runs.Select(run => run.Seconds)).Median,
            Runs = [.. runs.Select(run => new PosRunResult(
                run.Seed, run.Training.Message ?? run.Training.Stop.ToString(), run.Training.BestEpoch, run.SettledEpoch,
                run.Scores.Accuracy, run.Scores.UnknownAccuracy, run.Scores.MacroF1, run.Seconds, run.Curve))],
        };
    }

    private static string OfSentences(PosPlan plan, PosModelResult[] models, PosBaseline baseline)
    {
        string text = string.Join(" ", models.Select(model => model.Accuracy.Median == 1
            ? Text($"{model.Label} ({model.Parameters}) has learnt all words in {model.SettledEpochs.Length} of {plan.Seeds} seeds, from epoch {Settled(model)} on in the median of these.")
            : Text($"{model.Label} ({model.Parameters}) has not: its median accuracy after {plan.Training.Epochs} epochs is {model.Accuracy.Median:P1}.")));
        return text + Text($" A table of each word's most frequent tag, {baseline.Parameters} entries, has {baseline.Accuracy:P0} right at once: two sentences of {plan.Split.Train.Sum(s => s.Words.Length)} words tell nothing about tagging others.");
    }

    private static PosBaseline[] Baselines(PosPlan plan)
    {
        MostFrequentTagBaseline words = MostFrequentTagBaseline.Fit(plan.Split.Train);
        PosBaseline frequent = Of("most frequent tag", words.ParameterCount, words.Score(plan.Split.Test));
        if (!plan.Treebank) return [frequent];
        BackoffTagBaseline looks = BackoffTagBaseline.Fit(plan.Split.Train);
        return [frequent, Of("most frequent tag, with looks", looks.ParameterCount, looks.Score(plan.Split.Test))];

        static PosBaseline Of(string label, int parameters, TagScores scores) => new(label, parameters, scores.Accuracy, scores.UnknownAccuracy, scores.MacroF1);
    }

    /// <summary>The reading of a treebank; without a verdict where there is too little to tell by.</summary>
    internal static string OfTreebank(PosModelResult[] models, PosBaseline[] baselines, int words, int seeds)
    {
        PosModelResult best = models.MaxBy(model => model.Accuracy.Median)!;
        if (words < TagReport.LeastWords || seeds < 2)
        {
            string why = words < TagReport.LeastWords
                ? Text($"{Texts.Count(words, "test word")} are too few to tell which is better; give a treebank with {TagReport.LeastWords} or more in its test part.")
                : "One seed does not tell which is better; give --seeds 2 or more.";
            return Text($"Highest test accuracy here: {best.Label} with {best.Accuracy.Median:P2}, most frequent tag {baselines[0].Accuracy:P2}. ") + why;
        }

        string text = Text($"Best by median test accuracy: {best.Label} with {best.Accuracy.Median:P2} and {best.Parameters} parameters, {best.GateParameters} of them in the gates.");
        foreach (PosBaseline baseline in baselines)
        {
            PosModelResult[] above = [.. models.Where(model => model.Accuracy.Low > baseline.Accuracy)];
            text += Text($" With every seed above '{baseline.Label}' ({baseline.Accuracy:P2}): {(above.Length == 0 ? "none" : above.Length == models.Length ? "all" : string.Join(", ", above.Select(model => model.Label)))}.");
        }

        foreach (PosModelResult model in models.Where(model => model.Label.StartsWith('Q')))
        {
            PosModelResult like = models.Where(other => other.Model == "lstm").MinBy(other => Math.Abs(other.GateParameters - model.GateParameters))!;
            text += Text($" {model.Label} ({model.GateParameters} in the gates) is {Compare(model.Accuracy, like.Accuracy)} the LSTM nearest in size ({like.GateParameters}): {model.Accuracy.Median:P2} against {like.Accuracy.Median:P2}.");
        }

        return text;
    }

    /// <summary>Better or worse only where no seed says otherwise.</summary>
    private static string Compare(Spread one, Spread other) => one.Low > other.High ? "better than" : one.High < other.Low ? "worse than" : "not clearly apart from";

    /// <summary>The median epoch from which on all is right.</summary>
    public static string Settled(PosModelResult model) => model.SettledEpochs.Length == 0
        ? "-"
        : Spread.Of(model.SettledEpochs.Select(epoch => (double)epoch)).Median.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
