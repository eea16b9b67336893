using QSeq.Core;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Engines;

public class EngineMemoryTests
{
    private const long Plenty = long.MaxValue;

    [Theory]
    [InlineData("lstm", 256, 2, true)]
    [InlineData("lstm", 48, 1, false)]
    [InlineData("qkan-lstm", 200, 2, true)]
    [InlineData("gru", 256, 1, true)]
    public void WhatIsToldIsWhatIsTaken(string name, int batch, int threads, bool validates)
    {
        var model = new SequenceModel(Toy.Config(name) with { Hidden = 6 }, 1);
        WindowSource train = Source(model, 300, 40), validation = Source(model, 100, 40);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var engine = new CpuEngine(model, train, validates ? validation : null, new EngineOptions(Objective.Mse, batch, threads, Plenty));
        if (validates) engine.Validate();
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(engine.Bytes, 0.97 * taken - 100_000, taken);
        Assert.True(engine.Bytes > 1 << 18, $"{engine.Bytes} bytes are too few to tell");
    }

    [Fact]
    public void OfBlocksOfDifferentWidthsTheWidestCounts()
    {
        SequenceModel model = Toy.Model();
        WindowSource windows = Source(model, 130, 520); // 128 and 2 windows, too long for buffers that serve both
        Assert.Equal(BatchBlock.BytesOf(model, windows, 520, 128), new BatchPredictor(model, windows).Bytes);
    }

    [Fact]
    public void ThereAreNoMoreThreadsThanThereIsMemoryFor()
    {
        SequenceModel model = Toy.Model();
        WindowSource train = Source(model, 600, 20);
        (int one, long alone) = EngineMemory.Fit(model, train, 0, new EngineOptions(Objective.Mse, 512, 1, Plenty));
        (int four, long all) = EngineMemory.Fit(model, train, 0, new EngineOptions(Objective.Mse, 512, 9, Plenty));
        Assert.Equal((1, 4), (one, four));
        long each = (all - alone) / 3;
        Assert.Equal((3, all - each), EngineMemory.Fit(model, train, 0, new EngineOptions(Objective.Mse, 512, 9, all - 1)));
        Assert.Equal((1, alone), EngineMemory.Fit(model, train, 0, new EngineOptions(Objective.Mse, 512, 9, alone)));

        // Buffers for validation count as well.
        Assert.Equal((3, all), EngineMemory.Fit(model, train, each, new EngineOptions(Objective.Mse, 512, 9, all)));
    }

    [Fact]
    public void ABatchThatDoesNotFitIsRefusedWithOneThatDoes()
    {
        SequenceModel model = Toy.Model();
        WindowSource train = Source(model, 600, 20);
        EngineOptions options = new(Objective.Mse, 256, 2, 70_000);
        ArgumentException e = Assert.Throws<ArgumentException>(() => new CpuEngine(model, train, null, options));
        Assert.Equal(
            "training takes 196.9 KiB of memory for batches of 256 samples of 20 steps, on one thread; there are 68.4 KiB for it here; choose a BatchSize of 32 or less, which takes 49.3 KiB",
            ErrorText.Of(e).ToString());
        using var engine = new CpuEngine(model, train, null, options with { BatchSize = 32 });
        Assert.InRange(engine.Bytes, 1, options.MemoryBytes);
        using var larger = new CpuEngine(model, train, null, options with { BatchSize = 48, MemoryBytes = Plenty });
        Assert.True(larger.Bytes > options.MemoryBytes);
    }

    [Fact]
    public void WhereNoBatchFitsTheWindowIsTooLong()
    {
        SequenceModel model = Toy.Model();
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => new CpuEngine(model, Source(model, 600, 20), null, new EngineOptions(Objective.Mse, 256, 2, 1000) { SideBySide = 3 }));
        Assert.EndsWith("there are 1000 bytes for it here, as 3 members train side by side; choose a shorter window or a smaller hidden size", ErrorText.Of(e).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ThreeQuartersOfTheMachineAreThereSharedByEnginesSideBySide()
    {
        long machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Assert.Equal(machine / 4 * 3, new TrainingOptions().ForEngine().MemoryBytes);
        EngineOptions five = new TrainingOptions { BatchSize = 8, Threads = 2 }.ForEngine(5);
        Assert.Equal((machine / 4 * 3 / 5, 5), (five.MemoryBytes, five.SideBySide));
    }

    private static WindowSource Source(SequenceModel model, int windows, int window) => new(model, Toy.Waves(windows, window), Objective.Mse, "test");
}
