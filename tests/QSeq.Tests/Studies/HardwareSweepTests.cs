using QSeq.Hardware;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Quantum.Simulators;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Tests.Studies;

public class HardwareSweepTests
{
    private static readonly TrainingOptions Short = new() { Epochs = 6 };
    private static readonly Lazy<(HardwareCase Case, SweepRun Run)> Trained = new(() =>
    {
        HardwareCase subject = HardwareExperiment.Cases().Single(one => one is { Data: "shm", Contender.Label: "QKAN-LSTM" });
        return (subject, SeedSweep.Run(subject.Contender, subject.Split, Short, 1));
    });

    [Fact]
    public void TheCasesAreThePapersQkanModels() =>
        Assert.Equal(
            [("bessel", 58), ("bessel", 33), ("shm", 171), ("shm", 47)],
            HardwareExperiment.Cases().Select(one => (one.Data, new SequenceModel(one.Contender.Config, 0).Table.TrainableCount)));

    [Fact]
    public void EveryConditionIsThereOnce()
    {
        Assert.Equal(4 * ((4 * 2 * 2) - 1), HardwareExperiment.Conditions.Length);
        Assert.Equal(HardwareExperiment.Conditions.Length, HardwareExperiment.Conditions.Select(condition => condition.Name).Distinct().Count());
    }

    [Fact]
    public void WithoutNoiseAndWithExactProbabilitiesItIsTheModelsOwnScore()
    {
        foreach (HardwareCase subject in HardwareExperiment.Cases())
        {
            SweepRun run = SeedSweep.Run(subject.Contender, subject.Split, Short with { Epochs = 2 }, 3);
            HardwareScore score = HardwareSweep.Evaluate(run.Model, subject.Split.Test, new HardwareCondition(null, 0, 0, false), 0);
            Assert.Equal(run.Scaled.R2, score.R2, Tolerance.HardwareR2);
            Assert.Equal(new HardwareCost((long)subject.Split.Test.Count * subject.Split.Test.Window * HardwareModel.Templates(run.Model).Count, 0), score.Cost);
        }
    }

    [Fact]
    public void AModelTrainedUnderNoiseScoresOnTheDeviceAsByItself()
    {
        HardwareCase subject = HardwareExperiment.Cases()[0];
        foreach (HardwareCase one in HardwareExperiment.Cases())
        {
            SweepRun run = SeedSweep.Run(HardwareExperiment.Under(one.Contender, new GateNoise { Depolarising = 0.03 }), one.Split, Short with { Epochs = 2 }, 3);
            Assert.Equal(run.Scaled.R2, R2(run, one, null, 0.03, 0, false), Tolerance.HardwareR2);
        }

        Assert.Throws<ArgumentException>(() => HardwareExperiment.Under(subject.Contender with { Config = PaperExperiments.Shm[0].Config }, new GateNoise()));
    }

    [Fact]
    public void ShotNoiseFallsWithShots()
    {
        (HardwareCase subject, SweepRun run) = Trained.Value;
        double exact = R2(run, subject, null, 0, 0, false);
        double[] off = [.. new[] { 64, 1024, 16384 }.Select(shots => Enumerable.Range(0, 4).Average(seed =>
            Math.Abs(HardwareSweep.Evaluate(run.Model, subject.Split.Test, new HardwareCondition(shots, 0, 0, false), (ulong)seed).R2 - exact)))];
        Assert.True(off[0] > 2 * off[1] && off[1] > 2 * off[2], string.Join(", ", off));
    }

    [Theory]
    [InlineData(0.03, 0)] // depolarising noise decays exponentially: the extrapolation is exact
    [InlineData(0, 0.02)] // exactly what inversion undoes
    [InlineData(0.01, 0.02)]
    public void MitigationTakesTheBiasAway(double depolarising, double readout)
    {
        (HardwareCase subject, SweepRun run) = Trained.Value;
        double exact = R2(run, subject, null, 0, 0, false);
        double without = Math.Abs(R2(run, subject, null, depolarising, readout, false) - exact), with = Math.Abs(R2(run, subject, null, depolarising, readout, true) - exact);
        Assert.True(with < 1e-9 && without > 1e-4, $"{without} without, {with} with");
    }

    [Fact]
    public void MitigationCostsThreeTimesTheCircuitsAndACalibration()
    {
        (HardwareCase subject, SweepRun run) = Trained.Value;
        HardwareScore plain = HardwareSweep.Evaluate(run.Model, subject.Split.Test, new HardwareCondition(256, 0.01, 0.02, false), 1);
        HardwareScore mitigated = HardwareSweep.Evaluate(run.Model, subject.Split.Test, plain.Condition with { Mitigated = true }, 1);
        Assert.Equal(24 * 4 * plain.Forecasts, plain.Cost.Circuits);
        Assert.Equal(256 * plain.Cost.Circuits, plain.Cost.Shots);
        Assert.Equal(default, plain.Calibration);
        Assert.Equal(new HardwareCost(3 * plain.Cost.Circuits, 3 * plain.Cost.Shots), mitigated.Cost);
        Assert.Equal(new HardwareCost(96, 96 * 256), mitigated.Calibration);
    }

    [Fact]
    public void ALineTakesWeakNoiseAwayButForASmallRest()
    {
        // A rest of second order in the noise, where without mitigation it is of first order.
        (HardwareCase subject, SweepRun run) = Trained.Value;
        double exact = R2(run, subject, null, 0, 0, false), without = R2(run, subject, null, 0.001, 0, false);
        var line = new HardwareCondition(null, 0.001, 0, true) { Curve = QSeq.Quantum.Mitigation.Extrapolation.Linear };
        double with = HardwareSweep.Evaluate(run.Model, subject.Split.Test, line, 0).R2;
        Assert.InRange(Math.Abs(with - exact), 1e-9, Math.Abs(without - exact) / 5);
    }

    [Fact]
    public void AModelThatDivergedHasNoScore()
    {
        (HardwareCase subject, _) = Trained.Value;
        var model = new SequenceModel(subject.Contender.Config, 0);
        model.Parameters[0] = float.NaN;
        Assert.True(double.IsNaN(HardwareSweep.Evaluate(model, subject.Split.Test, new HardwareCondition(null, 0, 0, false), 0).R2));
    }

    private static double R2(SweepRun run, HardwareCase subject, int? shots, double depolarising, double readout, bool mitigated) =>
        HardwareSweep.Evaluate(run.Model, subject.Split.Test, new HardwareCondition(shots, depolarising, readout, mitigated), 0).R2;
}
