using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Persistence;
using QSeq.Quantum.Simulators;
using QSeq.Studies;
using QSeq.Tests.Data;
using QSeq.Tests.Persistence;

namespace QSeq.Tests.Core;

/// <summary>Text and numbers from files that were made to do harm, as the fuzz harness found them.</summary>
public sealed class HostileTextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\u001b[2Jb\r\nc", "a·[2Jb··c")]
    [InlineData("a\u2028b\u202Ec\u0085", "a·b·c·")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    public void TextFromOutsideIsPrintable(string text, string expected) => Assert.Equal(expected, BadData.Line(text, 40));

    [Fact]
    public void LongTextIsCutBetweenCharacters()
    {
        Assert.Equal("·x·", BadData.Line("\ud800x\udc00", 3)); // halves of pairs
        Assert.Equal("aaa…", BadData.Line("aaaa", 3));
        Assert.Equal("aa…", BadData.Line("aa\ud83d\ude00", 3));
        Assert.Equal("'" + new string('b', 40) + "…'", BadData.Quote(new string('b', 41)));
    }

    [Fact]
    public void MessagesAreBoundedAndKeepTheirEnd()
    {
        string name = new('x', 5000);
        string message = BadData.At(name, 3, name, $"found {name}\n, because of {ErrorText.Of(new IOException(name))}; correct it").Message;
        Assert.InRange(message.Length, 100, 499);
        Assert.EndsWith("; correct it", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        string unknown = NearestName.Describe("column", name, Enumerable.Repeat(name, 20));
        Assert.InRange(unknown.Length, 100, 499);
        Assert.EndsWith(" and 17 more", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void AWindowOfAnySizeCostsNoMemory()
    {
        byte[] forged = Samples.Forge(json => Samples.Put(json, "recipe.windows.window", "2147483647"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var model = TrainedForecaster.FromBytes(forged, "m.qseq");
        SeriesTable history = SeriesTable.Of(model.Recipe.Windows.Inputs[0], [1, 2, 3]);
        Assert.Throws<SeriesTooShortException>(() => model.Forecast(history));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("cieckpoint", 1, 0, "kind is 'cieckpoint'")]
    [InlineData("checkpoint", -1, 0, "epochs is -1, expected 0 or more")]
    [InlineData("checkpoint", 1, -2, "batch is -2, expected 0 or more")]
    public void AForgedCheckpointIsRefused(string kind, int epochs, int batch, string expected)
    {
        string path = Path.Combine(_folder.Path, "c.checkpoint");
        string json = $$"""{"formatVersion":2,"kind":"{{kind}}","identity":"x","epochs":{{epochs}},"batch":{{batch}}}""";
        File.WriteAllBytes(path, Samples.Forge(json, []));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => CheckpointFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudyJournalPassesOverLinesOfNothing()
    {
        string path = Path.Combine(_folder.Path, "study.journal");
        using (Journal journal = Journal.Open(path, "QSeq study journal 1"))
        {
            const string start = "{\"identity\":\"abc\",\"seed\":1,\"stop\":\"Completed\",\"epochs\":2,\"keptEpoch\":1,\"seconds\":1,\"measures\":";
            foreach (string rest in (string[])["[null]}", "[{\"metric\":\"r2\",\"values\":[]}]}", "[{\"metric\":\"\\ud800\",\"values\":[1]}]}"]) journal.Append(start + rest);
            journal.Append("null");
            journal.Append(start.Replace("abc", "def", StringComparison.Ordinal) + "[{\"metric\":\"r2\",\"values\":[1]}]}");
        }

        using var study = StudyJournal.Open(path);
        Assert.Equal(1, study.Count);
        Assert.Equal(1, study.Find("def")!.Value("r2"));
    }

    [Fact]
    public void ADeviceThatForgetsAtOnceHasANoiseModel()
    {
        var profile = new DeviceProfile("x", [new DeviceQubit(1e-300, 1e-300, 0.5, 1e300, 0, 0)]);
        Assert.Single(profile.ToNoiseModel().Qubits);
    }

    [Fact]
    public void NamesOfColumnsAreOnOneLine()
    {
        SeriesTable table = CsvSeries.Read(new StringReader("date,\"a\u0085 b\u2028\"\n2021-01-01,1\n2021-01-02,2\n"), "t.csv");
        Assert.Equal(["a b"], table.Names);
        Assert.InRange(new SeriesTable(new string('s', 5000), ["v"], [[1.0]]).Source.Length, 1, 1001);
    }
}
