using BenchmarkDotNet.Attributes;
using QSeq.Studies.Benches;

namespace QSeq.Benchmarks;

/// <summary>The standard cases K and L, the same Gram matrices that <c>qseq bench</c> times. Values are checked first.</summary>
[MemoryDiagnoser]
public class Gram
{
    private GramBenchmark.Subject? _subject;

    [Params("K", "L")]
    public string Case { get; set; } = "K";

    [GlobalSetup]
    public void Prepare()
    {
        _subject = new GramBenchmark.Subject(GramCase.Standard.Single(c => c.Case == Case));
        _subject.Check();
    }

    [Benchmark]
    public float[,] Matrix() => _subject!.Gram();
}
