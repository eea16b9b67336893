using QSeq.Studies.DataSets;
using QSeq.Studies.Sizes;

namespace QSeq.Studies.Papers;

/// <summary>
/// The three experiments of the QKAN-LSTM paper (arXiv 2512.05049, section IV) as far as they could be decoded, with its figures
/// beside ours, and a small LSTM as the baseline of equal size that the paper lacks; and the QKAN models of the first two on a
/// simulated device, of which the paper has no figures.
/// </summary>
public static class QkanLstmPaper
{
    private const int CurveSeeds = 20;
    private const int DefaultSeeds = 5; // of what takes long
    private const double Rate = 0.01;
    private const string NoBatch = "the paper does not print its batch size, on which the first epochs depend";
    private const string WeakLstm = $"PyTorch's nn.LSTM trained so has the R2 of ours; the training of the group's script does not explain it, see LSTM (script)";
    private const string OtherCircuit = "the circuit that circulates from the group is another, see QLSTM (script)";

    // How the script that circulates from the group trains.
    private const string ScriptTraining = "RMSprop, batches of 10 in order";
    private static TrainingOptions ScriptOptions => new() { BatchSize = 10, Shuffle = false, Optimizer = OptimizerConfig.RmsProp() };

    // The short form of telecom: two weeks of 10-minute bins of two series. Made to fit into a minute on two cores.
    private const int ShortRows = 2016;
    private const int ShortSeries = 2;
    private const double ShortRateFactor = 10; // a fraction of the steps of the full form, so ten times the rate

    private static readonly ForecastRecipe Curve = new()
    {
        Model = "",
        Network = new SequenceModelConfig { Gates = new LstmGates() },
        Windows = new WindowOptions { Window = 4, OmitLast = 1 },
    };

    /// <summary>The windows of Table IV.</summary>
    public static ImmutableArray<int> TelecomWindows { get; } = [4, 8, 12, 16, 32, 64];

    /// <summary>Days of synthetic telecom data that the short form takes, and the full form.</summary>
    public static (int Short, int Full) TelecomDays => (ShortRows / 144, 62);

    /// <summary>The models of the SHM experiment.</summary>
    public static ImmutableArray<ForecastEntry> ShmEntries { get; } =
    [
        Entry("LSTM", "lstm", Lstm(5), "nn.LSTM(1,5) + Linear(5,1)", 166, 0, Final(.7973, .9690, .9701)) with { Remark = WeakLstm },
        Entry("LSTM (script)", "lstm", Lstm(5), $"the same, {ScriptTraining}", 166, 0, Final(.7973, .9690, .9701)) with { Training = ScriptOptions },
        Entry("QLSTM", "qlstm", Qlstm(5, 3), "4 circuits x 6 qubits x depth 3 + head 6", 6, 72, Final(.5855, .9680, .9972)) with { Remark = OtherCircuit },
        Script(Final(.5855, .9680, .9972)),
        Entry("QKAN-LSTM", "qkan-lstm", Qkan(2), "4 x QKAN(3 to 2), L=1, + head 3; the printed 117 (21 + 96) is most likely a slip for 171", 21, 96, Final(-.0111, .9569, .9771, 1.02e-3)),
        Entry("HQKAN-LSTM", "hqkan-lstm", Hqkan(2, 1), "Linear(3,1) + QKAN(1 to 2), L=1, + Linear(2,8) + head 3; the printed 40 is undetermined", 12, 28, Final(-.0418, .9391, .9903))
            with { NotComparable = "the paper's model of 40 parameters is undetermined" },
        Small,
    ];

    /// <summary>The models of the Bessel experiment.</summary>
    public static ImmutableArray<ForecastEntry> BesselEntries { get; } =
    [
        Entry("LSTM", "lstm", Lstm(5), "nn.LSTM(1,5) + Linear(5,1)", 166, 0, Final(.9115, .9471, .9673)) with { Remark = WeakLstm },
        Entry("LSTM (script)", "lstm", Lstm(5), $"the same, {ScriptTraining}", 166, 0, Final(.9115, .9471, .9673)) with { Training = ScriptOptions },
        Entry("QLSTM", "qlstm", Qlstm(5, 3), "4 circuits x 6 qubits x depth 3 + head 6", 6, 72, Final(.8923, .9566, .9679)) with { Remark = OtherCircuit },
        Script(Final(.8923, .9566, .9679)),
        Entry("QKAN-LSTM", "qkan-lstm", Qkan(1), "4 x QKAN(2 to 1), L=1, + head 2", 26, 32, Final(.3872, .9739, .9861, 3.27e-4)),
        Entry("HQKAN-LSTM", "hqkan-lstm", Hqkan(1, 1), "Linear(2,1) + QKAN(1 to 2), L=1, + Linear(2,4) + head 2", 25, 8, Final(.7185, .9822, .9863, 3.21e-4)) with { Remark = NoBatch },
        Small,
    ];

    /// <summary>The models of the telecom experiment, with the learning rates of its full form.</summary>
    public static ImmutableArray<ForecastEntry> TelecomEntries { get; } =
    [
        .. ((ForecastEntry[])
        [
            Entry("LSTM", "lstm", Lstm(4) with { Layers = 2 }, "2-layer nn.LSTM(1,4) + Linear(4,1)", 277, 0,
                Errors((1.0633, 4.7135), (1.0757, 4.7011), (1.0799, 4.6085), (1.0914, 4.7020), (1.1211, 4.8381), (1.1597, 4.8853))),
            Entry("QLSTM", "qlstm", Qlstm(4, 5), "4 circuits x 5 qubits x depth 5 + head 5", 5, 100,
                Errors((1.0322, 4.5217), (1.0324, 4.5307), (1.0466, 4.5715), (1.0456, 4.6244), (1.0634, 4.5953), (1.0933, 4.7194))),
            Entry("QKAN-LSTM", "qkan-lstm", Qkan(1), "4 x QKAN(2 to 1), L=1, + head 2", 26, 32,
                Errors((1.0292, 4.4377), (1.0399, 4.5441), (1.0443, 4.5570), (1.0418, 4.5485), (1.0534, 4.5647), (1.1103, 4.7311))),
            Entry("HQKAN-LSTM", "hqkan-lstm", Hqkan(1, 8), "Linear(2,1) + QKAN(1 to 2), L=8, + Linear(2,4) + head 2; printed 36 + 53 has the columns swapped, and the learning rate is lost (ours: 0.002)", 36, 53,
                Errors((1.0045, 4.5471), (1.0249, 4.6166), (1.0361, 4.5241), (1.0189, 4.5985), (1.0378, 4.4970), (1.0848, 4.6749))),
            Small,
        ]).Select(entry => entry with
        {
            LearningRate = entry.Model == "hqkan-lstm" ? 0.002 : 0.001,
            NotComparable = entry.Printed.IsEmpty ? null : "other data than the paper's, whose cells are not named",
        }),
    ];

    // QLSTM as the group's script has it and trains it.
    private static ForecastEntry Script(IEnumerable<PrintedFigure> printed)
    {
        ForecastEntry entry = Entry(
            "QLSTM (script)",
            "qlstm-chen",
            new() { Gates = QlstmGates.Script, Hidden = 5 },
            $"the same, with H and the inputs first, CNOTs on even pairs, then odd ones, small first angles; {ScriptTraining}",
            6,
            72,
            printed);
        return entry with { Training = ScriptOptions };
    }

    // As many parameters as the QKAN models have, give or take a few: 4*2*(1+2+2) + 3 = 43.
    private static ForecastEntry Small => new()
    {
        Label = CurveStudy.Small,
        Model = "lstm",
        Network = Lstm(2),
        LearningRate = Rate,
        Decoding = "nn.LSTM(1,2) + Linear(2,1): a baseline of about equal size",
    };

    /// <summary>Damped harmonic motion: the angle, window 4, 70 % for training.</summary>
    /// <param name="seeds">Seeds; null for 20.</param>
    /// <param name="epochs">Epochs; null for the paper's 30.</param>
    public static CurveStudy Shm(int? seeds = null, int? epochs = null)
    {
        ForecastRecipe recipe = Curve with { Windows = Curve.Windows with { Inputs = ["angle"], Targets = ["angle"] }, Split = new(0.70, 0) };
        return Of("shm", "Damped harmonic motion", "angle, window 4 (the last one left out), 70 % for training, min-max to [-1, 1]", DampedShm.Generate(), ShmEntries, recipe, seeds, epochs);
    }

    /// <summary>The Bessel function J2, window 4, 67 % for training.</summary>
    /// <param name="seeds">Seeds; null for 20.</param>
    /// <param name="epochs">Epochs; null for the paper's 30.</param>
    public static CurveStudy Bessel(int? seeds = null, int? epochs = null) => Of(
        "bessel", "Bessel function J2", "window 4 (the last one left out), 67 % for training, min-max to [-1, 1]", BesselJ.Generate(), BesselEntries, Curve with { Split = new(0.67, 0) }, seeds, epochs);

    /// <summary>Urban telecom: some series at the windows of Table IV, 70/15/15, scaled to [0, 1].</summary>
    /// <param name="table">The series.</param>
    /// <param name="full">Whether all rows are used, for 50 epochs at the paper's rates; else two weeks, for 15 epochs at ten times the rates.</param>
    /// <param name="all">Whether the short form uses all series too; else the first two.</param>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for the form's own.</param>
    /// <exception cref="InvalidDataException">A series is too short, or has nothing to learn.</exception>
    public static WindowStudy Telecom(SeriesTable table, bool full, bool all = false, int? seeds = null, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<string> notes = [.. table.Notes];
        if (!full && !all && table.Names.Count > ShortSeries)
        {
            notes.Add($"the first {ShortSeries} of {table.Names.Count} series");
            table = table.Select([.. table.Names.Take(ShortSeries)]);
        }

        if (!full && table.Length > ShortRows)
        {
            notes.Add(Invariant($"the first {ShortRows} of {table.Length} rows"));
            table = new SeriesTable(table.Source, table.Names, [.. table.Names.Select(name => table.Column(name)[..ShortRows].ToArray())], table.Times?.Take(ShortRows).ToArray());
        }

        var training = new TrainingOptions { Epochs = epochs ?? (full ? 50 : 15) };
        ForecastEntry[] entries = [.. TelecomEntries.Select(entry => full ? entry : entry with { LearningRate = entry.LearningRate * ShortRateFactor })];
        string form = full
            ? $"full form: {table.Names.Count} series of {table.Length} rows"
            : Invariant($"SHORT FORM: {table.Names.Count} series of {table.Length} rows, learning rate x {ShortRateFactor:F0}; the full form takes all rows and series for 50 epochs");
        return new WindowStudy
        {
            Name = "telecom",
            Title = "Urban telecom",
            Source = table.Source,
            Notes = [.. notes],
            Settings = Invariant($"{form}; 70/15/15, min-max to [0, 1], weights of the epoch best on validation; {Trained(training)}"),
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Cases = [.. from window in TelecomWindows from series in table.Names from entry in entries select TelecomCase(table, series, window, entry, training)],
        };
    }

    /// <summary>
    /// The QKAN models of <see cref="Bessel"/> and <see cref="Shm"/> on a simulated device: trained as there, without noise, then
    /// asked for forecasts through finite shots, depolarising noise after every gate and misread bits.
    /// </summary>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for the paper's 30.</param>
    /// <param name="curve">The curve of zero-noise extrapolation.</param>
    public static DeviceStudy Hardware(int? seeds = null, int? epochs = null, Extrapolation curve = Extrapolation.Exponential)
    {
        IEnumerable<DeviceCase> On(CurveStudy study) =>
            from one in study.Cases.Cast<ForecastCase>()
            where one.Recipe.Network.Gates is QkanGates or HqkanGates
            select new DeviceCase(one.Named(study.Name), [.. DeviceStudy.Conditions, .. DeviceStudy.Aware], curve);
        seeds ??= DefaultSeeds;
        CurveStudy bessel = Bessel(seeds, epochs);
        return new DeviceStudy
        {
            Name = "hardware",
            Title = "Forecasts on simulated hardware",
            Source = "the series of the Bessel and SHM experiments",
            Settings = Invariant($"trained on exact circuits, {bessel.Training.Epochs} epochs; every window of the test part forecast on a simulated device; mitigation is {curve.ToString().ToLowerInvariant()} extrapolation from circuits folded {string.Join(", ", DeviceCase.Scales)} times where gates are noisy, and inversion of misread bits, calibrated by {DeviceCase.CalibrationRepetitions} runs of two circuits (extrapolated likewise), where bits are"),
            Training = bessel.Training,
            Seeds = bessel.Seeds,
            Curve = curve,
            Cases = [.. On(bessel), .. On(Shm(seeds, epochs))],
        };
    }

    /// <summary>
    /// QKAN-LSTM, whose circuits stand in the recurrence, beside an LSTM with a QKAN layer that is read once a forecast, both with measured
    /// circuits: the setting of <see cref="Hardware"/> and that of arXiv 2605.06734, which claims that 1,024 shots change the MSE by
    /// less than 0.1 %. On the Bessel and SHM series and, for a model that errs more, on synthetic telecom data.
    /// </summary>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for the paper's 30.</param>
    public static Study HardwareShots(int? seeds = null, int? epochs = null)
    {
        seeds ??= DefaultSeeds;
        CurveStudy bessel = Bessel(seeds, epochs);
        SeriesTable table = MilanLike.Generate(new() { Days = TelecomDays.Short });
        WindowStudy telecom = Telecom(table, full: false, all: false, seeds, epochs ?? bessel.Training.Epochs);
        IEnumerable<ShotCase> On(Study study, int hidden)
        {
            ForecastCase recurrent = study.Cases.Cast<ForecastCase>().First(one => one.Recipe.Network.Gates is QkanGates).Named(study.Name);
            yield return new ShotCase(recurrent);
            var readout = (ForecastEntry)recurrent.Entry with
            {
                Label = "LSTM + QKAN",
                Model = "lstm-qkan-readout",
                Network = new() { Gates = new QkanReadoutGates(), Hidden = hidden },
                Decoding = "LSTM cells, QKAN from the last hidden state to as many values, L=1, + head",
                Printed = [],
            };
            yield return new ShotCase(new ForecastCase(study.Name, readout, recurrent.Table, recurrent.Recipe, recurrent.Condition));
        }

        return new ShotStudy
        {
            Name = "hardware-shots",
            Title = "Shots in the recurrence, and in a readout once a forecast",
            Source = "the series of the Bessel and SHM experiments; " + telecom.Source,
            Settings = Invariant($"trained on exact circuits, {bessel.Training.Epochs} epochs; window 4; nothing mitigated"),
            Training = bessel.Training,
            Seeds = bessel.Seeds,
            Cases = [.. On(bessel, 2), .. On(Shm(seeds, epochs), 3), .. On(telecom, 2)],
        };
    }

    private static CurveStudy Of(string name, string title, string settings, SeriesTable table, ImmutableArray<ForecastEntry> entries, ForecastRecipe recipe, int? seeds, int? epochs)
    {
        recipe = recipe with { Training = new TrainingOptions { Epochs = epochs ?? 30 } };
        string series = recipe.Windows.Targets.Count > 0 ? recipe.Windows.Targets[0] : table.Names[0];
        return new CurveStudy
        {
            Name = name,
            Title = title,
            Source = table.Source,
            Settings = $"{settings}; {Trained(recipe.Training)}; those of the script by RMSprop in batches of 10, in order",
            Training = recipe.Training,
            Seeds = seeds ?? CurveSeeds,
            Cases = [.. entries.Concat(SizeMates.Of(entries, Rate)).Select(entry => new ForecastCase(series, entry, table, recipe))],
        };
    }

    private static ForecastCase TelecomCase(SeriesTable table, string series, int window, ForecastEntry entry, TrainingOptions training)
    {
        var one = new ForecastCase(series, entry, table, Curve with
        {
            Windows = new WindowOptions { Window = window, Inputs = [series], Targets = [series] },
            Split = new(0.70, 0.15),
            Scaling = new ScalingOptions { Low = 0, High = 1 },
            Training = training,
        }, Invariant($"window {window}"));
        try
        {
            return one.Split.Train.Count > 0 ? one : throw new ArgumentException("There is nothing to learn from.", nameof(table));
        }
        catch (Exception e) when (e is ArgumentException)
        {
            throw new InvalidDataException(Invariant($"{table.Source}: series '{series}' has {table.Length} values, too few for the paper's window of {window} and a split of 70/15/15; give 100 or more"), e);
        }
    }

    private static string Trained(TrainingOptions training) => Invariant($"{training.Epochs} epochs, batch {training.BatchSize}, Adam");

    private static ForecastEntry Entry(string label, string model, SequenceModelConfig network, string decoding, int classical, int quantum, IEnumerable<PrintedFigure> printed) => new()
    {
        Label = label,
        Model = model,
        Network = network,
        LearningRate = Rate,
        Decoding = decoding,
        Printed = [new("parameters", classical + quantum), new("quantum_parameters", quantum), .. printed],
    };

    // Tables II and III: R2 after epochs 1, 15 and 30, and the last loss where the text says it.
    private static IEnumerable<PrintedFigure> Final(double first, double middle, double last, double? loss = null) =>
        [new("test_r2", first, 1), new("test_r2", middle, 15), new("test_r2", last, 30), .. loss is { } value ? [new("test_mse", value, 30)] : Array.Empty<PrintedFigure>()];

    // Table IV.
    private static IEnumerable<PrintedFigure> Errors(params (double Mae, double Mse)[] errors) =>
        TelecomWindows.Zip(errors).SelectMany(pair => (PrintedFigure[])
        [
            new("mae", pair.Second.Mae, Condition: Invariant($"window {pair.First}")),
            new("mse", pair.Second.Mse, Condition: Invariant($"window {pair.First}")),
        ]);

    private static SequenceModelConfig Lstm(int hidden) => new() { Gates = new LstmGates(), Hidden = hidden };

    private static SequenceModelConfig Qlstm(int hidden, int depth) =>
        new() { Gates = new QlstmGates { Circuit = new VqcOptions { Depth = depth } }, Hidden = hidden };

    private static SequenceModelConfig Qkan(int hidden) => new() { Gates = new QkanGates(), Hidden = hidden };

    private static SequenceModelConfig Hqkan(int hidden, int reps)
    {
        var options = new HqkanOptions();
        return new() { Gates = new HqkanGates { Hqkan = options with { Qkan = options.Qkan with { Reps = reps } } }, Hidden = hidden };
    }
}
