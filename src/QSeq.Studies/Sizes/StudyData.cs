using QSeq.Studies.DataSets;

namespace QSeq.Studies.Sizes;

/// <summary>A series, and how it is cut, scaled and trained on.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Table">The series.</param>
/// <param name="Recipe">Windows, split, scaling and training; model, network and learning rate are those of a case.</param>
internal sealed record StudyData(string Name, SeriesTable Table, ForecastRecipe Recipe)
{
    private const int TelecomDays = 14;
    private const int MackeyGlassPoints = 1000;

    /// <summary>The rows of ETTh1 that are used, the first ones: some 80 days.</summary>
    public const int EttRows = 2000;

    private const int FewestRows = 500; // of which 15 % are for testing

    /// <summary>Damped harmonic motion, as in the QKAN-LSTM paper but for the validation part.</summary>
    public static StudyData Shm(TrainingOptions training) => Of("SHM", DampedShm.Generate().Select(["angle"]), 4, training, omitLast: 1);

    /// <summary>The Bessel function J2, likewise.</summary>
    public static StudyData Bessel(TrainingOptions training) => Of("Bessel", BesselJ.Generate(), 4, training, omitLast: 1);

    /// <summary>Two weeks of one square of synthetic activity like Milan's, in 10-minute bins.</summary>
    public static StudyData Telecom(TrainingOptions training) =>
        Of("Milan-like", MilanLike.Generate(new() { Squares = 1, Days = TelecomDays }), 16, training);

    /// <summary>The series of Mackey and Glass, every sixth time unit.</summary>
    public static StudyData MackeyGlass(TrainingOptions training) =>
        Of("Mackey-Glass", DataSets.MackeyGlass.Generate(new() { Points = MackeyGlassPoints, Stride = 6 }), 16, training);

    /// <summary>The oil temperature of ETTh1, the hour after a day.</summary>
    /// <param name="table">The file, with a column OT.</param>
    /// <param name="training">How models are trained.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">It has fewer than 500 rows.</exception>
    public static StudyData Ett(SeriesTable table, TrainingOptions training)
    {
        table = table.Select([Boards.EttBoard.Column]);
        if (table.Length < FewestRows)
            throw new InvalidDataException(Invariant($"{table.Source}: column 'OT' has {table.Length} values, expected {FewestRows} or more; give the whole of ETTh1.csv"));
        int rows = Math.Min(EttRows, table.Length);
        var first = new SeriesTable(table.Source, table.Names, [.. table.Names.Select(name => table.Column(name)[..rows].ToArray())], table.Times?.Take(rows).ToArray());
        return Of("ETTh1", first, 24, training);
    }

    private static StudyData Of(string name, SeriesTable table, int window, TrainingOptions training, int omitLast = 0) => new(name, table, new ForecastRecipe
    {
        Model = "",
        Network = new SequenceModelConfig { Gates = new LstmGates() },
        Windows = new WindowOptions { Window = window, OmitLast = omitLast, Inputs = [table.Names[0]], Targets = [table.Names[0]] },
        Split = new(0.7, 0.15),
        Training = training,
    });
}
