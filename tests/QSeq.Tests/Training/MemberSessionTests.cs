using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Hardware;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum.Simulators;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>A model of several members is made of models that are trained by themselves, and answers with their median.</summary>
public sealed class MemberSessionTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 12, BatchSize = 8, Seed = 5, EarlyStopping = new EarlyStopping { Patience = 1, MinDelta = 0.004 } };

    [Fact]
    public void ItTakesTheMemoryOfAllMembers()
    {
        using TrainingSession one = Trainer.Start(Model(1, seed: 5), Train, Validation, Options), three = Trainer.Start(Model(3, seed: 5), Train, Validation, Options);
        Assert.True(one.BufferBytes > 0);
        Assert.Equal(3 * one.BufferBytes, three.BufferBytes);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(2, 5)]
    public void EachIsTrainedAsByItself(int members, int threads)
    {
        SequenceModel model = Model(members, seed: 5);
        TrainingResult result = Trainer.Fit(model, Train, Validation, Options with { Threads = threads });
        int each = model.Table.Length / members;
        TrainingResult[] alone = new TrainingResult[members];
        for (int n = 0; n < members; n++)
        {
            SequenceModel one = Model(1, seed: 5 + (ulong)n);
            alone[n] = Trainer.Fit(one, Train, Validation, Options with { Seed = 5 + (ulong)n });
            Assert.Equal(one.Parameters, model.Parameters.AsSpan(n * each, each).ToArray());
        }

        Assert.True(members < 3 || alone.Select(one => one.History.Count).Distinct().Count() > 1); // so that one goes on without another
        Assert.Equal(alone.Max(one => one.History.Count), result.History.Count);
        Assert.Equal(alone.Max(one => one.BestEpoch), result.BestEpoch);
        for (int epoch = 0; epoch < result.History.Count; epoch++)
        {
            EpochReport[] reports = [.. alone.Select(one => one.History[Math.Min(epoch, one.History.Count - 1)])];
            Assert.Equal(reports.Average(one => one.TrainLoss), result.History[epoch].TrainLoss);
            Assert.Equal(reports.Average(one => one.ValidationLoss), result.History[epoch].ValidationLoss);
            Assert.Equal(reports.Any(one => one.Epoch == epoch + 1 && one.IsBest), result.History[epoch].IsBest);
            Assert.Equal(0.01, result.History[epoch].LearningRate);
        }
    }

    [Fact]
    public void HowItEnded()
    {
        Assert.Equal(StopReason.Completed, Trainer.Fit(Model(2), Train, Validation, Options with { EarlyStopping = null }).Stop);
        TrainingResult result = Trainer.Fit(Model(2), Train, Validation, Options with { Epochs = 200 });
        Assert.Equal((StopReason.EarlyStopping, null), (result.Stop, result.Message));
        Assert.True(result.History.Count < 200);
    }

    [Fact]
    public void StoppedAnywhereItEndsInTheSameBits()
    {
        SequenceModel whole = Model(3);
        using TrainingSession never = Trainer.Start(whole, Train, Validation, Options);
        int steps = 0;
        while (never.Step() is not null || never.Result is null) steps++;
        for (int stop = 0; stop <= steps; stop++)
        {
            using TrainingSession first = Trainer.Start(Model(3), Train, Validation, Options);
            for (int n = 0; n < stop; n++) first.Step();
            SequenceModel model = Model(3, seed: 9);
            using TrainingSession second = Trainer.Start(model, Train, Validation, Options);
            second.Restore(first.State());
            Assert.Equal((first.History.Count, first.Batch, first.Batches), (second.History.Count, second.Batch, second.Batches));
            TrainingResult result = second.Run();
            Assert.Equal(whole.Parameters, model.Parameters);
            Assert.Equal(never.Result!.History, result.History);
            Assert.Equal((never.Result.Stop, never.Result.BestEpoch), (result.Stop, result.BestEpoch));
        }
    }

    [Fact]
    public void OneThatDivergesEndsTheRunAndIsNamed()
    {
        SequenceModel model = Model(3);
        int each = model.Table.Length / 3;
        model.Parameters[each + 3] = float.NaN;
        TrainingResult result = Trainer.Fit(model, Train, Validation, Options);
        Assert.Equal((StopReason.NonFiniteLoss, 0), (result.Stop, result.BestEpoch));
        Assert.StartsWith("Member 2 of 3, seed 6: The loss is NaN in epoch 1, batch 1", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancelledItHasTheLastEpoch()
    {
        SequenceModel model = Model(2), longer = Model(2);
        using var source = new CancellationTokenSource();
        var options = Options with { EarlyStopping = null };
        Assert.Throws<OperationCanceledException>(() => Trainer.Fit(model, Train, Validation, options, new Told(report =>
        {
            if (report.Epoch == 3) source.Cancel();
        }), source.Token));
        float[] after = [];
        Trainer.Fit(longer, Train, Validation, options, new Told(report =>
        {
            if (report.Epoch == 4) after = [.. longer.Parameters];
        }));
        using TrainingSession three = Trainer.Start(longer = Model(2), Train, Validation, options);
        while (three.History.Count < 3) three.Step();
        three.BackToLastEpoch();
        Assert.Equal(longer.Parameters, model.Parameters);
        Assert.NotEqual(after, model.Parameters);
    }

    [Fact]
    public void AForecastIsTheMedianAndTheFileKeepsIt()
    {
        SeriesTable table = Toy.Table(120, t => t + (5 * Math.Sin(t)));
        ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm") with
        {
            Windows = new WindowOptions { Window = 6, Horizon = 2 },
            Training = Options,
            Levels = [0.8],
        };
        recipe = recipe with { Network = recipe.Network with { Residual = new ResidualOptions { Normalisation = Normalisation.LastValue } } };
        TrainedForecaster model = TrainedForecaster.Fit(table, Of(recipe, 3));
        double[][] alone = [.. Enumerable.Range(0, 3).Select(n => TrainedForecaster.Fit(table, recipe with { Training = Options with { Seed = 5 + (ulong)n } }).Forecast(table.Column(0)))];
        for (int h = 0; h < 2; h++) Assert.Equal(alone.Select(one => one[h]).Order().ElementAt(1), model.Forecast(table.Column(0))[h], 6);
        var read = TrainedForecaster.FromBytes(model.ToBytes(), "file");
        Assert.Equal((3, model.Digest, model.Forecast(table.Column(0))[1]), (read.Recipe.Network.Members, read.Digest, read.Forecast(table.Column(0))[1]));
        Assert.Equal(model.Calibration!.Widths.ToArray(), read.Calibration!.Widths.ToArray());
        Assert.DoesNotContain("members", TrainedForecaster.Fit(table, recipe).ToJson(), StringComparison.Ordinal); // files of one stay as they were

        static ForecastRecipe Of(ForecastRecipe recipe, int members) => recipe with { Network = recipe.Network with { Members = members } };
    }

    [Fact]
    public void EveryMemberHasReferencesOfItsOwn()
    {
        SequenceModelConfig config = Toy.Config("qk-lstm");
        var model = new SequenceModel(config with { Members = 2 }, 5);
        KernelReferences.FromData(model, Train, 5);
        int each = model.Table.Length / 2;
        for (int n = 0; n < 2; n++)
        {
            var one = new SequenceModel(config, 5 + (ulong)n);
            KernelReferences.FromData(one, Train, 5 + (ulong)n);
            Assert.Equal(one.Parameters, model.Parameters.AsSpan(n * each, each).ToArray());
        }

        Assert.Contains("2 members", Assert.Throws<ArgumentException>(() => KernelReferences.Set(model, [1f])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsOfOneNetworkRefusesSeveral()
    {
        Assert.Contains("median of 2 members", Assert.Throws<ArgumentException>(() => HardwareModel.Circuits(Model(2))).Message, StringComparison.Ordinal);
        Assert.Contains("median of 2 members", Assert.Throws<ArgumentException>(() => new HardwareModel(Model(2), new StateVectorBackend())).Message, StringComparison.Ordinal);
        foreach (int members in (int[])[0, 33])
            Assert.Contains($"{members} members are out of range; choose 1 to 32", Assert.ThrowsAny<ArgumentException>(() => Model(members)).Message, StringComparison.Ordinal);
    }

    private static WindowSet Train => Toy.Waves(40);

    private static WindowSet Validation => Toy.Windows(Toy.Table(24, t => Toy.Wave(t + 50)));

    private static SequenceModel Model(int members, ulong seed = 5) => new(Toy.Config("qkan-lstm") with { Members = members }, seed);
}
