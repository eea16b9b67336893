using QSeq.Data;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Tests.Studies;

/// <summary>
/// The decoded presets, trained as in the paper, land where PyTorch lands (PAPERS.md's last table): Bessel, 30 epochs,
/// batch 16, median test R2 over five seeds. The thresholds are the issue's.
/// </summary>
public class PresetsLandTests
{
    private static readonly DataSplit Bessel = PaperExperiments.BesselData();

    [Theory]
    [InlineData("LSTM", 0.998)]
    [InlineData("QKAN-LSTM", 0.985)]
    [InlineData("HQKAN-LSTM", 0.985)]
    public void OnBessel(string label, double least)
    {
        Contender contender = PaperExperiments.Bessel.Single(c => c.Label == label);
        var spread = Spread.Of(Enumerable.Range(0, 5).Select(seed => SeedSweep.Run(contender, Bessel, new TrainingOptions(), (ulong)seed).Scaled.R2));
        Measured.Record($"1 - median R2 of {label} on Bessel", 1 - spread.Median);
        Assert.True(spread.Median >= least, $"{label}: {spread}");
    }
}
