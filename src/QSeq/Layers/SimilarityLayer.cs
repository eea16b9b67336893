using System.Buffers;
using System.Numerics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// How alike the inputs are to reference vectors, as a quantum kernel sees it (QK-LSTM, arXiv 2411.13225):
/// y_j = |&lt;phi(s x)|phi(s r_j)&gt;|^2, with a scale s for every feature. Several sets of references stand one after another.
/// </summary>
internal sealed partial class SimilarityLayer : Layer
{
    private readonly FeatureMapOptions _map;
    private readonly FeatureAngles _angles;
    private readonly KernelForm _form;
    private readonly ParameterSlice _scale; // [F]
    private readonly bool _train; // whether anything here trains
    private readonly BufferSlice _s; // s [F]
    private readonly BufferSlice _pictures; // of the references, [K][PictureRows]
    private readonly BufferSlice _dReferences; // [K][GradientSize]; these two are empty if nothing trains
    private readonly BufferSlice _dScale; // [F][16]
    private readonly BufferSlice _tapeTurns; // the tape's are block after block
    private readonly BufferSlice _tapePicture;
    private readonly BufferSlice _tapeOverlaps;
    private readonly BufferSlice _dOverlaps; // of all blocks
    private readonly BufferSlice _block; // the first three below

    // Working space for 16 samples or references, in floats.
    private readonly BufferLayout _room = new();
    private readonly BufferSlice _dPicture;
    private readonly BufferSlice _spare;
    private readonly BufferSlice _dAngles;
    private readonly BufferSlice _r;
    private readonly BufferSlice _dr;
    private readonly BufferSlice _turns;
    private readonly BufferSlice _picture;
    private readonly BufferSlice _dScaleLanes;

    /// <summary>Declares scale and references, a set for each gate, all with the same first ones if <paramref name="alike"/>.</summary>
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
        OptionCheck.Require(
            most <= Array.MaxLength / 2, $"{Outputs} references of {inputs} features on {qubits} qubits are too large; choose fewer of one of them.");

        // References uniform in [-1, 1], where scaled data and hidden states lie.
        References = table.Add("references", [Outputs, inputs], Initializer.Uniform(1) with { Copies = alike ? sets : 1 }, options.TrainReferences);
        _scale = table.Add("scale", [inputs], Initializer.Constant(options.InitialScale ?? 1 / Math.Sqrt(inputs)), options.TrainScale);
        checked
        {
            _s = Folded.Add("scale", inputs);
            _pictures = Folded.Add("references", Outputs * _form.PictureRows);
            _dReferences = Gradient.Add("references", _train ? Outputs * _form.GradientSize : 0);
            Gradient.Pad();
            _dScale = Gradient.Add("scale", _train ? inputs * Lanes.Width : 0);
            _tapeTurns = Tape.Add("turns", _angles.TurnRows);
            _tapePicture = Tape.Add("picture", _form.PictureRows);
            _tapeOverlaps = Tape.Add("overlaps", Outputs * _form.OverlapRows);
            _dPicture = _room.Add("gradient of picture", _form.PictureRows * Lanes.Width);
            _spare = _room.Add("spare", _form.SpareRows * Lanes.Width);
            _dAngles = _room.Add("gradient of angles", 2 * qubits * Lanes.Width);
            _dOverlaps = Scratch.Add("gradient of overlaps", _tapeOverlaps.Count);
            _block = Scratch.Add("one lane block", _room.Length / Lanes.Width);
            _r = _room.Add("references", inputs * Lanes.Width);
            _dr = _room.Add("gradient of references", inputs * Lanes.Width);
            _turns = _room.Add("turns", _angles.TurnRows * Lanes.Width);
            _picture = _room.Add("picture", _form.PictureRows * Lanes.Width);
            _dScaleLanes = _room.Add("gradient of scale", inputs * Lanes.Width);
        }
    }

    /// <summary>[sets * references, F]</summary>
    internal ParameterSlice References { get; }

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        Span<float> scale = _s.Of(folded), references = _pictures.Of(folded);
        _scale.Of(parameters).CopyTo(scale);
        int size = _form.PictureRows;
        float[] rented = ArrayPool<float>.Shared.Rent(_room.Length);
        Span<float> room = rented;
        var r = new Rows(_r.Of(room), Lanes.Width);
        Span<float> turns = _turns.Of(room), picture = _picture.Of(room), spare = _spare.Of(room);
        for (int first = 0; first < Outputs; first += Lanes.Width)
        {
            Gather(parameters, first, r);
            _angles.Turns(r, 0, scale, _form.ThetaFactor, turns);
            _form.Picture(turns, picture, spare);
            for (int j = first; j < Math.Min(Outputs, first + Lanes.Width); j++)
                KernelForm.Store(picture, j - first, references.Slice(j * size, size));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> scale = _s.Of(folded), references = _pictures.Of(folded);
        Span<float> spare = _spare.Of(_block.Of(scratch).Data);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Span<float> turns = Block(_tapeTurns, tape, lane), picture = Block(_tapePicture, tape, lane);
            _angles.Turns(x, lane, scale, _form.ThetaFactor, turns);
            _form.Picture(turns, picture, spare);
            _form.Compare(references, picture, y, lane, Block(_tapeOverlaps, tape, lane));
        }
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ReadOnlySpan<float> scale = _s.Of(folded), references = _pictures.Of(folded);
        Span<float> dReferences = _dReferences.Of(gradient), dScale = _dScale.Of(gradient), room = _block.Of(scratch).Data;
        Span<float> dPicture = _dPicture.Of(room), spare = _spare.Of(room), dAngles = _dAngles.Of(room);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Span<float> turns = Block(_tapeTurns, tape, lane), picture = Block(_tapePicture, tape, lane);
            Span<float> overlaps = Block(_tapeOverlaps, tape, lane), dOverlaps = Block(_dOverlaps, scratch, lane);
            _form.CompareBackward(references, picture, dy, lane, overlaps, dOverlaps, dPicture, spare, dReferences);
            _form.PictureBackward(turns, picture, dPicture, dAngles, spare);
            _angles.Backward(x, lane, scale, dAngles, dx, dScale);
        }

        if (_train) _form.AddReferences(_tapePicture.Of(tape).Data, _dOverlaps.Of(scratch).Data, Outputs, dReferences);
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        if (!_train) return;

        // The references are lanes of the same circuit, 16 at a time; their pictures are in the folded constants.
        ReadOnlySpan<float> scale = _s.Of(folded), references = _pictures.Of(folded), dPictures = _dReferences.Of(foldedGradient);
        Span<float> dReferences = References.Of(gradient), dScale = _scale.Of(gradient);
        int size = _form.PictureRows;
        float[] rented = ArrayPool<float>.Shared.Rent(_room.Length);
        Span<float> room = rented;
        Rows r = new(_r.Of(room), Lanes.Width), dr = new(_dr.Of(room), Lanes.Width);
        Span<float> turns = _turns.Of(room), picture = _picture.Of(room), spare = _spare.Of(room);
        Span<float> dPicture = _dPicture.Of(room), dAngles = _dAngles.Of(room), dScaleLanes = _dScaleLanes.Of(room);
        _dScale.Of(foldedGradient).CopyTo(dScaleLanes);
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
                _form.Gather(dPictures.Slice(j * _form.GradientSize, _form.GradientSize), dPicture, lane);
            }

            _form.PictureBackward(turns, picture, dPicture, dAngles, spare);
            _angles.Backward(r, 0, scale, dAngles, dr, dScaleLanes);
            for (int n = 0; n < count * Inputs; n++) dReferences[(first * Inputs) + n] += dr[n % Inputs][n / Inputs];
        }

        for (int k = 0; k < Inputs; k++) dScale[k] += RowKernel.LaneSum(dScaleLanes, k);
        ArrayPool<float>.Shared.Return(rented);
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> scale = _scale.Of(parameters), references = References.Of(parameters);
        Complex[][] state = KernelReference.States(_map, scale, x);
        for (int j = 0; j < Outputs; j++)
            y[j] = KernelReference.Overlap(state, KernelReference.States(_map, scale, references.Slice(j * Inputs, Inputs)));
    }

    // What a slice that stands block after block holds for 16 samples.
    private static Span<float> Block(BufferSlice slice, Rows rows, int lane) =>
        slice.Of(rows).Data.Slice(lane * slice.Count, slice.Count * Lanes.Width);

    /// <summary>Up to 16 references side by side, 0 in lanes without one.</summary>
    private void Gather(ReadOnlySpan<float> parameters, int first, Rows r)
    {
        r.Data.Clear();
        ReadOnlySpan<float> references = References.Of(parameters);
        for (int j = first; j < Math.Min(Outputs, first + Lanes.Width); j++)
            KernelForm.Load(references.Slice(j * Inputs, Inputs), r.Data, j - first);
    }

    private static int Total(int references, int sets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(references, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sets, 1);
        return checked(references * sets);
    }
}
