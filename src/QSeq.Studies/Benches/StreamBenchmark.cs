using QSeq.Streaming;

namespace QSeq.Studies.Benches;

/// <summary>A step of streams of a QKAN-LSTM to time, on one thread: hidden size 1, one block, one series, 58 parameters.</summary>
/// <param name="Case">Its letter.</param>
/// <param name="Streams">How many streams take their rows together.</param>
/// <param name="Mode">What a forecast is made of.</param>
/// <param name="Window">Rows of the model's window.</param>
/// <param name="LimitNs">What a stream may take of a step, in nanoseconds; null for no limit.</param>
public sealed record StreamCase(string Case, int Streams, StreamMode Mode, int Window, double? LimitNs)
{
    /// <summary>
    /// The standard cases O to S: the state carried on, for one stream and for a thousand; the window of one stream, which fits
    /// into a block of 16 lanes, and one of 96 rows; the windows of a thousand.
    /// </summary>
    public static ImmutableArray<StreamCase> Standard { get; } =
    [
        new("O", 1, StreamMode.Carried, 16, 200),
        new("P", 1000, StreamMode.Carried, 16, 20),
        new("Q", 1, StreamMode.Windowed, 16, null),
        new("R", 1, StreamMode.Windowed, 96, null),
        new("S", 1000, StreamMode.Windowed, 16, null),
    ];
}

/// <summary>What timing a step of streams gave.</summary>
/// <param name="Case">The case.</param>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="Times">Times of a step of all streams: scaling, cells, head, and back to the units of the data.</param>
public sealed record StreamResult(StreamCase Case, int Parameters, BenchTimes Times)
{
    /// <summary>Nanoseconds of a step for each stream.</summary>
    public double NsPerStream => Times.MedianUs * 1000 / Case.Streams;

    /// <summary>Whether the median is within the limit; null where there is none.</summary>
    public bool? WithinLimit => Case.LimitNs is { } limit ? NsPerStream <= limit : null;
}

/// <summary>Times steps of streams, after their forecasts have been compared with those of windows.</summary>
public static class StreamBenchmark
{
    private const int Rows = 400;

    /// <summary>Times a case.</summary>
    /// <param name="streamCase">The case.</param>
    /// <param name="seconds">About how long to time it, after a warm-up of half that; above 0.</param>
    /// <param name="cancellationToken">Ends the timing.</param>
    /// <exception cref="ArgumentException">The case is out of range.</exception>
    /// <exception cref="InvalidOperationException">A forecast is not that of the window.</exception>
    public static StreamResult Run(StreamCase streamCase, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamCase);
        double[] wave = [.. Enumerable.Range(0, Rows).Select(t => 40.0 + (t * 7 % 23) + (0.5 * (t * 5 % 11)))];
        ForecastRecipe recipe = ForecastRecipe.Of("qkan-lstm") with
        {
            Windows = new() { Window = streamCase.Window },
            Training = new() { Epochs = 1, Threads = 1 },
        };
        var model = TrainedForecaster.Fit(SeriesTable.Of("wave", wave), recipe, null, cancellationToken);
        var stream = new StreamingForecaster(model, streamCase.Streams, streamCase.Mode);
        Check(model, stream, wave, streamCase.Window);

        // Rows differ, so that nothing is computed from the same values again and again.
        const int different = 64;
        double[][] rows = [.. Enumerable.Range(0, different).Select(RowAt)];
        double[] forecast = new double[stream.ForecastSize];
        int at = 0;
        return new StreamResult(streamCase, model.Model.Table.TrainableCount, BenchTimes.Of(Step, seconds, cancellationToken));

        double[] RowAt(int t) => [.. Enumerable.Range(0, streamCase.Streams).Select(n => wave[(t + n) % Rows])];

        void Step() => stream.Step(rows[at++ % different], forecast);
    }

    private static void Check(TrainedForecaster model, StreamingForecaster stream, double[] wave, int window)
    {
        double[] row = new double[stream.RowSize], forecast = new double[stream.ForecastSize];
        for (int t = 0; t < window; t++)
        {
            Array.Fill(row, wave[t]);
            stream.Step(row, forecast);
        }

        double expected = model.Forecast(wave.AsSpan(0, window), 1)[0];
        int bad = Array.FindIndex(forecast, value => value != expected);
        if (bad < 0) return;
        throw new InvalidOperationException(Invariant(
            $"The forecast of stream {bad} is {forecast[bad]}, expected {expected}: the step is wrong on this machine."));
    }
}
