using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>Options out of range are refused in one line that names the option, what was found and what is allowed.</summary>
public class TrainingOptionsTests
{
    private static readonly (TrainingOptions Options, string Message)[] Bad =
    [
        (new() { Epochs = 0 }, "epochs is 0, expected 1 or more"),
        (new() { BatchSize = -3 }, "batch size is -3, expected 1 or more"),
        (new() { Threads = 0 }, "threads is 0, expected 1 or more"),
        (new() { Objective = Objective.Huber(0) }, "Huber's delta is 0, expected a finite number above 0"),
        (new() { Objective = Objective.Pinball([]) }, "there is no level, expected at least one between 0 and 1"),
        (new() { Objective = Objective.Pinball(0.5, 0.1) }, "level 0.1 follows another that is not below it, expected rising levels"),
        (new() { Objective = Objective.Pinball(1) }, "level 1 is not between 0 and 1"),
        (new() { ClipNorm = 0 }, "clip norm is 0, expected a number above 0, or none"),
        (new() { ClipNorm = double.NaN }, "clip norm is NaN, expected a number above 0, or none"),
        (new() { EarlyStopping = new() { Patience = 0 } }, "early stopping's patience is 0, expected 1 or more"),
        (new() { EarlyStopping = new() { MinDelta = double.NaN } }, "early stopping's smallest fall is NaN, expected a finite number of 0 or more"),
        (new() { EarlyStopping = new() { MinDelta = -1 } }, "early stopping's smallest fall is -1, expected a finite number of 0 or more"),
        (new() { Optimizer = new AdamConfig { LearningRate = 0 } }, "learning rate is 0, expected a number above 0, such as 0.01"),
        (new() { Optimizer = new SgdConfig { LearningRate = double.NaN } }, "learning rate is NaN, expected a number above 0, such as 0.01"),
        (new() { Optimizer = new RmsPropConfig { LearningRate = double.PositiveInfinity } }, "learning rate is Infinity, expected a number above 0, such as 0.01"),
        (new() { Optimizer = new AdamConfig { Beta1 = 1 } }, "Adam's beta1 is 1, expected 0 or more and less than 1"),
        (new() { Optimizer = new AdamConfig { Beta2 = -0.1 } }, "Adam's beta2 is -0.1, expected 0 or more and less than 1"),
        (new() { Optimizer = new AdamConfig { Epsilon = -1 } }, "Adam's epsilon is -1, expected a finite number of 0 or more"),
        (new() { Optimizer = new AdamConfig { WeightDecay = -1 } }, "weight decay is -1, expected a finite number of 0 or more"),
        (new() { Optimizer = new RmsPropConfig { Alpha = double.NaN } }, "RMSprop's alpha is NaN, expected 0 or more and less than 1"),
        (new() { Optimizer = new SgdConfig { Momentum = 1 } }, "momentum is 1, expected 0 or more and less than 1"),
        (new() { Schedule = new CosineSchedule { Floor = 2 } }, "the cosine's floor is 2, expected 0 to 1"),
        (new() { Schedule = new StepSchedule { Every = 0 } }, "the step schedule's epochs between steps are 0, expected 1 or more"),
        (new() { Schedule = new StepSchedule { Gamma = 0 } }, "the schedule's gamma is 0, expected above 0 and at most 1"),
        (new() { Schedule = new PlateauSchedule { Patience = 0 } }, "the plateau schedule's patience is 0, expected 1 or more"),
        (new() { Schedule = new PlateauSchedule { Gamma = 1.5 } }, "the schedule's gamma is 1.5, expected above 0 and at most 1"),
    ];

    public static TheoryData<string> Messages => [.. Bad.Select(bad => bad.Message)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void OutOfRangeIsNamed(string message)
    {
        TrainingOptions options = Bad.Single(bad => bad.Message == message).Options;
        SequenceModel model = Toy.Model();
        float[] before = [.. model.Parameters];
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Fit(model, Toy.Waves(20), Toy.Waves(5), options));
        Assert.Equal(message, error.Message);
        Assert.Equal(before, model.Parameters);
    }

    [Fact]
    public void TheDefaultsAreThePapers()
    {
        var options = new TrainingOptions();
        options.Validate();
        Assert.Equal((30, 16, Objective.Mse, 1), (options.Epochs, options.BatchSize, options.Objective, options.Threads));
        Assert.Equal(new AdamConfig { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, WeightDecay = 0 }, options.Optimizer);
        Assert.Equal(new ConstantSchedule(), options.Schedule);
        Assert.Null(options.ClipNorm);
        Assert.Null(options.EarlyStopping);
    }
}
