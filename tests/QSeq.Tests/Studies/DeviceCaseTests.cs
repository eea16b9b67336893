using QSeq.Hardware;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;
using QSeq.Studies;
using QSeq.Studies.Papers;

namespace QSeq.Tests.Studies;

[Trait(Speed.Name, Speed.Slow)]
public class DeviceCaseTests
{
    private static readonly Lazy<(ForecastCase Case, SequenceModel Model)> Trained = new(() =>
    {
        ForecastCase one = Qkan(QkanLstmPaper.Shm(epochs: 6))[0];
        return (one, one.Restore(one.Run(1)).Model);
    });

    [Fact]
    public void TheCasesAreThePapersQkanModels() => Assert.Equal(
        [("bessel", 58.0), ("bessel", 33), ("shm", 171), ("shm", 47)],
        QkanLstmPaper.Hardware().Cases.Select(one => (one.Data, one.Facts.Single(fact => fact.Metric == "parameters").Values[0])));

    [Fact]
    public void EveryConditionIsThereOnce()
    {
        Assert.Equal(4 * ((4 * 2 * 2) - 1), DeviceStudy.Conditions.Length);
        Assert.Equal(64, DeviceStudy.Conditions.Concat(DeviceStudy.Aware).Select(condition => condition.Name).Distinct().Count());
    }

    [Fact]
    public void EveryConditionOfEverySeedAndModelHasShotsOfItsOwn()
    {
        ulong[] seeds =
        [
            .. from one in QkanLstmPaper.Hardware().Cases.Cast<DeviceCase>()
               from seed in new ulong[] { 0, 1 }
               from condition in DeviceStudy.Conditions.Concat(DeviceStudy.Aware)
               select one.ShotSeed(seed, condition),
        ];
        Assert.Equal(4 * 2 * 64, seeds.Distinct().Count());
    }

    [Fact]
    public void ARunAsksThroughTheConditionsWithTheirOwnShots()
    {
        ForecastCase plain = Qkan(QkanLstmPaper.Shm(epochs: 2))[1];
        DeviceCondition[] conditions = [new(256, 0, 0, false), new(256, 0.03, 0, false), new(256, 0.03, 0, false, TrainedUnder: true)];
        var one = new DeviceCase(plain, [.. conditions], Extrapolation.Linear);
        StudyRun run = one.Run(5);
        SequenceModel model = plain.Restore(plain.Run(5)).Model;
        foreach (DeviceCondition condition in conditions[..2])
            Assert.Equal(DeviceCase.Evaluate(model, plain.Split.Test, condition, Extrapolation.Linear, one.ShotSeed(5, condition)).R2, run.Value("r2", condition.Name));
        Assert.NotEqual(DeviceCase.Evaluate(model, plain.Split.Test, conditions[2], Extrapolation.Linear, one.ShotSeed(5, conditions[2])).R2, run.Value("r2", conditions[2].Name));
        Assert.NotEqual(one.Identity(5), new DeviceCase(plain, [.. conditions[..2]], Extrapolation.Linear).Identity(5));
        Assert.NotEqual(one.Identity(5), new DeviceCase(plain, [.. conditions], Extrapolation.Exponential).Identity(5));
    }

    [Fact]
    public void WithoutNoiseAndWithExactProbabilitiesItIsTheModelsOwnScore()
    {
        foreach (ForecastCase one in (ForecastCase[])[.. Qkan(QkanLstmPaper.Bessel(epochs: 2)), .. Qkan(QkanLstmPaper.Shm(epochs: 2))])
        {
            StudyRun run = one.Run(3);
            DeviceScore score = DeviceCase.Evaluate(one.Restore(run).Model, one.Split.Test, new DeviceCondition(null, 0, 0, false), Extrapolation.Exponential, 0);
            Assert.Equal(run.Value("r2"), score.R2, Tolerance.HardwareR2);
            Assert.Equal(new HardwareCost((long)one.Split.Test.Count * one.Split.Test.Window * HardwareModel.Templates(one.Restore(run).Model).Count, 0), score.Cost);
        }
    }

    [Fact]
    public void AModelTrainedUnderNoiseScoresOnTheDeviceAsByItself()
    {
        foreach (ForecastCase one in (ForecastCase[])[.. Qkan(QkanLstmPaper.Bessel(epochs: 2)), .. Qkan(QkanLstmPaper.Shm(epochs: 2))])
        {
            var noisy = new ForecastCase(one.Data, DeviceCase.Under((ForecastEntry)one.Entry, new GateNoise { Depolarising = 0.03 }), one.Table, one.Recipe);
            StudyRun run = noisy.Run(3);
            Assert.Equal(run.Value("r2"), DeviceCase.Evaluate(noisy.Restore(run).Model, one.Split.Test, new DeviceCondition(null, 0.03, 0, false), Extrapolation.Exponential, 0).R2, Tolerance.HardwareR2);
        }

        Assert.Throws<ArgumentException>(() => DeviceCase.Under(QkanLstmPaper.ShmEntries[0], new GateNoise()));
    }

    [Fact]
    public void ShotNoiseFallsWithShots()
    {
        double exact = R2(null, 0, 0, false);
        double[] off = [.. new[] { 64, 1024, 16384 }.Select(shots => Enumerable.Range(0, 4).Average(seed => Math.Abs(R2(shots, 0, 0, false, (ulong)seed) - exact)))];
        Assert.True(off[0] > 2 * off[1] && off[1] > 2 * off[2], string.Join(", ", off));
    }

    [Theory]
    [InlineData(0.03, 0)] // depolarising noise decays exponentially: the extrapolation is exact
    [InlineData(0, 0.02)] // exactly what inversion undoes
    [InlineData(0.01, 0.02)]
    public void MitigationTakesTheBiasAway(double depolarising, double readout)
    {
        double exact = R2(null, 0, 0, false);
        double without = Math.Abs(R2(null, depolarising, readout, false) - exact), with = Math.Abs(R2(null, depolarising, readout, true) - exact);
        Assert.True(with < 1e-9 && without > 1e-4, $"{without} without, {with} with");
    }

    [Fact]
    public void MitigationCostsThreeTimesTheCircuitsAndACalibration()
    {
        int forecasts = Trained.Value.Case.Split.Test.Count;
        DeviceScore plain = Score(new DeviceCondition(256, 0.01, 0.02, false), 1), mitigated = Score(new DeviceCondition(256, 0.01, 0.02, true), 1);
        Assert.Equal(24 * 4 * forecasts, plain.Cost.Circuits);
        Assert.Equal(256 * plain.Cost.Circuits, plain.Cost.Shots);
        Assert.Equal(default, plain.Calibration);
        Assert.Equal(new HardwareCost(3 * plain.Cost.Circuits, 3 * plain.Cost.Shots), mitigated.Cost);
        Assert.Equal(new HardwareCost(96, 96 * 256), mitigated.Calibration);
    }

    [Fact]
    public void ALineTakesWeakNoiseAwayButForASmallRest()
    {
        // A rest of second order in the noise, where without mitigation it is of first order.
        double exact = R2(null, 0, 0, false), without = R2(null, 0.001, 0, false);
        double with = DeviceCase.Evaluate(Trained.Value.Model, Trained.Value.Case.Split.Test, new DeviceCondition(null, 0.001, 0, true), Extrapolation.Linear, 0).R2;
        Assert.InRange(Math.Abs(with - exact), 1e-9, Math.Abs(without - exact) / 5);
    }

    [Fact]
    public void AModelThatDivergedHasNoScore()
    {
        var model = new SequenceModel(Trained.Value.Model.Config, 0);
        model.Parameters[0] = float.NaN;
        Assert.True(double.IsNaN(DeviceCase.Evaluate(model, Trained.Value.Case.Split.Test, new DeviceCondition(null, 0, 0, false), Extrapolation.Exponential, 0).R2));
    }

    private static ForecastCase[] Qkan(CurveStudy study) => [.. study.Cases.Cast<ForecastCase>().Where(one => one.Entry.Label is "QKAN-LSTM" or "HQKAN-LSTM")];

    private static DeviceScore Score(DeviceCondition condition, ulong seed = 0) =>
        DeviceCase.Evaluate(Trained.Value.Model, Trained.Value.Case.Split.Test, condition, Extrapolation.Exponential, seed);

    private static double R2(int? shots, double depolarising, double readout, bool mitigated, ulong seed = 0) => Score(new DeviceCondition(shots, depolarising, readout, mitigated), seed).R2;
}
