using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using QSeq.Core;

namespace QSeq.Benchmarks;

/// <summary>Sine and cosine of 4,096 values: ours beside the runtime's. Ours is checked against double precision first.</summary>
public class SinCos
{
    private readonly float[] _x = [.. Enumerable.Range(0, 4096).Select(n => (0.003f * n) - 6)];
    private readonly float[] _sin = new float[4096];
    private readonly float[] _cos = new float[4096];

    [GlobalSetup]
    public void Check()
    {
        LaneMath.SinCos(_x, _sin, _cos);
        for (int n = 0; n < _x.Length; n++)
        {
            if (Math.Abs(_sin[n] - Math.Sin(_x[n])) > 2.5e-7 || Math.Abs(_cos[n] - Math.Cos(_x[n])) > 2.5e-7)
                throw new InvalidOperationException($"sin or cos of {_x[n]} is off");
        }
    }

    [Benchmark(Baseline = true)]
    public void Lanes() => LaneMath.SinCos(_x, _sin, _cos);

    [Benchmark]
    public void Vector512Runtime()
    {
        for (int n = 0; n < _x.Length; n += 16)
        {
            (Vector512<float> sin, Vector512<float> cos) = Vector512.SinCos(Vector512.Create(_x.AsSpan(n)));
            sin.CopyTo(_sin.AsSpan(n));
            cos.CopyTo(_cos.AsSpan(n));
        }
    }

    [Benchmark]
    public void ScalarRuntime()
    {
        for (int n = 0; n < _x.Length; n++) (_sin[n], _cos[n]) = MathF.SinCos(_x[n]);
    }
}
