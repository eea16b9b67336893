using BenchmarkDotNet.Attributes;
using QSeq.Studies.Benches;

namespace QSeq.Benchmarks;

/// <summary>The standard cases A to J, the same steps that <c>qseq bench</c> times.</summary>
[MemoryDiagnoser]
public class TrainingStep
{
    private StepBenchmark.Subject? _subject;

    [Params("A", "B", "C", "D", "E", "F", "G", "H", "I", "J")]
    public string Case { get; set; } = "A";

    [GlobalSetup]
    public void Prepare() => _subject = new StepBenchmark.Subject(BenchCase.Standard.Single(c => c.Case == Case));

    [GlobalCleanup]
    public void Clean() => _subject?.Dispose();

    [Benchmark]
    public double Step() => _subject!.Step();
}
