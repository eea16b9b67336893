using QSeq.Core;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Studies.Papers;
using QSeq.Tests.Training;

namespace QSeq.Tests.Studies;

/// <summary>The experiments as decoded in PAPERS.md: counts, splits and the variance behind every R2.</summary>
public class PaperExperimentsTests
{
    [Fact]
    public void ParameterCounts()
    {
        Assert.Equal([(166, 166), (78, 78), (171, 117), (47, 40), (43, 0)], Counts(PaperExperiments.Shm));
        Assert.Equal([(166, 166), (78, 78), (58, 58), (33, 33), (43, 0)], Counts(PaperExperiments.Bessel));
        Assert.Equal([(277, 277), (105, 105), (58, 58), (89, 89), (43, 0)], Counts(PaperExperiments.Telecom));
    }

    [Fact]
    public void QuantumCountsAreThePrintedOnes()
    {
        // But for HQKAN-LSTM on telecom, whose columns the paper swaps, and on SHM, which is undetermined.
        foreach (Contender contender in (Contender[])[.. PaperExperiments.Shm, .. PaperExperiments.Bessel, .. PaperExperiments.Telecom])
        {
            ParameterTable table = new SequenceModel(contender.Config, 0).Table;
            if (contender.Published is not { } printed || contender.NotComparable is not null) continue;
            bool swapped = contender.Decoding.Contains("swapped", StringComparison.Ordinal);
            Assert.Equal(swapped ? printed.Classical : printed.Quantum, table.QuantumCount);
        }
    }

    [Theory]
    [InlineData("shm", 235, 164, 0.04432)]
    [InlineData("bessel", 995, 666, 0.02348)]
    public void SplitsAndTestVariances(string experiment, int windows, int train, double variance)
    {
        DataSplit split = experiment == "shm" ? PaperExperiments.ShmData() : PaperExperiments.BesselData();
        Assert.Equal((4, train, 0, windows - train), (split.Train.Window, split.Train.Count, split.Validation.Count, split.Test.Count));
        new Evaluator(Toy.Model(), split.Test).Predict(null, out _, out double[] truth);
        double mean = truth.Average();
        Assert.Equal(variance, truth.Average(value => (value - mean) * (value - mean)), 0.5e-5);
    }

    [Fact]
    public void TelecomIsSplitIntoThreeAndScaledToOne()
    {
        DataSplit split = PaperExperiments.TelecomData(Toy.Table(204, t => 10 + Toy.Wave(t)), "y", 4);
        Assert.Equal((140, 30, 30), (split.Train.Count, split.Validation.Count, split.Test.Count));
        double[] scaled = [.. split.Table.Column(0)[..144].ToArray().Select(value => split.Scaler.Transform(0, value))];
        Assert.Equal(0, scaled.Min(), Tolerance.TwoDoubleRoutes);
        Assert.Equal(1, scaled.Max(), Tolerance.TwoDoubleRoutes);
        Assert.Equal([4, 8, 12, 16, 32, 64], PaperExperiments.TelecomWindows.ToArray());
    }

    [Fact]
    public void EveryPublishedRowIsComplete()
    {
        Assert.All(PaperExperiments.Shm.Concat(PaperExperiments.Bessel), c => Assert.True(c.Published is null or { R2.Length: 3, Windows.Length: 0 }));
        Assert.All(PaperExperiments.Telecom, c => Assert.True(c.Published is null or { R2.Length: 0, Windows.Length: 6 }));
        Assert.All(PaperExperiments.Telecom.Where(c => c.Published is not null), c => Assert.Equal(PaperExperiments.TelecomWindows, c.Published!.Windows.Select(w => w.Window)));
    }

    private static IEnumerable<(int Ours, int Printed)> Counts(IEnumerable<Contender> contenders) =>
        contenders.Select(c => (new SequenceModel(c.Config, 0).Table.TrainableCount, c.Published?.Parameters ?? 0));
}
