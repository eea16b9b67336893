using QSeq.Studies;
using QSeq.Studies.Ablation;

namespace QSeq.Tests.Studies.Ablation;

public class AblationStudyTests
{
    [Fact]
    public void EachVariantDiffersFromItsPresetAndHasALabelOfItsOwn()
    {
        AblationStudy study = AblationStudy.Create();
        Assert.Equal(["SHM", "Bessel", "Mackey-Glass", "Milan-like"], study.Data.ToArray());
        Assert.Equal((20, 3), (study.Seeds, AblationStudy.Create(full: false).Seeds));
        Assert.StartsWith("SHORT FORM: one series", AblationStudy.Create(full: false).Settings, StringComparison.Ordinal);
        StudyEntry[] entries = [.. study.Cases.Where(one => one.Data == "SHM").Select(one => one.Entry)];
        Assert.Equal(26, entries.Length);
        Assert.Equal(26, entries.Select(entry => entry.Label).Distinct().Count());
        Assert.Equal(25, study.Cases.Where(one => one.Data == "SHM").Select(one => one.Identity(0)).Distinct().Count()); // one preset is a variant of another
        Dictionary<string, double> parameters = study.Cases.Where(one => one.Data == "SHM").ToDictionary(one => one.Entry.Label, one => one.Fact("parameters"));
        foreach ((string label, int count) in ((string, int)[])[("QKAN-LSTM", 171), ("no base function", 147), ("base function alone", 27), ("encoding fixed", 123), ("L = 8", 843), ("encoding real", 99), ("a module for each gate", 107), ("Fourier, 1 frequency", 75)])
            Assert.Equal(count, parameters[label]);
    }

    [Fact]
    public void VariantsAreToldApartSeedBySeed()
    {
        AblationStudy study = AblationStudy.Create(full: false, seeds: 12);
        StudyResult result = FakeRuns.Of(study, (one, seed, _, _, _) => one.Entry.Label switch
        {
            "L = 2" => 0.05 * (1 + (0.001 * seed)),
            "encoding fixed" => 0.3 * (1 + (0.0001 * seed)),
            "readout: amplitudes" => seed % 2 == 0 ? 0.09 : 0.11,
            _ => 0.1,
        });
        string text = string.Join(' ', study.Findings(result.Table));
        Assert.StartsWith("Lower error than QKAN-LSTM: L = 2 (Mackey-Glass 0.50). Higher: encoding fixed (Mackey-Glass 3.00). The others are not told apart.", text, StringComparison.Ordinal);
        Assert.Contains("Lower error than HQKAN-LSTM: none. Higher: none.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot tell", text, StringComparison.Ordinal);
        AblationLine line = AblationLine.Of(AblationStudy.Groups[0], study.Data, result.Table).Single(one => one.Label == "L = 2");
        Assert.Equal(18 * 2 / 4096.0, Assert.Single(line.Effects).PValue, 1e-12);
        string few = string.Join(' ', AblationStudy.Create(full: false).Findings(FakeRuns.Of(AblationStudy.Create(full: false), (_, _, _, _, _) => 1).Table));
        Assert.Contains("3 seeds cannot tell 18 variants from the preset, whatever their figures.", few, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(1, 2, 40)]
    [InlineData(3, 2, 16)]
    public void GradientsOfTheBaseFunctionAloneAgreeWithTheReference(int inputs, int hidden, int samples)
    {
        new LayerHarness("base", table => new BaseGates().Build(table, inputs, hidden)).Check(samples);
    }
}
