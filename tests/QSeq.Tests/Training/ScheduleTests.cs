using QSeq.Training;

namespace QSeq.Tests.Training;

public class ScheduleTests
{
    [Fact]
    public void ConstantIsOne() => Assert.Equal([1, 1, 1], Factors(new ConstantSchedule(), 3));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    public void CosineGoesFromOneTowardsTheFloor(double floor)
    {
        const int epochs = 30;
        double[] factors = Factors(new CosineSchedule { Floor = floor }, epochs + 1);
        Assert.Equal(1, factors[0]);
        Assert.Equal((1 + floor) / 2, factors[epochs / 2], Tolerance.TwoDoubleRoutes);
        Assert.Equal(floor, factors[epochs], Tolerance.TwoDoubleRoutes); // the epoch after the last
        for (int epoch = 0; epoch <= epochs; epoch++)
        {
            Assert.Equal(floor + ((1 - floor) * (1 + Math.Cos(Math.PI * epoch / epochs)) / 2), factors[epoch], Tolerance.TwoDoubleRoutes);
            if (epoch > 0) Assert.True(factors[epoch] < factors[epoch - 1]);
        }

        double[] Factors(Schedule schedule, int count)
        {
            ScheduleRun run = schedule.Start(epochs);
            return [.. Enumerable.Range(0, count).Select(run.Factor)];
        }
    }

    [Fact]
    public void CosineOfOneEpochIsOne() => Assert.Equal([1], Factors(new CosineSchedule(), 1));

    [Fact]
    public void StepFallsAfterEveryFewEpochs() =>
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25], Factors(new StepSchedule { Every = 3, Gamma = 0.5 }, 8));

    [Fact]
    public void PlateauFallsWhenTheLossHasNotFallenForAWhile()
    {
        ScheduleRun run = new PlateauSchedule { Patience = 2, Gamma = 0.1 }.Start(100);
        double[] losses = [3, 2, 2, 2.5, 1, 1, 1, 1, 1, 0.5];
        List<double> factors = [];
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            factors.Add(run.Factor(epoch));
            run.Report(losses[epoch]);
        }

        factors.Add(run.Factor(losses.Length));
        Assert.Equal([1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001], factors.Select(factor => Math.Round(factor, 9)));
    }

    [Fact]
    public void EveryRunStartsAfresh()
    {
        Schedule schedule = new PlateauSchedule { Patience = 1 };
        ScheduleRun first = schedule.Start(9);
        first.Report(1);
        first.Report(1);
        Assert.Equal(0.5, first.Factor(2));
        Assert.Equal(1, schedule.Start(9).Factor(0));
    }

    [Fact]
    public void TheTrainerUsesIt()
    {
        var told = new Told(_ => { });
        Trainer.Fit(Toy.Model(), Toy.Waves(20), null, new() { Epochs = 5, Schedule = new StepSchedule { Every = 2, Gamma = 0.5 } }, told);
        Assert.Equal([0.01, 0.01, 0.005, 0.005, 0.0025], told.Reports.Select(report => report.LearningRate));
    }

    private static double[] Factors(Schedule schedule, int epochs)
    {
        ScheduleRun run = schedule.Start(epochs);
        return [.. Enumerable.Range(0, epochs).Select(run.Factor)];
    }
}
