using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Streaming;

namespace QSeq.Tests.Streaming;

public sealed class StreamStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-streams-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("qkan-lstm", StreamMode.Windowed, 1)]
    [InlineData("qkan-lstm", StreamMode.Windowed, 70)]
    [InlineData("qkan-lstm", StreamMode.Carried, 1)]
    [InlineData("layers*", StreamMode.Carried, 70)]
    [InlineData("linear*", StreamMode.Windowed, 1)]
    [InlineData("linear*", StreamMode.Carried, 3)]
    [InlineData("season", StreamMode.Windowed, 2)]
    [InlineData("wide window*", StreamMode.Windowed, 1)]
    [InlineData("gru", StreamMode.Carried, 1)]
    public void AStreamGoesOnFromItsSavedStateWithTheSameBits(string shape, StreamMode mode, int streams)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable[] series = [.. Enumerable.Range(0, streams).Select(n => Streams.Series(60, n))];
        foreach (int rows in (int[])[0, 1, 3, 5, 6, 22, 30])
        {
            var whole = new StreamingForecaster(model, streams, mode);
            Streams.Run(whole, series, 0, rows);
            string path = Path.Combine(_folder, "s.state");
            whole.Save(path);
            var other = new StreamingForecaster(TrainedForecaster.FromBytes(model.ToBytes(), "copy"), streams, mode);
            Streams.Run(other, [.. series.Reverse()], 9, 4); // what it knew before is gone
            other.Restore(path);
            Assert.Equal(rows, other.RowsRead);
            Assert.Equal(whole.ToBytes(), other.ToBytes());
            Assert.Equal(Streams.Run(whole, series, rows, 25), Streams.Run(other, series, rows, 25));
        }
    }

    [Fact]
    public void IntervalsAreNoOtherModel()
    {
        TrainedForecaster model = Streams.Model("lstm");
        SeriesTable table = Streams.Series(90);
        TrainedForecaster calibrated = model.WithIntervals([0.8], model.WindowsOf(table));
        var stream = new StreamingForecaster(model);
        Streams.Run(stream, [table], 0, 9);
        var other = new StreamingForecaster(calibrated);
        other.Restore(stream.ToBytes(), "s");
        Assert.Equal(Streams.Run(stream, [table], 9, 3), Streams.Run(other, [table], 9, 3));
    }

    [Fact]
    public void AStateOfSomethingElseIsRefusedAndChangesNothing()
    {
        TrainedForecaster model = Streams.Model("linear*");
        SeriesTable[] series = [Streams.Series(60)];
        var stream = new StreamingForecaster(model);
        Streams.Run(stream, series, 0, 9);
        byte[] before = stream.ToBytes();
        TrainedForecaster other = Streams.Model("linear*", seed: 4);
        TrainedForecaster scaled = TrainedForecaster.Of(model.Recipe, model.Model, Scaler.Fit(ScalerKind.Standard, series[0], 30), model.Data, model.Training);
        TrainedForecaster longer = TrainedForecaster.Of(
            model.Recipe with { Training = model.Recipe.Training with { Epochs = 7 } }, model.Model, model.Scaler, model.Data, model.Training);
        Refused(new StreamingForecaster(other).ToBytes(), $"s: the state is of another model, by its weights {other.Digest[..12]}, and this one has {model.Digest[..12]}; name its model, or begin without a saved state");
        Refused(new StreamingForecaster(scaled).ToBytes(), "s: the state is of a model of the same weights with another recipe or scaling; name its model, or begin without a saved state");
        Refused(new StreamingForecaster(longer).ToBytes(), "s: the state is of a model of the same weights with another recipe or scaling; name its model, or begin without a saved state");
        Refused(new StreamingForecaster(model, 1, StreamMode.Carried).ToBytes(), "s: the state is of streams in the mode 'carried', expected 'windowed'; choose its mode, or begin without a saved state");
        Refused(new StreamingForecaster(model, 5).ToBytes(), "s: the state is of 5 streams, expected 1; have as many, or begin without a saved state");
        Refused(model.ToBytes(), "s: it holds a forecaster, expected a stream state; name a file that the state of a stream was saved to");
        Refused(Changed(9, rows: 10, 1), null);
        Refused(Changed(9, rows: ulong.MaxValue, 0), "s: the state has 10 values, unfit for 18446744073709551615 rows read; it is damaged; begin without a saved state");
        Refused(Changed(9, rows: 3, 0), "s: the state has 10 values, unfit for 3 rows read; it is damaged; begin without a saved state");
        Refused(before[..^9], null);
        Refused([], null);
        for (int at = 0; at < before.Length; at++)
        {
            byte[] damaged = [.. before];
            damaged[at] ^= 0x10;
            Refused(damaged, null);
        }

        void Refused(byte[] bytes, string? text)
        {
            var error = Assert.Throws<InvalidDataException>(() => stream.Restore(bytes, "s"));
            if (text is not null) Assert.Equal(text, error.Message);
            Assert.Equal(before, stream.ToBytes());
        }

        // A sound file whose numbers do not fit each other.
        byte[] Changed(int read, ulong rows, int more)
        {
            var own = new StreamingForecaster(model);
            Streams.Run(own, series, 0, read);
            StreamFile file = StreamFile.Read(own.ToBytes(), "s", out float[] values);
            return (file with { RowsRead = rows }).ToBytes([.. values, .. new float[more]]);
        }
    }

    [Fact]
    public void MoreRowsThanCanBeCountedAreRefused()
    {
        var stream = new StreamingForecaster(Streams.Model("lstm"), 1, StreamMode.Carried);
        StreamFile file = StreamFile.Read(stream.ToBytes(), "s", out _) with { RowsRead = ulong.MaxValue };
        foreach (int count in (int[])[0, 2, 4]) Assert.Throws<InvalidDataException>(() => stream.Restore(file.ToBytes(new float[count]), "s"));
        Assert.Equal(0, stream.RowsRead);
    }

    [Fact]
    public void WhatIsNotThereAndWhatIsNoModelIsSaid()
    {
        var stream = new StreamingForecaster(Streams.Model("lstm"));
        string none = Path.Combine(_folder, "none.state");
        Assert.Equal($"{none}: there is no such file; check the path, or begin without a saved state", Assert.Throws<FileNotFoundException>(() => stream.Restore(none)).Message);
        string path = Path.Combine(_folder, "s.state");
        stream.Save(path);
        Assert.Equal($"{path}: the state of a stream, no model; name the model that it is of", Assert.Throws<InvalidDataException>(() => TrainedForecaster.Load(path)).Message);
    }

    [Fact]
    public void TheFileIsOneOfTheModelsFormatWithTheOldestRowFirst()
    {
        TrainedForecaster model = Streams.Model("linear*");
        SeriesTable series = Streams.Series(60);
        var stream = new StreamingForecaster(model, 1, StreamMode.Carried);
        Streams.Run(stream, [series], 0, 13);
        StreamFile file = StreamFile.Read(stream.ToBytes(), "s", out float[] values);
        Assert.Equal(("carried", 1, 13UL, model.Digest), (file.Mode, file.Streams, file.RowsRead, file.Weights));
        float[] rows = [.. Enumerable.Range(13 - Streams.Window, Streams.Window).SelectMany(t => (float[])
            [(float)model.Scaler.Transform(0, series.Column("a")[t]), (float)model.Scaler.Transform(1, series.Column("b")[t])])];
        Assert.Equal(rows, values[..rows.Length]);
        Assert.Equal(4, values.Length - rows.Length); // h and c of two hidden features
        Assert.Equal("QSEQ"u8.ToArray(), stream.ToBytes()[..4]);
    }

    [Theory]
    [InlineData("qkan-lstm", StreamMode.Windowed, 1)]
    [InlineData("season", StreamMode.Windowed, 3)]
    [InlineData("gru", StreamMode.Carried, 1)]
    [InlineData("layers*", StreamMode.Carried, 70)]
    public void AGapIsFilledWithTheValueBeforeItAlsoFromASavedState(string shape, StreamMode mode, int streams)
    {
        TrainedForecaster model = Streams.Model(shape);
        SeriesTable[] series = [.. Enumerable.Range(0, streams).Select(n => Streams.Series(60, n))];
        StreamingForecaster Make() => new(model, streams, mode) { FillsGaps = true };
        StreamingForecaster filled = Make(), whole = new(model, streams, mode);
        double[] last = [], own = new double[whole.ForecastSize], other = new double[whole.ForecastSize];
        for (int t = 0; t < 24; t++)
        {
            double[] row = Streams.Row(series, t), gaps = [.. row.Select((value, n) => t > 0 && (n + t) % 3 == 0 ? double.NaN : value)];
            last = [.. gaps.Select((value, n) => double.IsNaN(value) ? last[n] : value)];
            Assert.Equal(whole.Step(last, own), filled.Step(gaps, other));
            Assert.Equal(own, other);
            StreamingForecaster next = Make();
            next.Restore(filled.ToBytes(), "s");
            filled = next;
        }

        var error = Assert.Throws<ArgumentException>(() => filled.Step([.. last.Select((value, n) => n == 0 ? double.NaN : n == last.Length - 1 ? double.NegativeInfinity : value)], other));
        Assert.Contains("column 'b'", error.Message, StringComparison.Ordinal);
        Assert.Contains("the value is -Infinity, expected a finite number", error.Message, StringComparison.Ordinal);
        Assert.Equal(24, filled.RowsRead);
        Assert.Contains("the value is NaN", Assert.Throws<ArgumentException>(() => Make().Step([.. last.Select(_ => double.NaN)], other)).Message, StringComparison.Ordinal);
        Assert.Contains("the value is NaN", Assert.Throws<ArgumentException>(() => whole.Step([.. last.Select(_ => double.NaN)], other)).Message, StringComparison.Ordinal);
    }
}
