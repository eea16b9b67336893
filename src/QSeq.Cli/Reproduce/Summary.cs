using System.Collections.Immutable;
using System.Globalization;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>From runs to what is printed and kept.</summary>
internal static class Summary
{
    /// <summary>The epochs of the paper's tables.</summary>
    private static readonly int[] PaperEpochs = [1, 15, 30];

    /// <summary>The paper's Table I beside our counts, for some experiments.</summary>
    public static CountRow[] TableI(IEnumerable<string> experiments) => [.. experiments.SelectMany(name => Contenders(name).Select(contender =>
    {
        var model = new SequenceModel(contender.Config, 0);
        return new CountRow(
            name, contender.Label, model.Table.ClassicalCount, model.Table.QuantumCount, contender.Published?.Classical, contender.Published?.Quantum, contender.Decoding);
    }))];

    /// <summary>An experiment's results.</summary>
    public static ExperimentResult Of(Plan plan, Plan.Job[] jobs, SweepRun[] runs, double seconds)
    {
        ModelResult[] models = [.. plan.Contenders.Select(contender =>
            ModelOf(plan, contender, [.. Enumerable.Range(0, jobs.Length).Where(n => jobs[n].Contender == contender).Select(n => (jobs[n], runs[n]))]))];
        BaselineResult[] baselines = BaselinesOf(plan);
        return new ExperimentResult
        {
            Name = plan.Name,
            Title = plan.Title,
            Source = plan.Source,
            Notes = plan.Notes,
            Settings = string.Create(CultureInfo.InvariantCulture, $"{plan.Settings}; {plan.Training.Epochs} epochs, batch {plan.Training.BatchSize}, Adam"),
            Epochs = plan.Training.Epochs,
            Batch = plan.Training.BatchSize,
            Models = models,
            Baselines = baselines,
            Reading = plan.ByWindow ? Reading.OfWindows(models, baselines) : Reading.OfCurves(plan.Training.Epochs, models, baselines),
            Seconds = seconds,
        };
    }

    private static ImmutableArray<Contender> Contenders(string experiment) => experiment switch
    {
        "shm" => PaperExperiments.Shm,
        "bessel" => PaperExperiments.Bessel,
        _ => PaperExperiments.Telecom,
    };

    private static ModelResult ModelOf(Plan plan, Contender contender, (Plan.Job Job, SweepRun Run)[] runs)
    {
        MarkResult[] marks = plan.ByWindow ? [] : Marks(contender, plan.Training.Epochs, [.. runs.Select(r => r.Run)]);
        Verdict verdict = plan.ByWindow
            ? new Verdict("not comparable", "other data than the paper's, whose cells are not named")
            : VerdictOf(contender, marks);
        if (contender.Published is null) verdict = new Verdict("baseline", "");
        return new ModelResult
        {
            Label = contender.Label,
            Model = contender.Model,
            Parameters = runs[0].Run.Model.Table.TrainableCount,
            LearningRate = contender.LearningRate,
            Verdict = verdict.Word,
            Why = verdict.Why,
            SecondsPerRun = Spread.Of(runs.Select(r => r.Run.Seconds)).Median,
            Marks = marks,
            Windows = plan.ByWindow ? Windows(contender, runs) : [],
            Runs = [.. runs.Select(r => new RunResult
            {
                Seed = r.Job.Seed,
                Series = r.Job.Part.Series,
                Window = r.Job.Part.Window,
                Stop = r.Run.Training.Message ?? r.Run.Training.Stop.ToString(),
                KeptEpoch = r.Run.Training.BestEpoch,
                Seconds = r.Run.Seconds,
                Scaled = r.Run.Scaled,
                Original = r.Run.Original,
                Curve = r.Run.Curve,
            })],
        };
    }

    /// <summary>Scores after the paper's epochs, and after the last where that is another.</summary>
    private static MarkResult[] Marks(Contender contender, int epochs, SweepRun[] runs) =>
    [
        .. PaperEpochs.Where(epoch => epoch < epochs).Append(epochs).Select(epoch =>
        {
            int place = Array.IndexOf(PaperEpochs, epoch);
            return new MarkResult(
                epoch,
                Spread.Of(runs.Select(run => At(run, epoch)?.TestR2 ?? double.NaN)),
                Spread.Of(runs.Select(run => At(run, epoch)?.TestMse ?? double.NaN)),
                place >= 0 && contender.Published is { } published ? published.R2[place] : null,
                epoch == PaperEpochs[^1] ? contender.Published?.FinalLoss : null);
        }),
    ];

    private static CurvePoint? At(SweepRun run, int epoch) => epoch <= run.Curve.Length ? run.Curve[epoch - 1] : null;

    private static Verdict VerdictOf(Contender contender, MarkResult[] marks) => marks[^1].Epoch == PaperEpochs[^1] && marks[^1].PublishedR2 is { } published
        ? Verdict.Of(contender, marks[^1].R2, published)
        : new Verdict("not comparable", $"the paper trains {PaperEpochs[^1]} epochs");

    private static WindowResult[] Windows(Contender contender, (Plan.Job Job, SweepRun Run)[] runs) =>
    [
        .. runs.GroupBy(r => r.Job.Part.Window).Select(window =>
        {
            Spread Over(Func<Scores, double> score) =>
                Spread.Of(window.GroupBy(r => r.Job.Seed).Select(seed => seed.Average(r => score(r.Run.Original))));
            PublishedWindow? printed = contender.Published?.Windows.FirstOrDefault(w => w.Window == window.Key);
            return new WindowResult(window.Key, Over(s => s.Mae), Over(s => s.Mse), printed?.Mae, printed?.Mse);
        }),
    ];

    private static BaselineResult[] BaselinesOf(Plan plan)
    {
        (Plan.Part Part, Scores Naive, Scores Linear, int Count)[] scores = [.. plan.Parts.Select(part =>
        {
            Data.Scaler? scaler = plan.ByWindow ? part.Split.Scaler : null;
            return (part, Baselines.Naive(part.Split.Test, scaler), Linear(part, scaler, out int count), count);
        })];
        BaselineWindow[] Windows(Func<(Plan.Part Part, Scores Naive, Scores Linear, int Count), Scores> which) => plan.ByWindow
            ? [.. scores.GroupBy(s => s.Part.Window).Select(g => new BaselineWindow(g.Key, g.Average(s => which(s).Mae), g.Average(s => which(s).Mse)))]
            : [];
        return
        [
            new("naive", [0], plan.ByWindow ? null : scores[0].Naive.R2, plan.ByWindow ? null : scores[0].Naive.Mse, Windows(s => s.Naive)),
            new("linear AR", [.. scores.Select(s => s.Count).Distinct()], plan.ByWindow ? null : scores[0].Linear.R2, plan.ByWindow ? null : scores[0].Linear.Mse, Windows(s => s.Linear)),
        ];
    }

    /// <summary>Linear AR; NaN where there are fewer windows than coefficients.</summary>
    private static Scores Linear(Plan.Part part, Data.Scaler? scaler, out int count)
    {
        count = part.Window + 1;
        return part.Split.Train.Count < count
            ? new Scores(part.Split.Test.Count, double.NaN, double.NaN, double.NaN)
            : Baselines.LinearAr(part.Split.Train, part.Split.Test, out count, scaler);
    }
}
