// A training that reports as it goes, is cancelled half-way, and goes on from a file to the same bits.
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Training;

double[] values = [.. Enumerable.Range(0, 300).Select(t => Math.Sin(0.2 * t) + (0.4 * Math.Sin(0.71 * t)))];
SeriesTable table = SeriesTable.Of("tide", values);
ForecastRecipe recipe = ForecastRecipe.Of("hqkan-lstm") with { Windows = new() { Window = 8 }, Training = new() { Epochs = 12, Seed = 3 } };

// What an uninterrupted training ends in.
TrainedForecaster whole = TrainedForecaster.Fit(table, recipe, new Bar());
Console.WriteLine($"uninterrupted: {whole.Digest[..16]}");

string folder = Directory.CreateTempSubdirectory("qseq-sample-").FullName;
try
{
    // The same again, cancelled in the middle of epoch 6 as by Ctrl+C.
    string file = Path.Combine(folder, "tide.checkpoint");
    var training = new ForecastTraining(table, recipe);
    using (var cancel = new CancellationTokenSource())
    using (TrainingSession session = training.Start())
    {
        void StopHalfWay(TrainingSession now)
        {
            if (now.Epoch == 6 && now.Batch == now.Batches / 2) cancel.Cancel();
        }

        try
        {
            session.Run(new Bar(), StopHalfWay, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            CheckpointFile.Save(file, training.Identity, session);
            Console.WriteLine($"cancelled in epoch {session.Epoch} after batch {session.Batch} of {session.Batches}");
        }
    }

    // Later, perhaps in another process: prepare the same training, see that the file is of it, go on.
    var resumed = new ForecastTraining(table, recipe);
    CheckpointFile checkpoint = CheckpointFile.Load(file);
    if (checkpoint.Identity != resumed.Identity) throw new InvalidDataException($"{file}: a checkpoint of other data or another recipe");
    using TrainingSession rest = resumed.Start();
    checkpoint.Restore(rest);
    Console.WriteLine($"going on in epoch {rest.Epoch} after batch {rest.Batch} of {rest.Batches}");
    bool there = (rest.Epoch, rest.Batch) == (6, rest.Batches / 2);
    TrainingResult result = rest.Run(new Bar());
    TrainedForecaster model = resumed.ToForecaster(TrainingOutcome.Of(result));
    Console.WriteLine($"resumed:       {model.Digest[..16]}");
    if (there && model.Digest == whole.Digest) return 0;
    Console.Error.WriteLine("failed: the training did not go on where it was stopped, or ended in other weights");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

/// <summary>Shows each epoch. System.Progress would post to another thread, and lines could come late or out of order.</summary>
internal sealed class Bar : IProgress<EpochReport>
{
    public void Report(EpochReport value)
    {
        if (value.Epoch % 3 != 0) return;
        string done = new('#', value.Epoch), open = new('.', value.Epochs - value.Epoch);
        Console.WriteLine($"  {done}{open} epoch {value.Epoch}: loss {value.TrainLoss:F4}, validation {value.ValidationLoss:F4}");
    }
}
