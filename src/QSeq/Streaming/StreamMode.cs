namespace QSeq.Streaming;

/// <summary>What a forecast after a row is made of.</summary>
public enum StreamMode
{
    /// <summary>
    /// The last <c>Window</c> rows: bit for bit what <see cref="Forecasting.TrainedForecaster.Forecast(Data.SeriesTable, int?)"/>
    /// gives for a history that ends with the row. For every model.
    /// </summary>
    Windowed,

    /// <summary>
    /// All rows since the first, by the state of the cells, which goes on from row to row: a step costs one step of the cells,
    /// however long the window is. After <c>Window</c> rows it is bit for bit the windowed forecast; from then on it is another
    /// forecaster, whose cells run on for longer than they were trained to (<see cref="StreamingForecaster.Evaluate"/> measures
    /// it). For models of cells that read forward, without normalisation of windows, attention, steps after the window or
    /// several members; a linear path still reads the last <c>Window</c> rows.
    /// </summary>
    Carried,
}
