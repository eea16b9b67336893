using System.Buffers;
using System.Numerics;
using QSeq.Core;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// How alike the inputs are to reference vectors, as a quantum kernel sees it (QK-LSTM, arXiv 2411.13225):
/// y_j = |&lt;phi(s x)|phi(s r_j)&gt;|^2, with a scale s for every feature. Several sets of references stand one after another.
/// </summary>
public sealed partial class SimilarityLayer : Layer
{
    private readonly FeatureMapOptions _map;
    private readonly FeatureAngles _angles;
    private readonly KernelForm _form;
    private readonly ParameterSlice _references; // [sets * references, F]
    private readonly ParameterSlice _scale; // [F]
    private readonly bool _train; // whether anything here trains
    private readonly int _dScale; // where the gradient of the scale starts

    /// <summary>Declares references and scale.</summary>
    /// <param name="table">The table they go into.</param>
    /// <param name="inputs">Features F of a sample.</param>
    /// <param name="references">References of a set.</param>
    /// <param name="options">The circuit and what trains; null for the defaults.</param>
    /// <param name="sets">Sets of references, one for each gate.</param>
    /// <param name="alike">Whether the sets start with the same references.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or an option is out of range.</exception>
    public SimilarityLayer(
        ParameterTable.Builder table, int inputs, int references, SimilarityOptions? options = null, int sets = 1, bool alike = false)
        : base(inputs, Total(references, sets))
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new SimilarityOptions();
        options.Validate();
        _map = options.FeatureMap;
        int qubits = _map.QubitsFor(inputs);
        _angles = new FeatureAngles(inputs, qubits);
        _form = KernelForm.Create(qubits, _map.Reps, _map.Entangler);
        _train = options.TrainReferences || options.TrainScale;

        // Kernels walk these buffers by reference, so a size that does not fit must not wrap around.
        long most = Math.Max((long)Outputs * Math.Max(_form.GradientSize, inputs), (long)Lanes.Width * inputs);
        if (most > Array.MaxLength / 2)
        {
            throw new ArgumentOutOfRangeException(nameof(references), references,
                $"{Outputs} references of {inputs} features on {qubits} qubits are too large; choose fewer of one of them.");
        }

        // References uniform in [-1, 1], where scaled data and hidden states lie.
        _references = table.Add("references", [Outputs, inputs], Initializer.Uniform(1) with { Copies = alike ? sets : 1 }, options.TrainReferences);
        _scale = table.Add("scale", [inputs], Initializer.Constant(options.InitialScale ?? 1 / Math.Sqrt(inputs)), options.TrainScale);
        _dScale = _train ? Lanes.Pad(Outputs * _form.GradientSize) : 0;
    }

    /// <summary>The references, set after set.</summary>
    internal ParameterSlice References => _references;

    /// <inheritdoc/>
    public override int FoldedSize => checked(Inputs + (Outputs * _form.PictureRows)); // s [F]; references [K][PictureRows]

    /// <inheritdoc/>
    public override int GradientSize => _train ? checked(_dScale + (Inputs * Lanes.Width)) : 0; // references [K][..]; s [F][16]

    /// <inheritdoc/>
    public override int TapeRows => _angles.TurnRows + _form.PictureRows + (Outputs * _form.OverlapRows); // each block after block

    /// <inheritdoc/>
    public override int ScratchRows => (Outputs * _form.OverlapRows) + _form.PictureRows + _form.SpareRows + (2 * _form.Qubits); // dOverlaps of all blocks; dPicture, spare, dAngles

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _scale.Of(parameters).CopyTo(folded);
        Span<float> references = folded[Inputs..];
        int size = _form.PictureRows;
        float[] rented = ArrayPool<float>.Shared.Rent(FoldRows * Lanes.Width);
        Span<float> room = rented;
        Rows r = TakeRows(ref room, Inputs);
        Span<float> turns = Take(ref room, _angles.TurnRows), picture = Take(ref room, size), spare = Take(ref room, _form.SpareRows);
        for (int first = 0; first < Outputs; first += Lanes.Width)
        {
            Gather(parameters, first, r);
            _angles.Turns(r, 0, folded[..Inputs], _form.ThetaFactor, turns);
            _form.Picture(turns, picture, spare);
            for (int j = first; j < Math.Min(Outputs, first + Lanes.Width); j++)
                KernelForm.Store(picture, j - first, references.Slice(j * size, size));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> scale = folded[..Inputs], references = folded[Inputs..];
        Span<float> spare = scratch.Data[..(_form.SpareRows * Lanes.Width)];
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Span<float> turns = TurnsOf(tape, lane), picture = PictureOf(tape, lane);
            _angles.Turns(x, lane, scale, _form.ThetaFactor, turns);
            _form.Picture(turns, picture, spare);
            _form.Compare(references, picture, y, lane, OverlapsOf(tape, lane));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ReadOnlySpan<float> scale = folded[..Inputs], references = folded[Inputs..];
        Span<float> dReferences = _train ? gradient[..(Outputs * _form.GradientSize)] : [], dScale = _train ? gradient.Slice(_dScale, Inputs * Lanes.Width) : [];
        int overlaps = Outputs * _form.OverlapRows * Lanes.Width;
        Span<float> dOverlaps = scratch.Data[..(overlaps * (x.Lanes / Lanes.Width))];
        Span<float> room = scratch.Data[dOverlaps.Length..];
        Span<float> dPicture = Take(ref room, _form.PictureRows), spare = Take(ref room, _form.SpareRows), dAngles = Take(ref room, 2 * _form.Qubits);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Span<float> turns = TurnsOf(tape, lane), picture = PictureOf(tape, lane);
            _form.CompareBackward(
                references,
                picture,
                dy,
                lane,
                OverlapsOf(tape, lane),
                dOverlaps.Slice(lane / Lanes.Width * overlaps, overlaps),
                dPicture,
                spare,
                dReferences);
            _form.PictureBackward(turns, picture, dPicture, dAngles, spare);
            _angles.Backward(x, lane, scale, dAngles, dx, dScale);
        }

        if (_train) _form.AddReferences(tape.Slice(_angles.TurnRows, _form.PictureRows).Data, dOverlaps, Outputs, dReferences);
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        if (!_train) return;

        // The references are lanes of the same circuit, 16 at a time; their pictures are in the folded constants.
        ReadOnlySpan<float> scale = folded[..Inputs], references = folded[Inputs..];
        Span<float> dReferences = _references.Of(gradient), dScale = _scale.Of(gradient);
        int size = _form.PictureRows;
        float[] rented = ArrayPool<float>.Shared.Rent(UnfoldRows * Lanes.Width);
        Span<float> room = rented;
        Rows r = TakeRows(ref room, Inputs), dr = TakeRows(ref room, Inputs);
        Span<float> turns = Take(ref room, _angles.TurnRows), picture = Take(ref room, size), spare = Take(ref room, _form.SpareRows);
        Span<float> dPicture = Take(ref room, size), dAngles = Take(ref room, 2 * _form.Qubits), dScaleLanes = Take(ref room, Inputs);
        foldedGradient.Slice(_dScale, Inputs * Lanes.Width).CopyTo(dScaleLanes);
        for (int first = 0; first < Outputs; first += Lanes.Width)
        {
            int count = Math.Min(Lanes.Width, Outputs - first);
            Gather(parameters, first, r);
            _angles.Turns(r, 0, scale, _form.ThetaFactor, turns);
            picture.Clear();
            dPicture.Clear();
            for (int lane = 0; lane < count; lane++)
            {
                int j = first + lane;
                KernelForm.Load(references.Slice(j * size, size), picture, lane);
                _form.Gather(foldedGradient.Slice(j * _form.GradientSize, _form.GradientSize), dPicture, lane);
            }

            _form.PictureBackward(turns, picture, dPicture, dAngles, spare);
            _angles.Backward(r, 0, scale, dAngles, dr, dScaleLanes);
            for (int n = 0; n < count * Inputs; n++) dReferences[(first * Inputs) + n] += dr[n % Inputs][n / Inputs];
        }

        for (int k = 0; k < Inputs; k++) dScale[k] += RowKernel.LaneSum(dScaleLanes, k);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> scale = _scale.Of(parameters), references = _references.Of(parameters);
        Complex[][] state = KernelReference.States(_map, scale, x);
        for (int j = 0; j < Outputs; j++)
            y[j] = KernelReference.Overlap(state, KernelReference.States(_map, scale, references.Slice(j * Inputs, Inputs)));
    }

    private int FoldRows => Inputs + _angles.TurnRows + _form.PictureRows + _form.SpareRows;

    private int UnfoldRows => FoldRows + (2 * Inputs) + _form.PictureRows + (2 * _form.Qubits);

    private Span<float> TurnsOf(Rows tape, int lane) => tape.Data.Slice(lane * _angles.TurnRows, _angles.TurnRows * Lanes.Width);

    private Span<float> PictureOf(Rows tape, int lane) =>
        tape.Slice(_angles.TurnRows, _form.PictureRows).Data.Slice(lane * _form.PictureRows, _form.PictureRows * Lanes.Width);

    private Span<float> OverlapsOf(Rows tape, int lane)
    {
        int rows = Outputs * _form.OverlapRows;
        return tape.Slice(_angles.TurnRows + _form.PictureRows, rows).Data.Slice(lane * rows, rows * Lanes.Width);
    }

    /// <summary>Up to 16 references side by side, 0 in lanes without one.</summary>
    private void Gather(ReadOnlySpan<float> parameters, int first, Rows r)
    {
        r.Data.Clear();
        ReadOnlySpan<float> references = _references.Of(parameters);
        for (int j = first; j < Math.Min(Outputs, first + Lanes.Width); j++)
            KernelForm.Load(references.Slice(j * Inputs, Inputs), r.Data, j - first);
    }

    private static Span<float> Take(ref Span<float> room, int rows)
    {
        Span<float> taken = room[..(rows * Lanes.Width)];
        room = room[taken.Length..];
        return taken;
    }

    private static Rows TakeRows(ref Span<float> room, int rows) => new(Take(ref room, rows), Lanes.Width);

    private static int Total(int references, int sets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(references, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sets, 1);
        return checked(references * sets);
    }
}
