using QSeq.Data;
using QSeq.Engines;
using QSeq.Hardware;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Quantum.Simulators;
using QSeq.Tests.Quantum.Mitigation;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Hardware;

[Trait(Speed.Name, Speed.Slow)]
public class HardwareTrainerTests
{
    private static readonly NoiseModel Noise = NoiseModel.Uniform([NoiseChannel.Depolarising(0.01)], ReadoutError.Symmetric(0.02));

    private static NoisyBackend Backend(string kind) => kind switch
    {
        "exact" => NoisyBackend.For(),
        "512 shots" => NoisyBackend.For(shots: 512, seed: 5),
        _ => NoisyBackend.For(Noise, shots: 512, seed: 5),
    };

    private static HardwareTrainingOptions Options(int epochs = 4) =>
        new() { Training = new TrainingOptions { Epochs = epochs, BatchSize = 8, Seed = 2, Optimizer = new AdamConfig { LearningRate = 0.05 } } };

    private static SequenceModel Model(string name) => new(ModelCatalogue.Default.Find(name).Preset with { Hidden = 1 }, 1);

    /// <summary>The mean squared error without shots and noise.</summary>
    private static double Loss(SequenceModel model, WindowSet data) => new BatchPredictor(model, new WindowSource(model, data, null, "test")).Loss(Objective.Mse);

    [Theory]
    [InlineData("qkan-lstm", "exact")]
    [InlineData("qkan-lstm", "512 shots")]
    [InlineData("qkan-lstm", "noise")]
    [InlineData("qlstm", "exact")]
    [InlineData("qlstm", "512 shots")]
    [InlineData("qlstm", "noise")]
    public void LearnsASeries(string name, string kind)
    {
        WindowSet data = Toy.Waves(32, window: 3);
        SequenceModel model = Model(name);
        double before = Loss(model, data);
        HardwareTrainingResult result = HardwareTrainer.Fit(model, data, null, Backend(kind), Options(10));
        Assert.Equal(StopReason.Completed, result.Training.Stop);
        double after = Loss(model, data);
        Measured.Record($"{name}, {kind}: loss left of 1", after / before);
        Assert.InRange(after / before, 0, 0.5);
        Assert.Equal(kind == "exact" ? 0 : 512 * result.Cost.Circuits, result.Cost.Shots);
    }

    [Fact]
    public void OnAnExactBackendItIsTheTrainerItself()
    {
        WindowSet data = Toy.Waves(24, window: 3), validation = Toy.Waves(8, window: 3);
        SequenceModel model = Model("qkan-lstm"), other = Model("qkan-lstm");
        HardwareTrainingResult result = HardwareTrainer.Fit(model, data, validation, new TinyBackend(), Options(2));
        TrainingResult expected = Trainer.Fit(other, data, validation, Options(2).Training);
        Close.Values("hardware training", Close.Widen(other.Parameters), Close.Widen(model.Parameters), Tolerance.Gradient);
        Close.Values("hardware losses", [.. expected.History.Select(e => e.TrainLoss)], [.. result.Training.History.Select(e => e.TrainLoss)], Tolerance.Gradient);
        Close.Values("hardware validation", [.. expected.History.Select(e => e.ValidationLoss!.Value)], [.. result.Training.History.Select(e => e.ValidationLoss!.Value)], Tolerance.Gradient);
        Assert.Equal(expected.BestEpoch, result.Training.BestEpoch);
    }

    [Fact]
    public void SimultaneousPerturbationLearnsAtAFractionOfTheCircuits()
    {
        WindowSet data = Toy.Waves(32, window: 3);
        SequenceModel model = Model("qkan-lstm");
        double before = Loss(model, data);
        HardwareTrainingOptions options = Options(20) with { Rule = GradientRule.Spsa, Spsa = new SpsaOptions { Draws = 2 } };
        HardwareTrainingResult result = HardwareTrainer.Fit(model, data, null, Backend("512 shots"), options);
        Assert.InRange(Loss(model, data) / before, 0, 0.7);

        // 81 batches (the last proves the last weights) of 8 windows, 3 steps, 8 circuits, 2 draws, 2 evaluations.
        Assert.Equal(81L * 8 * 3 * 8 * 2 * 2, result.Cost.Circuits);
    }

    [Theory]
    [InlineData(GradientRule.ParameterShift)]
    [InlineData(GradientRule.Spsa)]
    public void TheSameSeedGivesTheSameBits(GradientRule rule)
    {
        WindowSet data = Toy.Waves(16, window: 2);
        float[] Train(ulong seed)
        {
            SequenceModel model = Model("qkan-lstm");
            HardwareTrainer.Fit(model, data, data, NoisyBackend.For(Noise, 64, seed), Options(2) with { Rule = rule });
            return model.Parameters;
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void CancellingGoesBackToTheLastEpoch()
    {
        WindowSet data = Toy.Waves(16, window: 2);
        SequenceModel model = Model("qkan-lstm");
        using var source = new CancellationTokenSource();
        float[] first = [];
        int jobs = 0;
        var backend = new TinyBackend { Before = () => { if (first.Length > 0 && ++jobs == 2) source.Cancel(); } };
        var told = new Told(report => first = report.Epoch == 1 ? [.. model.Parameters] : first);
        Assert.Throws<OperationCanceledException>(() => HardwareTrainer.Fit(model, data, null, backend, Options(3), told, source.Token));
        Assert.Equal(first, model.Parameters);
        Assert.Single(told.Reports);
    }

    [Fact]
    public void BadOptionsAndDataAreRefused()
    {
        WindowSet data = Toy.Waves(16);
        SequenceModel model = Model("qkan-lstm");
        void Refused(HardwareTrainingOptions options) => Assert.ThrowsAny<ArgumentException>(() => HardwareTrainer.Fit(model, data, null, new TinyBackend(), options));
        Refused(Options() with { Spsa = new SpsaOptions { Perturbation = 0 } });
        Refused(Options() with { Spsa = new SpsaOptions { Decay = -1 } });
        Refused(Options() with { Spsa = new SpsaOptions { Draws = 0 } });
        Refused(Options() with { Rule = (GradientRule)9 });
        Refused(Options(0));
        Refused(Options() with { Training = new TrainingOptions { Objective = Objective.CrossEntropy } });
        Refused(Options() with { Training = new TrainingOptions { EarlyStopping = new EarlyStopping() } });
        Assert.ThrowsAny<ArgumentException>(() => HardwareTrainer.Fit(model, Toy.Waves(16, sequence: true), null, new TinyBackend()));
    }
}
