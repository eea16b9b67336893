namespace QSeq.Quantum;

/// <summary>
/// The fidelity kernel k(a, b) = |&lt;phi(a)|phi(b)&gt;|^2 of a feature map (QK-LSTM, arXiv 2411.13225), exact, in single
/// precision: for single pairs, and for whole Gram matrices to hand to a kernel machine. One thread, no state: safe to share.
/// </summary>
public sealed class QuantumKernel
{
    private const int Chunk = 32; // samples compared with a tile at a time: whole lane blocks that stay in the cache
    private const int TileFloats = 1 << 22; // room for the pictures of a tile, 16 MiB

    private readonly FeatureAngles _angles;
    private readonly KernelForm _form;
    private readonly float[] _scale; // [inputs]

    /// <summary>Prepares a kernel.</summary>
    /// <param name="inputs">Features of a sample.</param>
    /// <param name="options">The feature map; null for one qubit a feature and one repeat.</param>
    /// <param name="scale">What features are multiplied by to become angles; finite, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or an option is out of range.</exception>
    public QuantumKernel(int inputs, FeatureMapOptions? options = null, double scale = 1)
    {
        options ??= new FeatureMapOptions();
        Qubits = options.QubitsFor(inputs);
        if (!float.IsFinite((float)scale) || (float)scale == 0)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"scale {scale} is out of range; choose a finite number that is not 0, such as 1.");
        (Inputs, Reps) = (inputs, options.Reps);
        _angles = new FeatureAngles(inputs, Qubits);
        _form = KernelForm.Create(Qubits, options.Reps, options.Entangler);
        _scale = new float[inputs];
        Array.Fill(_scale, (float)scale);
    }

    /// <summary>Features of a sample.</summary>
    public int Inputs { get; }

    /// <summary>Qubits of the circuit.</summary>
    public int Qubits { get; }

    /// <summary>How often the features are uploaded.</summary>
    public int Reps { get; }

    /// <summary>k(a, b), the number that <see cref="Gram(ReadOnlySpan{float}, ReadOnlySpan{float}, CancellationToken)"/> gives for the pair.</summary>
    /// <param name="a">[Inputs]</param>
    /// <param name="b">[Inputs]</param>
    /// <returns>A number from 0 to 1; 1 of a sample with itself.</returns>
    /// <exception cref="ArgumentException">A length is not <see cref="Inputs"/>, or a value is not finite.</exception>
    public double Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != Inputs) throw new ArgumentException($"a has {a.Length} values, expected {Inputs}, one for each feature.", nameof(a));
        if (b.Length != Inputs) throw new ArgumentException($"b has {b.Length} values, expected {Inputs}, one for each feature.", nameof(b));
        return Gram(a, b)[0, 0];
    }

    /// <summary>k of every sample of one set with every sample of another: 0 to 1, and 1 where two samples are the same.</summary>
    /// <param name="a">Samples one after another, [n][Inputs].</param>
    /// <param name="b">Samples one after another, [m][Inputs].</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>[n, m]</returns>
    /// <exception cref="ArgumentException">Values do not fill whole samples, are not finite, or there are too many pairs.</exception>
    public float[,] Gram(ReadOnlySpan<float> a, ReadOnlySpan<float> b, CancellationToken cancellationToken = default)
    {
        Check(a, nameof(a));
        Check(b, nameof(b));
        return Compute(a, b, mirror: false, cancellationToken);
    }

    /// <summary>k of every two samples of a set: symmetric to the last bit, each pair computed once, the diagonal 1.</summary>
    /// <param name="samples">Samples one after another, [n][Inputs].</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>[n, n]</returns>
    /// <exception cref="ArgumentException">Values do not fill whole samples, are not finite, or there are too many pairs.</exception>
    public float[,] Gram(ReadOnlySpan<float> samples, CancellationToken cancellationToken = default)
    {
        Check(samples, nameof(samples));
        return Compute(samples, samples, mirror: true, cancellationToken);
    }

    private float[,] Compute(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool mirror, CancellationToken cancellationToken)
    {
        int rows = a.Length / Inputs, columns = b.Length / Inputs, picture = _form.PictureRows * Lanes.Width;
        if ((long)rows * columns > Array.MaxLength)
            throw new ArgumentException($"{rows} x {columns} pairs are more than one array holds; compute the matrix in parts of fewer samples.", nameof(a));
        float[,] k = new float[rows, columns];
        if (k.Length == 0) return k;

        // A tile of columns as pictures; chunks of rows as references, which are compared with all of the tile.
        int chunk = Math.Min(Chunk, Lanes.Pad(rows)), tile = Math.Min(Math.Max(1, TileFloats / picture) * Lanes.Width, Lanes.Pad(columns));
        var pictures = new AlignedBuffer(tile / Lanes.Width * picture); // [blocks][PictureRows][16]
        float[] references = new float[chunk * _form.PictureRows];
        AlignedBuffer result = new(chunk * Lanes.Width), overlaps = new(chunk * _form.OverlapRows * Lanes.Width);
        var encoder = new Encoder(this);
        for (int column = 0; column < columns; column += tile)
        {
            int width = Math.Min(tile, columns - column);
            for (int first = 0; first < width; first += Lanes.Width)
            {
                cancellationToken.ThrowIfCancellationRequested();
                encoder.Encode(b, column + first, pictures.Span.Slice(first / Lanes.Width * picture, picture));
            }

            // Where the matrix is mirrored, a row stops at its diagonal, so rows before the tile have nothing in it.
            for (int row = mirror ? column : 0; row < rows; row += chunk)
            {
                int height = Math.Min(chunk, rows - row);
                encoder.EncodeReferences(a, row, references.AsSpan(0, height * _form.PictureRows));
                Rows y = result.Rows(0, height, Lanes.Width);
                for (int first = 0; first < width && !(mirror && column + first >= row + height); first += Lanes.Width)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    _form.Compare(references, pictures.Span.Slice(first / Lanes.Width * picture, picture), y, 0, overlaps.Span);
                    Place(y, row, column + first, mirror, k);
                }
            }
        }

        Bound(a, b, k);
        return k;
    }

    // Rounding leaves the k of a sample with itself near 1, on either side: 1 - k has no root then.
    private void Bound(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float[,] k)
    {
        const float near = 0.99f;
        for (int row = 0; row < k.GetLength(0); row++)
        {
            for (int column = 0; column < k.GetLength(1); column++)
            {
                if (k[row, column] < near)
                {
                    k[row, column] = Math.Max(0, k[row, column]);
                    continue;
                }

                bool same = a.Slice(row * Inputs, Inputs).SequenceEqual(b.Slice(column * Inputs, Inputs));
                k[row, column] = same ? 1 : Math.Min(1, k[row, column]);
            }
        }
    }

    private static void Place(Rows y, int row, int column, bool mirror, float[,] k)
    {
        int width = Math.Min(Lanes.Width, k.GetLength(1) - column);
        for (int j = 0; j < y.Count; j++)
        {
            for (int lane = 0; lane < width && !(mirror && column + lane > row + j); lane++)
            {
                float value = y[j][lane];
                k[row + j, column + lane] = value;
                if (mirror) k[column + lane, row + j] = value;
            }
        }
    }

    private void Check(ReadOnlySpan<float> samples, string name)
    {
        if (samples.Length % Inputs != 0)
            throw new ArgumentException($"{samples.Length} values do not fill samples of {Inputs} features.", name);
        for (int n = 0; n < samples.Length; n++)
        {
            if (!float.IsFinite(samples[n] * _scale[0]))
            {
                string what = float.IsFinite(samples[n]) ? $"times the scale {_scale[0]} is not a finite angle" : "is not a finite number";
                throw new ArgumentException($"Feature {n % Inputs} of sample {n / Inputs}, {samples[n]}, {what}.", name);
            }
        }
    }

    /// <summary>Buffers on the way from samples to pictures.</summary>
    private sealed class Encoder(QuantumKernel kernel)
    {
        private readonly AlignedBuffer _x = new(kernel.Inputs * Lanes.Width);
        private readonly AlignedBuffer _turns = new(kernel._angles.TurnRows * Lanes.Width);
        private readonly AlignedBuffer _picture = new(kernel._form.PictureRows * Lanes.Width);
        private readonly AlignedBuffer _spare = new(kernel._form.SpareRows * Lanes.Width);

        /// <summary>The picture of up to 16 samples from <paramref name="first"/> on.</summary>
        public void Encode(ReadOnlySpan<float> samples, int first, Span<float> picture)
        {
            int inputs = kernel.Inputs, count = Math.Min(Lanes.Width, (samples.Length / inputs) - first);
            Rows x = _x.Rows(0, inputs, Lanes.Width);
            x.Data.Clear();
            for (int lane = 0; lane < count; lane++)
                KernelForm.Load(samples.Slice((first + lane) * inputs, inputs), x.Data, lane);
            kernel._angles.Turns(x, 0, kernel._scale, kernel._form.ThetaFactor, _turns.Span);
            kernel._form.Picture(_turns.Span, picture, _spare.Span);
        }

        /// <summary>Samples from <paramref name="first"/> on as references, as many as there is room for.</summary>
        public void EncodeReferences(ReadOnlySpan<float> samples, int first, Span<float> references)
        {
            int size = kernel._form.PictureRows;
            for (int n = 0; n < references.Length / size; n++)
            {
                if (n % Lanes.Width == 0) Encode(samples, first + n, _picture.Span);
                KernelForm.Store(_picture.Span, n % Lanes.Width, references.Slice(n * size, size));
            }
        }
    }
}
