using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>
/// The kernel of several repeats: state vectors of 16 samples at a time, [2^n][re, im][16], wire 0 the highest bit. H and
/// the first rotations make a product state, later repeats take the entangler's permutation along with wire 0. The last
/// CNOTs cancel between two states and are left out, and so is a phase: RZ(phi) = diag(1, exp(i phi)) up to one, which no
/// kernel sees. Backward un-applies the gates on psi and its gradient lambda together (adjoint method).
/// </summary>
internal sealed class StateForm(int qubits, int reps, Entangler entangler) : KernelForm(qubits)
{
    private readonly int[] _from = EntanglerMap.Create(qubits, entangler); // amplitude i after the CNOTs is _from[i] before them

    private readonly float _equal = (qubits % 2 == 0 ? 1 : 0.70710678f) / (1 << (qubits / 2)); // the amplitude of 2^n equal ones

    public override float ThetaFactor => 0.5f;

    public override int PictureRows => 2 * Dimension; // [amplitude][re, im]

    public override int OverlapRows => 2; // [reference][re, im]

    public override int SpareRows => 3 * PictureRows; // psi and, to change places with psi and lambda, one more each

    public override int GradientSize => PictureRows;

    private int Dimension => 1 << Qubits;

    public override void Picture(ReadOnlySpan<float> turns, Span<float> picture, Span<float> spare)
    {
        // Repeats write to the picture and to spare in turn, so that the last one writes to the picture.
        Span<float> other = spare[..picture.Length];
        Span<float> before = reps % 2 == 1 ? picture : other;
        StateGates.Product(turns, Qubits, _equal, before);
        for (int rep = 1; rep < reps; rep++)
        {
            Span<float> after = (reps - rep) % 2 == 1 ? picture : other;
            StateGates.Repeat(turns, Qubits, _from, before, after);
            before = after;
        }
    }

    public override void PictureBackward(
        ReadOnlySpan<float> turns, ReadOnlySpan<float> picture, Span<float> dPicture, Span<float> dAngles, Span<float> spare)
    {
        int size = picture.Length;
        Span<float> psi = spare[..size], lambda = dPicture, psiOther = spare.Slice(size, size), lambdaOther = spare.Slice(2 * size, size);
        picture.CopyTo(psi);
        dAngles.Clear();
        for (int rep = reps - 1; rep >= 1; rep--)
        {
            StateGates.RepeatBackward(turns, Qubits, _from, psi, lambda, psiOther, lambdaOther, dAngles);
            Span<float> swap = psi;
            psi = psiOther;
            psiOther = swap;
            swap = lambda;
            lambda = lambdaOther;
            lambdaOther = swap;
        }

        StateGates.ProductBackward(turns, Qubits, psi, lambda, dAngles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compare(ReadOnlySpan<float> references, ReadOnlySpan<float> picture, Rows y, int lane, Span<float> overlaps)
    {
        OverlapKernel.Forward(references, y.Count, picture, overlaps);
        ref float o = ref MemoryMarshal.GetReference(overlaps);
        for (int j = 0; j < y.Count; j++)
        {
            Amplitude a = Amplitude.Load(ref o, j);
            Lanes.Fma(a.Re, a.Re, a.Im * a.Im).StoreUnsafe(ref y.At(j), (nuint)lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CompareBackward(
        ReadOnlySpan<float> references,
        ReadOnlySpan<float> picture,
        Rows dy,
        int lane,
        ReadOnlySpan<float> overlaps,
        Span<float> dOverlaps,
        Span<float> dPicture,
        Span<float> spare,
        Span<float> gradient)
    {
        // k = re^2 + im^2, so dre = 2 re dk and dim = 2 im dk.
        ref float o = ref MemoryMarshal.GetReference(overlaps);
        ref float d = ref MemoryMarshal.GetReference(dOverlaps);
        for (int j = 0; j < dy.Count; j++)
        {
            Vector512<float> twice = Vector512.LoadUnsafe(ref dy.At(j), (nuint)lane);
            twice += twice;
            Amplitude a = Amplitude.Load(ref o, j);
            new Amplitude(twice * a.Re, twice * a.Im).Store(ref d, j);
        }

        OverlapKernel.BackwardState(references, dy.Count, dOverlaps, dPicture);
    }

    public override void AddReferences(ReadOnlySpan<float> pictures, ReadOnlySpan<float> dOverlaps, int count, Span<float> gradient) =>
        OverlapKernel.AddReferences(pictures, dOverlaps, count, Dimension, gradient);

    public override void Gather(ReadOnlySpan<float> gradient, Span<float> dPicture, int lane) => Load(gradient, dPicture, lane);
}
