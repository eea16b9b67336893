using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Hardware;
using QSeq.Models;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;
using QSeq.Tests.Quantum.Mitigation;
using QSeq.Tests.Training;

namespace QSeq.Tests.Hardware;

public class HardwareModelTests
{
    [Theory]
    [MemberData(nameof(Toy.ModelNames), MemberType = typeof(Toy))]
    public void AnswersAsTheModelDoes(string name)
    {
        WindowSet data = Toy.Waves(20);
        SequenceModel model = Toy.Model(name);
        double[][] answers = new HardwareModel(model, new TinyBackend()).Predict(data);
        new Evaluator(model, data).Predict(null, out double[] expected, out _);
        Close.Values($"{name}: windows on hardware", expected, [.. answers.SelectMany(y => y)], Tolerance.Value);
    }

    [Fact]
    public void AStepOfAllSamplesAndGatesIsOneJob()
    {
        // QKAN-LSTM, hidden 2, input 1: 3 edges to each of 8 pre-activations.
        var backend = new TinyBackend();
        var model = new HardwareModel(Toy.Model("qkan-lstm"), backend);
        model.Predict(Toy.Waves(10));
        Assert.Equal([240, 240, 240, 240], backend.Jobs);
        Assert.Equal(new HardwareCost(960, 0), model.Cost);
    }

    [Fact]
    public void AGradientIsOneMoreJobOfTwoCircuitsAnAngle()
    {
        // 4 theta and one encoding angle, 10 shifted circuits for each.
        var backend = new TinyBackend();
        var model = new HardwareModel(Toy.Model("qkan-lstm"), backend);
        model.Gradient([[0.1, 0.2], [0.3, 0.4]], y => y);
        Assert.Equal([48, 48, 960], backend.Jobs);
        Assert.Equal(24, HardwareModel.Templates(model.Model).Count);
    }

    [Fact]
    public void BothDirectionsAndSeparateModulesShareAJob()
    {
        SequenceModelConfig config = new() { Gates = new HqkanGates { Packed = false }, Bidirectional = true };
        var backend = new TinyBackend();
        var model = new SequenceModel(config, 1);
        new HardwareModel(model, backend).Predict(Toy.Waves(5));
        Assert.Equal(Enumerable.Repeat(5 * HardwareModel.Templates(model).Count, 4), backend.Jobs);
    }

    [Fact]
    public void AClassicalModelRunsNothing()
    {
        var backend = new TinyBackend();
        var model = new HardwareModel(Toy.Model("lstm"), backend);
        model.Predict(Toy.Waves(5));
        model.Gradient([[0.1, 0.2]], y => y);
        Assert.Equal(default, model.Cost);
        Assert.Empty(backend.Jobs);
    }

    [Fact]
    public void MitigationCountsInTheCost()
    {
        var backend = new RepeatedMeasurement(new TinyBackend(), 3);
        SequenceModel model = Toy.Model("qlstm");
        var hardware = new HardwareModel(model, backend);
        hardware.Predict(Toy.Waves(5));
        Assert.Equal(new HardwareCost(3 * 5 * 4 * HardwareModel.Templates(model).Count, 0), hardware.Cost);
        Assert.Equal(default, new HardwareModel(model, backend).Cost); // what others ran is not its own
    }

    [Fact]
    public void LargeJobsAreCut()
    {
        var backend = new TinyBackend();
        var model = new HardwareModel(Toy.Model("qkan-lstm"), backend);
        model.Gradient([.. Enumerable.Range(0, 20).Select(_ => new double[] { 0.1, 0.2 })], y => y);
        Assert.Equal([480, 480, 8192, 1408], backend.Jobs);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        SequenceModel model = Toy.Model("qlstm");
        Assert.Contains("takes 2", Assert.Throws<ArgumentException>(() => new HardwareModel(model, new TinyBackend(maxQubits: 2))).Message, StringComparison.Ordinal);
        var hardware = new HardwareModel(model, new TinyBackend());
        Assert.Throws<ArgumentException>(() => hardware.Predict([]));
        Assert.Throws<ArgumentException>(() => hardware.Predict([[]]));
        Assert.Throws<ArgumentException>(() => hardware.Predict([[1, 2], [1]]));
        Assert.Throws<ArgumentException>(() => hardware.Predict(Toy.Waves(5, sequence: true)));
    }

    [Fact]
    public void CancellingEndsAJob()
    {
        using var source = new CancellationTokenSource();
        var hardware = new HardwareModel(Toy.Model("qlstm"), new TinyBackend { Before = source.Cancel });
        Assert.Throws<OperationCanceledException>(() => hardware.Predict(Toy.Waves(5), source.Token));
    }
}
