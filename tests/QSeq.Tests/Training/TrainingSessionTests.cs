using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Persistence;
using QSeq.Tests.Data;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>A run that is stopped at any batch and goes on elsewhere ends in the bits of one that was never stopped.</summary>
public sealed class TrainingSessionTests
{
    private static readonly OptimizerConfig[] Optimizers = [new AdamConfig(), new AdamConfig { WeightDecay = 0.01 }, new RmsPropConfig(), new SgdConfig()];

    private static readonly Schedule[] Schedules = [new ConstantSchedule(), new CosineSchedule(), new StepSchedule { Every = 2 }, new PlateauSchedule { Patience = 1 }];

    public static TheoryData<int, int, bool, bool> Runs()
    {
        var runs = new TheoryData<int, int, bool, bool>();
        for (int optimizer = 0; optimizer < Optimizers.Length; optimizer++)
            for (int schedule = 0; schedule < Schedules.Length; schedule++)
                foreach (bool validates in (bool[])[false, true]) runs.Add(optimizer, schedule, validates, validates && (optimizer + schedule) % 2 == 0);
        return runs;
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void WhoWatchesTheLastEpochSeesItsWeights(int? patience)
    {
        // The validation loss is lowest early, so what is kept is not what the last epoch ends with.
        WindowSet train = Toy.Waves(50), validation = Toy.Windows(Toy.Table(24, t => (2 * (t % 2)) - 1));
        var options = new TrainingOptions { Epochs = 4, EarlyStopping = patience is { } epochs ? new EarlyStopping { Patience = epochs } : null };
        List<float[]> Seen(TrainingOptions how, out SequenceModel model, out TrainingResult result)
        {
            List<float[]> seen = [];
            SequenceModel trained = model = Toy.Model();
            result = Trainer.Fit(trained, train, validation, how, new Told(_ => seen.Add([.. trained.Parameters])));
            return seen;
        }

        List<float[]> seen = Seen(options, out SequenceModel model, out TrainingResult result), longer = Seen(options with { Epochs = 6, EarlyStopping = null }, out _, out _);
        Assert.True(result.BestEpoch < seen.Count);
        for (int epoch = 0; epoch < seen.Count; epoch++) Assert.Equal(longer[epoch], seen[epoch]);
        Assert.Equal(seen[result.BestEpoch - 1], model.Parameters);
    }

    [Fact]
    public void InOrderNoSeedMattersAndTheOrderOfTheDataDoes()
    {
        float[] Fit(ulong seed, WindowSet train, bool shuffle = false) =>
            Toy.Fitted("lstm", train, new TrainingOptions { Epochs = 2, BatchSize = 16, Shuffle = shuffle, Seed = seed });
        WindowSet train = Toy.Waves(50);
        Assert.Equal(Fit(1, train), Fit(2, train));
        Assert.NotEqual(Fit(1, train), Fit(1, train, shuffle: true));

        // One epoch over 16 + 16 windows in order is one over the first 16 and then one over the next, up to Adam's memory: with SGD without momentum the same.
        var plain = new TrainingOptions { Epochs = 1, BatchSize = 16, Shuffle = false, Optimizer = OptimizerConfig.Sgd(0.1, momentum: 0) };
        SequenceModel whole = Toy.Model(), parts = Toy.Model();
        Trainer.Fit(whole, train.Slice(0, 32), options: plain);
        Trainer.Fit(parts, train.Slice(0, 16), options: plain);
        Trainer.Fit(parts, train.Slice(16, 16), options: plain);
        Assert.Equal(whole.Parameters, parts.Parameters);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void StoppedAtAnyBatchItEndsInTheSameBits(int optimizer, int schedule, bool validates, bool stopsEarly)
    {
        WindowSet train = Toy.Waves(50), validation = Toy.Waves(20);
        var options = new TrainingOptions
        {
            Epochs = 5,
            BatchSize = 16,
            Optimizer = Optimizers[optimizer],
            Schedule = Schedules[schedule],
            EarlyStopping = stopsEarly ? new EarlyStopping { Patience = 1 } : null,
            Seed = 3,
        };
        TrainingSession Start(SequenceModel model) => Trainer.Start(model, train, validates ? validation : null, options);
        SequenceModel whole = Toy.Model("qkan-lstm");
        using TrainingSession never = Start(whole);
        TrainingResult expected = never.Run();
        int batches = expected.History.Count * 4;
        Assert.Equal(4, never.Batches);
        for (int stop = 0; stop < batches; stop++) Check(stop);

        void Check(int stop)
        {
            using TrainingSession first = Start(Toy.Model("qkan-lstm"));
            for (int n = 0; n < stop; n++) first.Step();
            byte[] state = first.State();
            Assert.Equal(state.Length, first.StateBytes);
            Assert.True(CheckpointFile.Fits(first));
            SequenceModel model = Toy.Model("qkan-lstm", seed: 9);
            using TrainingSession second = Start(model);
            second.Restore(state);
            Assert.Equal((stop / 4, stop % 4), (second.History.Count, second.Batch));
            TrainingResult result = second.Run();
            Assert.Equal(whole.Parameters, model.Parameters);
            Assert.Equal(expected.History, result.History);
            Assert.Equal((expected.Stop, expected.BestEpoch, expected.Message), (result.Stop, result.BestEpoch, result.Message));
        }
    }

    [Fact]
    public void ATaggersRunGoesOnToo()
    {
        var sentences = new List<TaggedSentence>();
        for (int n = 0; n < 24; n++)
            sentences.Add(new TaggedSentence([.. Enumerable.Range(0, 1 + (n % 5)).Select(w => $"w{(n + w) % 7}")]).WithTags([.. Enumerable.Range(0, 1 + (n % 5)).Select(w => (n + w) % 2 == 0 ? "A" : "B")]));
        var options = new TrainingOptions { Epochs = 4, BatchSize = 5, Objective = Objective.CrossEntropy, Seed = 2 };
        SequenceTagger Tagger() => SequenceTagger.Create(sentences, new TaggerOptions { Gates = new LstmGates(), Bidirectional = true }, seed: 1);
        SequenceTagger whole = Tagger();
        Trainer.Fit(whole, sentences, sentences[..6], options);
        foreach (int stop in (int[])[1, 5, 7, 13])
        {
            using TrainingSession first = Trainer.Start(Tagger(), sentences, sentences[..6], options);
            for (int n = 0; n < stop; n++) first.Step();
            SequenceTagger tagger = Tagger();
            using TrainingSession second = Trainer.Start(tagger, sentences, sentences[..6], options);
            second.Restore(first.State());
            second.Run();
            Assert.Equal(whole.Model.Parameters, tagger.Model.Parameters);
        }
    }

    [Fact]
    public void AStateOfAnotherRunIsRefused()
    {
        using TrainingSession session = Trainer.Start(Toy.Model(), Toy.Waves(50));
        foreach (TrainingSession other in (TrainingSession[])[Trainer.Start(Toy.Model("qkan-lstm"), Toy.Waves(50)), Trainer.Start(Toy.Model(), Toy.Waves(60)), Trainer.Start(Toy.Model(), Toy.Waves(50), options: new() { Optimizer = new SgdConfig() })])
        {
            using (other) Assert.Throws<InvalidDataException>(() => session.Restore(other.State()));
        }

        byte[] state = session.State();
        Assert.Throws<InvalidDataException>(() => session.Restore(state[..^4]));
        Assert.Throws<InvalidDataException>(() => session.Restore([.. state, 0, 0, 0, 0]));
    }

    [Fact]
    public void AfterItsEndAStepDoesNothing()
    {
        SequenceModel model = Toy.Model();
        using TrainingSession session = Trainer.Start(model, Toy.Waves(20), options: new() { Epochs = 1 });
        Assert.Null(session.Result);
        Assert.Null(session.Step());
        EpochReport? report = session.Step();
        Assert.Equal(1, report!.Epoch);
        Assert.Same(session.History, session.Result!.History);
        float[] weights = [.. model.Parameters];
        Assert.Null(session.Step());
        Assert.Equal(weights, model.Parameters);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using TrainingSession session = Trainer.Start(Toy.Model("hqkan-lstm"), Toy.Waves(400), options: new() { BatchSize = 4 });
        for (int n = 0; n < 20; n++) session.Step();
        Assert.Equal(0, Allocation.Of(() => session.Step()));
    }

    [Fact]
    public void ACheckpointKeepsTheStateAndWhatItBelongsTo()
    {
        using var folder = new TempFolder();
        string path = folder.File("c.checkpoint");
        SequenceModel whole = Toy.Model(), model = Toy.Model();
        using TrainingSession never = Trainer.Start(whole, Toy.Waves(50));
        using TrainingSession first = Trainer.Start(Toy.Model(), Toy.Waves(50));
        for (int n = 0; n < 6; n++) first.Step();
        CheckpointFile.Save(path, "this run", first);
        CheckpointFile checkpoint = CheckpointFile.Load(path);
        Assert.Equal(("this run", 1, 2), (checkpoint.Identity, checkpoint.Epochs, checkpoint.Batch));
        using TrainingSession second = Trainer.Start(model, Toy.Waves(50));
        checkpoint.Restore(second);
        second.Run();
        never.Run();
        Assert.Equal(whole.Parameters, model.Parameters);

        byte[] bytes = File.ReadAllBytes(path);
        bytes[^30] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => CheckpointFile.Load(path)).Message, StringComparison.Ordinal);
    }
}
