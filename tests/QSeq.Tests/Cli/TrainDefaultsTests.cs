using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Training;

namespace QSeq.Tests.Cli;

/// <summary>What <c>qseq train</c> does where options are left out: circuits by the model's preset, batch and early stopping by a rule.</summary>
public sealed class TrainDefaultsTests : CliRun
{
    [Theory]
    [InlineData(true, Entangler.Chain, true, 0.01, "qlstm")]
    [InlineData(false, Entangler.Chain, true, 0.01, "qlstm", "--qubits", "3")]
    [InlineData(true, Entangler.EvenOdd, true, 0.01, "qlstm-chen")]
    [InlineData(false, Entangler.Ring, false, null, "qlstm", "--entangler", "ring", "--hadamard", "off", "--wires", "hidden-first", "--angles", "uniform")]
    [InlineData(false, Entangler.Chain, false, null, "qlstm-chen", "--entangler", "chain", "--hadamard", "off", "--wires", "hidden-first", "--angles", "uniform")]
    public void A_qlstm_is_as_its_preset_or_its_options_say(bool inputsFirst, Entangler entangler, bool hadamard, double? deviation, string model, params string[] options)
    {
        string file = Train(Waves(), ["--model", model, "--hidden", "2", .. options]);
        var gates = (QlstmGates)TrainedForecaster.Load(file).Model.Config.Gates;
        Assert.Equal((inputsFirst, entangler, hadamard, deviation), (gates.InputsFirst, gates.Circuit.Entangler, gates.Circuit.HadamardFirst, gates.Circuit.AngleDeviation));
        Assert.Equal(0, Run("verify", file).Code);
        string told = string.Join(' ', Run("inspect", file).Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        string cnots = entangler switch { Entangler.EvenOdd => "even-odd", Entangler.Ring => "ring", _ => "chain" };
        Assert.Contains($"circuits depth 3, CNOTs {cnots}{(hadamard ? ", H first" : "")}{(inputsFirst ? ", inputs first" : "")} parameters", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 10)]
    [InlineData(16, null, "--linear", "off")]
    [InlineData(16, null, "--sequence")]
    [InlineData(64, null, "--patience", "0")]
    [InlineData(64, 3, "--patience", "3")]
    [InlineData(8, 10, "--batch", "8")]
    [InlineData(64, null, "--split", "0.8,0")]
    [InlineData(256, null, "--global")]
    [InlineData(256, 4, "--global", "--patience", "4")]
    public void Batch_and_early_stopping_follow_the_linear_forecast(int batch, int? patience, params string[] options)
    {
        string file = In("rule.qseq");
        CliAnswer answer = Run(["train", Waves(columns: ["a", "b"]), .. options.Contains("--global") ? (string[])[] : ["--column", "a"], "--window", "4", "--epochs", "2", "--out", file, .. options]);
        Assert.True(answer.Code == 0, answer.Err);
        TrainingOptions training = options.Contains("--global") ? GlobalForecaster.Load(file).Recipe.Training : TrainedForecaster.Load(file).Recipe.Training;
        Assert.Equal((batch, patience), (training.BatchSize, training.EarlyStopping?.Patience));
    }

    [Fact]
    public void A_qlstm_of_six_circuits_has_the_options_of_its_circuits()
    {
        string file = Train(Waves(), "--model", "qlstm-6", "--hidden", "2", "--depth", "2", "--hadamard", "on", "--angles", "small", "--entangler", "even-odd");
        Assert.Equal(
            new VqcOptions { Depth = 2, HadamardFirst = true, AngleDeviation = 0.01, Entangler = Entangler.EvenOdd },
            ((SixCircuitGates)TrainedForecaster.Load(file).Model.Config.Gates).Circuit);
    }
}
