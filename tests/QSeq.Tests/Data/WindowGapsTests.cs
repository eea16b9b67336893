using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>Windows over values that were filled in: what they know, and which of them are samples.</summary>
public class WindowGapsTests
{
    private const string None = "";

    // A column of row numbers with empty cells.
    private static SeriesTable Read(int rows, GapPolicy gaps, params int[] empty)
    {
        string text = "v,w\n" + string.Concat(Enumerable.Range(0, rows).Select(n => FormattableString.Invariant($"{(empty.Contains(n) ? None : $"{10 * n}.5")},{n}.25\n")));
        return CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { Gaps = gaps });
    }

    private static WindowSet Cut(SeriesTable table, WindowOptions options) =>
        WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, table.Length), options with { Inputs = ["v"], Targets = ["v"] });

    private static (float[] X, float[] Y) Sample(WindowSet set, int sample)
    {
        float[] x = new float[set.Window * set.Inputs * 16], y = new float[set.Outputs * (set.Sequence ? set.Window : 1) * 16];
        set.Fill([sample], 16, x, y);
        return ([.. x.Where((_, n) => n % 16 == 0)], [.. y.Where((_, n) => n % 16 == 0)]);
    }

    [Fact]
    public void AWindowThatEndsWithinAGapHoldsTheValueBeforeIt()
    {
        WindowSet set = Cut(Read(12, GapPolicy.Linear, 4, 5), new WindowOptions { Window = 4, Horizon = 2 });
        Assert.Equal([10.5f, 20.5f, 30.5f, 30.5f], Sample(set, 0).X); // row 4 would be 40.5, known from row 6
        Assert.Equal([20.5f, 30.5f, 30.5f, 30.5f], Sample(set, 1).X);
        Assert.Equal([30.5f, 40.5f, 50.5f, 60.5f], Sample(set, 2).X); // the gap closes within the window
    }

    [Fact]
    public void TargetsThatEndWithinAGapHoldTheValueBeforeIt()
    {
        WindowSet set = Cut(Read(12, GapPolicy.Linear, 5, 6), new WindowOptions { Window = 3, Horizon = 3 });
        Assert.Equal([30.5f, 40.5f, 40.5f], Sample(set, 0).Y);
        Assert.Equal([40.5f, 40.5f, 40.5f], Sample(set, 1).Y);
        Assert.Equal([50.5f, 60.5f, 70.5f], Sample(set, 2).Y);
    }

    [Fact]
    public void ASequenceHoldsEveryValueThatWasFilledIn()
    {
        WindowSet set = Cut(Read(12, GapPolicy.Linear, 3), new WindowOptions { Window = 4, Sequence = true });
        Assert.Equal([10.5f, 20.5f, 20.5f, 40.5f], Sample(set, 1).X); // the step before row 4 is asked for row 4
    }

    [Fact]
    public void ASequenceNeedsAMeasuredTargetAtSomeStep()
    {
        WindowSet set = Cut(Read(12, GapPolicy.Linear, 5, 6), new WindowOptions { Window = 2, Sequence = true, MaxGap = 2 });
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9, 10], Enumerable.Range(0, set.Count).Select(set.TargetIndex)); // the window from row 4 on asks for rows 5 and 6
    }

    [Fact]
    public void WhatIsKnownInTheFutureIsNotHeld()
    {
        string text = "v,p\n" + string.Concat(Enumerable.Range(0, 12).Select(n => FormattableString.Invariant($"{n}.5,{(n == 6 ? None : $"{10 * n}")}\n")));
        SeriesTable table = CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { Gaps = GapPolicy.Linear });
        WindowSet set = WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, 12), new WindowOptions { Window = 3, Known = ["p"] });
        Assert.Equal([3.5f, 40, 4.5f, 50, 5.5f, 60], Sample(set, 3).X);
    }

    [Fact]
    public void FillingWithTheValueBeforeIsTheSame()
    {
        SeriesTable table = Read(20, GapPolicy.Previous, 4, 5, 9);
        WindowSet set = Cut(table, new WindowOptions { Window = 4, MaxGap = 4 });
        for (int sample = 0; sample < set.Count; sample++)
        {
            int first = set.TargetIndex(sample) - 4;
            Assert.Equal(table.Column(0).Slice(first, 4).ToArray().Select(v => (float)v), Sample(set, sample).X);
        }
    }

    [Fact]
    public void WindowsAcrossLongGapsAreLeftOut()
    {
        SeriesTable table = Read(30, GapPolicy.Linear, 10, 11, 12);
        WindowSet set = Cut(table, new WindowOptions { Window = 4 });
        int[] targets = [.. Enumerable.Range(0, set.Count).Select(set.TargetIndex)];

        // Half of 4 may be filled in: rows 10 to 12 are all in windows with targets 13 and 14; targets 10 to 12 are not measured.
        Assert.Equal([.. Enumerable.Range(4, 6), .. Enumerable.Range(15, 15)], targets);
        Assert.Equal(26 - set.Count, set.LeftOut);
        WindowSet strict = Cut(table, new WindowOptions { Window = 4, MaxGap = 0 });
        Assert.Equal([.. Enumerable.Range(4, 6), .. Enumerable.Range(17, 13)], Enumerable.Range(0, strict.Count).Select(strict.TargetIndex));
        WindowSet all = Cut(table, new WindowOptions { Window = 4, MaxGap = 3 });
        Assert.Equal([.. Enumerable.Range(4, 6), .. Enumerable.Range(13, 17)], Enumerable.Range(0, all.Count).Select(all.TargetIndex));
    }

    [Fact]
    public void PartsAreThoseOfAllWindows()
    {
        WindowSet set = Cut(Read(30, GapPolicy.Linear, 10, 11, 12), new WindowOptions { Window = 4, Stride = 1 });
        WindowSet part = set.Slice(new WindowRange(5, 10)); // windows with targets 9 to 18
        Assert.Equal([9, 15, 16, 17, 18], Enumerable.Range(0, part.Count).Select(part.TargetIndex));
        Assert.Equal(0, part.LeftOut);
        Assert.Equal([160.5f], Sample(part, 2).Y);
        WindowSet some = part.Slice(1, 2);
        Assert.Equal([15, 16], Enumerable.Range(0, some.Count).Select(some.TargetIndex));
        Assert.Equal(0, set.Slice(new WindowRange(7, 2)).Count);
    }

    [Fact]
    public void TheLastValueIsOneThatWasMeasured()
    {
        SeriesTable table = Read(30, GapPolicy.Linear, 10, 11);
        WindowSet set = Cut(table, new WindowOptions { Window = 4, Horizon = 2, MaxGap = 4 });
        int sample = Enumerable.Range(0, set.Count).First(s => set.TargetIndex(s) == 11);
        double truth = set.Target(sample, 1, out bool measured);
        Assert.True(measured);
        Assert.Equal(120.5, truth);
        set.Target(sample, 0, out measured);
        Assert.False(measured);

        // Persistence knows row 9 there, not what row 10 was filled with.
        double naive = QSeq.Evaluation.Baselines.Naive(set.Slice(sample, 1)).Mae;
        Assert.Equal(30, naive, 1e-4);
    }

    [Fact]
    public void AnInputThatBeginsLaterIsNotKnownBefore()
    {
        string text = "v,w\n" + string.Concat(Enumerable.Range(0, 20).Select(n => FormattableString.Invariant($"{n}.5,{(n < 6 ? None : $"{n}.25")}\n")));
        SeriesTable table = CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { Gaps = GapPolicy.Previous });
        WindowSet set = WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, 20), new WindowOptions { Window = 3, Inputs = ["v", "w"], Targets = ["v"], MaxGap = 3 });
        Assert.Equal(9, set.TargetIndex(0)); // its window begins where w does
    }

    [Fact]
    public void APartWithoutSamplesIsRefused()
    {
        SeriesTable table = Read(30, GapPolicy.Linear, [.. Enumerable.Range(20, 9)]);
        var e = Assert.Throws<SeriesTooShortException>(() => DataSplit.Create(table.Select(["v"]), new WindowOptions { Window = 4 }, new SplitFractions(0.7, 0.15), ScalerKind.MinMax));
        Assert.Equal(
            "each of the 3 windows of the validation part has more than 2 values one after the other that were filled in, or no measured target; choose another split, window or longest gap",
            e.Message);
        DataSplit split = DataSplit.Create(Read(40, GapPolicy.Linear, 5, 6, 7).Select(["v"]), new WindowOptions { Window = 4 }, new SplitFractions(0.7, 0.15), ScalerKind.MinMax);
        Assert.Equal(5, split.LeftOut);
        Assert.Equal(36 - 5, split.Train.Count + split.Validation.Count + split.Test.Count);
    }

    [Fact]
    public void OptionsAreChecked() =>
        Assert.Contains("the longest gap is -1, expected 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => Cut(Read(30, GapPolicy.Linear, 5), new WindowOptions { MaxGap = -1 })).Message, StringComparison.Ordinal);
}
