namespace QSeq.Networks;

/// <summary>
/// A network that forecasts what a linear forecast of the normalised window leaves over: windows of one length are normalised,
/// the network's answers and those of the linear path are added and set back to the level of the window.
/// </summary>
internal sealed class ResidualNetwork : SequenceLayer
{
    private const double RateOfSolution = 0.01; // of the learning rate: the linear path begins at its solution

    private readonly Network _network;
    private readonly WindowNormaliser? _normaliser;
    private readonly LinearPath? _linear;
    private readonly ResidualShape _shape;
    private readonly BufferSlice _networkFolded;
    private readonly BufferSlice _networkGradient;
    private readonly BufferSlice _levelFolded;
    private readonly BufferSlice _levelGradient;
    private readonly BufferLayout _linearFolded = new();
    private readonly BufferLayout _linearGradient = new();
    private readonly BufferSlice _pathFolded;
    private readonly BufferSlice _pathGradient;

    /// <summary>Declares what is around a network that answers once with [horizon][targets][outputs of a target].</summary>
    /// <param name="table">Where the parameters go.</param>
    /// <param name="options">What there is; its shape is known.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public ResidualNetwork(ParameterTable.Builder table, ResidualOptions options, Network network)
        : base(network.Inputs, network.Outputs)
    {
        _shape = options.Shape ?? throw new ArgumentException("The sizes of the windows are not known yet.", nameof(options));
        if (network.Answers(_shape.Steps) != 1 || network.Outputs % (_shape.Horizon * _shape.Targets.Length) != 0)
            throw new ArgumentException($"A network of {network.Outputs} outputs does not answer once for {_shape.Targets.Length} targets at horizon {_shape.Horizon}.", nameof(network));
        if (_shape.Targets.Any(IsNone) || _shape.Scaled.Any(IsNone) || _shape.Known.Any(IsNone))
            throw new ArgumentException($"An input of the window's shape is none of the network's {network.Inputs}.", nameof(options));
        bool IsNone(int input) => input >= network.Inputs;
        _network = network;
        (_networkFolded, _networkGradient) = (Folded.Add("network", network.FoldedSize), Gradient.Add("network", network.GradientSize));
        if (options.Normalisation != Normalisation.None) _normaliser = new WindowNormaliser(table.Scope("level"), options, _shape, Inputs);
        (_levelFolded, _levelGradient) = (Folded.Add("level", _normaliser?.FoldedSize ?? 0), Gradient.Add("level", _normaliser?.FoldedSize ?? 0));
        if (options.Linear && LinearPath.HasInputs(_shape)) _linear = new LinearPath(table.Scope("linear", RateOfSolution), _shape, Inputs, options.Rank, _linearFolded, _linearGradient);
        Folded.Pad();
        Gradient.Pad();
        (_pathFolded, _pathGradient) = (Folded.Add("linear", _linearFolded.Length), Gradient.Add("linear", _linearGradient.Length));
    }

    /// <summary>Whether windows are normalised, so that every row of a window changes with its last.</summary>
    internal bool Normalises => _normaliser is not null;

    /// <summary>Whether there is a linear path.</summary>
    internal bool HasLinearPath => _linear is not null;

    /// <summary>Rows of tape and of working space that <see cref="AddLinear"/> needs.</summary>
    internal (int Tape, int Scratch) LinearRows => (_linear?.TapeRows ?? 0, _linear?.ScratchRows ?? 0);

    /// <summary>The constants of the network inside.</summary>
    internal ReadOnlySpan<float> FoldedOfNetwork(ReadOnlySpan<float> folded) => _networkFolded.Of(folded);

    /// <summary>Adds the linear forecast of windows that are not normalised to the network's answers, as <see cref="Forward"/> does.</summary>
    internal void AddLinear(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch) => _linear?.AddTo(_pathFolded.Of(folded), x, y, tape, scratch);

    /// <inheritdoc/>
    public override int Answers(int steps) => 1;

    /// <inheritdoc/>
    public override int TapeRows(int steps) => TapeBefore(steps) + _network.TapeRows(steps);

    /// <inheritdoc/>
    public override int ScratchRows(int steps) =>
        checked(Math.Max(_network.ScratchRows(steps), _linear?.ScratchRows ?? 0) + (steps * Inputs) + Outputs + (_normaliser?.StatisticsRows ?? 0));

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _network.Fold(parameters, _networkFolded.Of(folded));
        _normaliser?.Fold(parameters, _levelFolded.Of(folded));
        _linear?.Fold(parameters, _pathFolded.Of(folded));
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        Check(x, mask);
        Tapes tapes = Take(tape);
        Rows input = x;
        if (_normaliser is not null)
        {
            input = tapes.Window;
            _normaliser.Normalise(_levelFolded.Of(folded), x, input, tapes.Statistics);
        }

        _network.Forward(_networkFolded.Of(folded), input, default, y, tapes.Network, scratch);
        _linear?.AddTo(_pathFolded.Of(folded), input, y, tapes.Linear, scratch.Slice(0, _linear.ScratchRows));
        if (_normaliser is null) return;
        y.Data.CopyTo(tapes.Before.Data);
        _normaliser.Restore(_levelFolded.Of(folded), x, tapes.Statistics, y);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Check(x, mask);
        Tapes tapes = Take(tape);
        int level = _normaliser?.StatisticsRows ?? 0;
        Rows input = x, dInput = dx, dStatistics = scratch.Slice(0, level), own = scratch.Slice(level + Outputs + x.Count, scratch.Count - level - Outputs - x.Count);
        if (_normaliser is not null)
        {
            input = tapes.Window;
            dInput = scratch.Slice(level + Outputs, x.Count);
            Rows inner = scratch.Slice(level, Outputs);
            dy.Data.CopyTo(inner.Data);
            dy = inner;
            dx.Data.Clear();
            _normaliser.RestoreBack(_levelFolded.Of(folded), tapes.Statistics, tapes.Before, dy, dStatistics, dx, _levelGradient.Of(gradient));
        }

        _network.Backward(_networkFolded.Of(folded), input, default, dy, dInput, tapes.Network, own, _networkGradient.Of(gradient));
        _linear?.Back(_pathFolded.Of(folded), input, dy, dInput, tapes.Linear, own.Slice(0, _linear.ScratchRows), _pathGradient.Of(gradient));
        _normaliser?.NormaliseBack(_levelFolded.Of(folded), x, tapes.Statistics, dInput, dStatistics, dx, _levelGradient.Of(gradient));
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        _network.Unfold(parameters, _networkFolded.Of(folded), _networkGradient.Of(foldedGradient), gradient);
        _normaliser?.Unfold(_levelGradient.Of(foldedGradient), gradient);
        _linear?.Unfold(parameters, _pathFolded.Of(folded), _pathGradient.Of(foldedGradient), gradient);
    }

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        double[][] input = Before(parameters, x, out double[][] statistics);
        double[] y = _network.Reference(parameters, input)[0];
        After(parameters, x, input, statistics, y);
        return [y];
    }

    /// <summary>What the network reads of a window, in double precision.</summary>
    public double[][] Before(ReadOnlySpan<double> parameters, double[][] x, out double[][] statistics)
    {
        ArgumentNullException.ThrowIfNull(x);
        statistics = [];
        return _normaliser?.Normalise(parameters, x, out statistics) ?? x;
    }

    /// <summary>From the network's answer to the forecast, in double precision, in place.</summary>
    public void After(ReadOnlySpan<double> parameters, double[][] x, double[][] input, double[][] statistics, double[] y)
    {
        _linear?.AddReference(parameters, input, y);
        _normaliser?.Restore(parameters, x, statistics, y);
    }

    /// <summary>What the network reads of x.</summary>
    public Rows NetworkInput(Rows x, Rows tape) => _normaliser is null ? x : Take(tape).Window;

    /// <summary>The network's part of the tape.</summary>
    public Rows NetworkTape(Rows tape) => Take(tape).Network;

    private int TapeBefore(int steps) => checked((_normaliser is null ? 0 : (steps * Inputs) + _normaliser.StatisticsRows + Outputs) + (_linear?.TapeRows ?? 0));

    private Tapes Take(Rows tape)
    {
        int window = _normaliser is null ? 0 : _shape.Steps * Inputs, level = _normaliser?.StatisticsRows ?? 0, before = _normaliser is null ? 0 : Outputs;
        int linear = _linear?.TapeRows ?? 0, first = window + level + before + linear;
        return new Tapes(
            tape.Slice(0, window), tape.Slice(window, level), tape.Slice(window + level, before), tape.Slice(window + level + before, linear),
            tape.Slice(first, tape.Count - first));
    }

    private void Check(Rows x, Rows mask)
    {
        if (!mask.Data.IsEmpty) throw new ArgumentException("A network that answers once reads sequences of one length.", nameof(mask));
        if (x.Count != _shape.Steps * Inputs) throw new ArgumentException($"The network is made for windows of {_shape.Steps} steps, but {x.Count / Inputs} were given.", nameof(x));
    }

    private readonly ref struct Tapes(Rows window, Rows statistics, Rows before, Rows linear, Rows network)
    {
        public Rows Window { get; } = window;

        public Rows Statistics { get; } = statistics;

        public Rows Before { get; } = before;

        public Rows Linear { get; } = linear;

        public Rows Network { get; } = network;
    }
}
