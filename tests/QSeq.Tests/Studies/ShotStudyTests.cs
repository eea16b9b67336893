using System.Text.Json.Nodes;
using QSeq.Evaluation;
using QSeq.Hardware;
using QSeq.Models;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;
using QSeq.Studies;
using QSeq.Studies.Papers;
using QSeq.Studies.Reports;
using QSeq.Studies.Reproduction;

namespace QSeq.Tests.Studies;

/// <summary>Shots in the recurrence and in a readout once a forecast.</summary>
public class ShotStudyTests
{
    private static readonly Lazy<ShotCase[]> Cases = new(() => [.. QkanLstmPaper.HardwareShots(1, 1).Cases.Cast<ShotCase>()]);

    [Fact]
    public void EachSeriesHasARecurrentModelAndAReadoutOfAboutItsSize() => Assert.Equal(
        [("bessel", "QKAN-LSTM", 58, 32), ("bessel", "LSTM + QKAN", 71, 4), ("shm", "QKAN-LSTM", 171, 96), ("shm", "LSTM + QKAN", 139, 9), ("telecom", "QKAN-LSTM", 58, 32), ("telecom", "LSTM + QKAN", 71, 4)],
        Cases.Value.Select(one => (one.Data, one.Entry.Label, (int)one.Fact("parameters"), one.Circuits)));

    [Fact]
    public void ConditionsAreOfAllStepsAndOfTheLastWhereThereAreSeveral()
    {
        string[] all = ["exact", "4096", "1024", "256", "exact noisy", "4096 noisy", "1024 noisy", "256 noisy"];
        Assert.Equal(all, Cases.Value[1].Conditions.Select(condition => condition.Name));
        Assert.Equal(
            [.. all, "4096 last step", "1024 last step", "256 last step", "4096 noisy last step", "1024 noisy last step", "256 noisy last step"],
            Cases.Value[0].Conditions.Select(condition => condition.Name));
        Assert.Equal(ShotCase.Exact, Cases.Value[0].Conditions[0]);
        Assert.Equal(14, Cases.Value[0].Conditions.Select(condition => Cases.Value[0].ShotSeed(3, condition)).Distinct().Count());
        Assert.NotEqual(Cases.Value[0].ShotSeed(3, ShotCase.Exact), Cases.Value[0].ShotSeed(4, ShotCase.Exact));
        Assert.Equal((0.001, 0.01), (ShotCase.Noise.Depolarising, ShotCase.Noise.Readout));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ARunMeasuresTheMseAndItsChange(int place)
    {
        ShotCase one = Cases.Value[place];
        StudyRun run = one.Run(0);
        double exact = run.Value("mse", "exact");
        foreach (ShotCondition condition in one.Conditions)
            Assert.Equal((run.Value("mse", condition.Name) / exact) - 1, run.Value("mse_change", condition.Name), 12);
        Assert.Equal(0, run.Value("mse_change", "exact"));
        Assert.True(run.Value("mse", "256") > exact);
        Assert.NotEqual(run.Value("mse", "256"), run.Value("mse", "256 noisy"));
        Assert.Null(run.Weights);
        Assert.Equal(one.Identity(0), run.Identity);
        Assert.NotEqual(one.Identity(0), one.Identity(1));
    }

    /// <summary>Exact circuits give what the model gives by itself; the readout's are run once a window, the others at every step.</summary>
    [Fact]
    public void TheReadoutRunsItsCircuitsOnceAForecast()
    {
        var study = QkanLstmPaper.Bessel(1, 1);
        ForecastCase plain = study.Cases.Cast<ForecastCase>().First(one => one.Entry.Label == "QKAN-LSTM");
        foreach ((GateConfig gates, int hidden, int circuits) in new (GateConfig, int, int)[] { (new QkanReadoutGates(), 3, 9), (new QkanGates(), 1, 32) })
        {
            var model = new SequenceModel(new SequenceModelConfig { Gates = gates, Hidden = hidden }, 5);
            var hardware = new HardwareModel(model, NoisyBackend.For());
            double[][] windows = [[0.1, -0.4, 0.6, 0.2], [-0.9, 0.3, 0.5, -0.1]];
            double[][] answers = hardware.Predict(windows);
            Assert.Equal(2 * circuits, hardware.Cost.Circuits);
            for (int n = 0; n < 2; n++) Assert.Equal(model.Reference([.. model.Parameters.Select(p => (double)p)], windows[n])[0], answers[n][0], 9);
            Scores exact = ShotCase.Evaluate(model, plain.Split.Test, ShotCase.Exact, 1);
            Assert.Equal(new Evaluator(model, plain.Split.Test).Evaluate().Mse, exact.Mse, 1e-5);
            Assert.Equal(exact.Mse, ShotCase.Evaluate(model, plain.Split.Test, new ShotCondition(null, false, true), 1).Mse, 1e-12);
        }
    }

    [Fact]
    public void TheLastStepAloneGoesToTheDevice()
    {
        Named exact = new("exact"), device = new("device");
        var backend = new LastStepBackend(exact, device, 3);
        for (int call = 0; call < 7; call++) backend.RunBound([]);
        Assert.Equal((5, 2), (exact.Calls, device.Calls)); // of calls 1 to 7 the third and the sixth
        backend.Run([]);
        backend.Run([]);
        Assert.Equal((6, 3), (exact.Calls, device.Calls));
        Assert.Equal(("device, last step", (int?)9, 1), (backend.Name, backend.Shots, backend.MaxQubits));
    }

    [Fact]
    public void ADivergedModelHasNoScores()
    {
        var model = new SequenceModel(new SequenceModelConfig { Gates = new QkanReadoutGates(), Hidden = 1 }, 5);
        model.Parameters[0] = float.NaN;
        Assert.True(double.IsNaN(ShotCase.Evaluate(model, QkanLstmPaper.Bessel(1, 1).Cases.Cast<ForecastCase>().First().Split.Test, ShotCase.Exact, 1).Mse));
    }

    [Fact]
    public void TheClaimIsReadFromEverySeed()
    {
        // bessel: all seeds within; shm: two of five; telecom: none.
        StudyTable table = Table((data, seed, condition) => condition.StartsWith("exact", StringComparison.Ordinal) ? 0
            : (data == "bessel" ? 0.0009 : data == "shm" && seed < 2 ? -0.001 : 0.05) * (condition.StartsWith("4096", StringComparison.Ordinal) ? 0.25 : 1));
        string[] found = [.. QkanLstmPaper.HardwareShots(5).Findings(table)];
        Assert.Equal(9, found.Length);
        Assert.Equal("QKAN-LSTM on bessel: within 0.1 % at 1024 shots holds; the median change is +0.09 %, R2 0.9000 exact, 0.8000 measured.", found[0]);
        Assert.Equal(
            "LSTM + QKAN on shm: within 0.1 % at 1024 shots holds for 2 of 5 seeds; the median change is +5.00 %, R2 0.9000 exact, 0.8000 measured. "
            + "The excess falls as 1/shots, so that 0.1 % takes about 5.1e+4 shots.",
            found[3]);
        Assert.StartsWith("QKAN-LSTM on telecom: within 0.1 % at 1024 shots does not hold; the median change is +5.00 %", found[4], StringComparison.Ordinal);
        Assert.Equal("telecom: 1024 shots add to the MSE, in the median: QKAN-LSTM, all steps 0.1000; QKAN-LSTM, last step 0.1000; LSTM + QKAN 0.1000.", found[8]);
    }

    [Fact]
    public void TheReportShowsEverySetting()
    {
        Study study = QkanLstmPaper.HardwareShots(3);
        StudyResult result = FakeRuns.Of(study, (_, seed, metric, _, _) => metric == "mse_change" ? seed switch { 0 => 0.5, 1 => 0.0123, _ => 2000 } : 0.9);
        ReportBlock[] blocks = [.. study.Report(result)];
        TextTable[] tables = [.. blocks.OfType<TextTable>()];
        Assert.Equal(3, tables.Length);
        Assert.Equal(["QKAN-LSTM, all steps", "", "QKAN-LSTM, last step", "", "LSTM + QKAN", ""], tables[0].Rows.Select(row => row[0].Text));
        Assert.Equal(["none", "noisy", "none", "noisy", "none", "noisy"], tables[0].Rows.Select(row => row[1].Text));
        Assert.Equal(["circuits measured", "noise", "4096 shots", "1024 shots", "256 shots"], tables[0].Columns.Select(column => column.Header));
        Assert.Equal("+50 %\n+1.23..>99999", tables[0].Rows[0][2].Text);
        string[] texts = [.. blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text)];
        Assert.Contains(texts, text => text == "bessel, R2 of exact circuits: QKAN-LSTM (58 parameters, 32 circuits a forecast) 0.9000; LSTM + QKAN (71 parameters, 4 circuits a forecast) 0.9000; last value 0.9899.");
        Assert.Contains(texts, text => text.EndsWith("noisy: depolarising probability 0.001 after every gate and 0.01 to misread a bit as well.", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith("- QKAN-LSTM on bessel: within", StringComparison.Ordinal));

        // The claimed change has no colour, a million times it the deepest.
        Assert.Equal(Math.Log10(0.5 / 0.001) / 6, tables[0].Rows[0][2].Shade!.Value, 1e-12);
        Assert.Null(tables[0].Rows[0][0].Shade);

        JsonObject json = ShotJson.Of(result), model = json["models"]![0]!.AsObject(), condition = model["conditions"]![1]!.AsObject();
        Assert.Equal((3, 0.001, 6), ((int)json["seeds"]!, (double)json["claimedChange"]!, json["models"]!.AsArray().Count));
        Assert.Equal(("bessel", "QKAN-LSTM", 58, 32, 14), ((string?)model["data"], (string?)model["label"], (int)(double)model["parameters"]!, (int)model["circuits"]!, model["conditions"]!.AsArray().Count));
        Assert.Equal((4096, false, false), ((int)condition["shots"]!, (bool)condition["noisy"]!, (bool)condition["lastStep"]!));
        Assert.Equal([0.5, 0.0123, 2000], condition["mseChange"]!["bySeed"]!.AsArray().Select(value => (double)value!));
        Assert.Equal((0.5, 0.9), ((double)condition["mseChange"]!["median"]!, (double)condition["r2"]!["median"]!));
        Assert.Equal(study.Findings(result.Table).Length, json["reading"]!.AsArray().Count);
    }

    private static StudyTable Table(Func<string, ulong, string, double> change) => FakeRuns.Of(
        QkanLstmPaper.HardwareShots(5),
        (one, seed, metric, _, condition) => metric switch
        {
            "mse_change" => change(one.Data, seed, condition),
            "mse" => condition == "exact" ? 0.2 : 0.3,
            _ => condition == "exact" ? 0.9 : 0.8,
        }).Table;

    private sealed class Named(string name) : ICircuitBackend
    {
        public int Calls { get; private set; }

        public string Name => name;

        public int MaxQubits => 1;

        public int? Shots => 9;

        public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
        {
            Calls++;
            return [];
        }

        public IReadOnlyList<Outcome> RunBound(IReadOnlyList<BoundCircuit> circuits, CancellationToken cancellationToken = default) => Run([], cancellationToken);
    }
}
