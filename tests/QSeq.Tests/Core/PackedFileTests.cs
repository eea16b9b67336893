using System.IO.Compression;
using System.Text;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Core;

public class PackedFileTests
{
    private const string Text = "date,load\n2021-03-01,1.5\n2021-03-02,2.5\n2021-03-03,3.25\n";

    internal static byte[] Gzip(string text, Encoding? encoding = null)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write((encoding ?? Encoding.UTF8).GetBytes(text));
        return packed.ToArray();
    }

    internal static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }

    private static SeriesTable Read(byte[] bytes, bool canSeek = true)
    {
        using var memory = new MemoryStream(bytes);
        using Stream stream = canSeek ? memory : new BufferedPipe(memory);
        return CsvSeries.Read(stream, "x.csv");
    }

    private static string Error(byte[] bytes)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(bytes, canSeek: false)).Message);
        Assert.StartsWith("x.csv", message, StringComparison.Ordinal);
        Assert.True(message.Length < 500 && !message.Contains('\n', StringComparison.Ordinal), message);
        return message;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packed_and_plain_are_the_same(bool canSeek)
    {
        byte[][] all =
        [
            Encoding.UTF8.GetBytes(Text), Gzip(Text), Gzip(Text, Encoding.Unicode), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)], Encoding.BigEndianUnicode.GetBytes(Text),
            [.. Gzip("date,load\n2021-03-01,1.5\n2021-03-02,"), .. Gzip("2.5\n2021-03-03,3.25\n")],
            Zip(CompressionLevel.Optimal, ("sales.csv", Text)),
            Zip(CompressionLevel.NoCompression, ("data/", ""), ("data/sales.csv", Text), ("__MACOSX/data/._sales.csv", "\0\u0001"), (".DS_Store", "x")),
        ];
        Assert.All(all, bytes => Assert.Equal([1.5, 2.5, 3.25], Read(bytes, canSeek).Column("load").ToArray()));
    }

    [Fact]
    public void A_zip_of_several_files_or_of_none_is_refused_with_what_it_holds()
    {
        Assert.Contains("holds 2 files ('a.csv', 'b/c.csv'), expected one", Error(Zip(CompressionLevel.Fastest, ("a.csv", Text), ("b/c.csv", Text))), StringComparison.Ordinal);
        Assert.Contains("'f4', ...)", Error(Zip(CompressionLevel.Fastest, [.. Enumerable.Range(0, 9).Select(n => ($"f{n}", ""))])), StringComparison.Ordinal);
        Assert.Contains("holds no file", Error(Zip(CompressionLevel.Fastest)), StringComparison.Ordinal);
        Assert.Contains("holds no file", Error(Zip(CompressionLevel.Fastest, ("a/", ""), ("a/.hidden", "x"))), StringComparison.Ordinal);
        Assert.Contains("'a·.csv', 'b'", Error(Zip(CompressionLevel.Fastest, ("a\u001b.csv", Text), ("b", ""))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_is_told()
    {
        byte[] gzip = Gzip(Text), zip = Zip(CompressionLevel.Optimal, ("sales.csv", Text));
        for (int length = 2; length < gzip.Length; length++) Assert.Contains("gzip file is damaged", Error(gzip[..length]), StringComparison.Ordinal);
        for (int length = 4; length < zip.Length; length++) Assert.Contains("zip file is damaged", Error(zip[..length]), StringComparison.Ordinal);
        Assert.Contains("file is empty", Error(Gzip("")), StringComparison.Ordinal);
        Assert.Contains("file is empty", Error(Gzip(new string('\n', 50_000_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_of_values_are_told()
    {
        byte[] stored = Zip(CompressionLevel.NoCompression, ("sales.csv", Text)), gzip = Gzip(Text);
        stored[stored.AsSpan().IndexOf("3.25"u8)] = (byte)'9';
        Assert.Contains("what it holds is not what it says", Error(stored), StringComparison.Ordinal);
        gzip[^8] ^= 1; // its check sum
        Assert.Contains("gzip file is damaged", Error(gzip), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_file_is_refused()
    {
        byte[] zip = Zip(CompressionLevel.NoCompression, ("sales.csv", Text));
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Assert.Contains("'sales.csv' in the zip file is encrypted", Error(zip), StringComparison.Ordinal);
    }

    [Fact]
    public void No_byte_is_waited_for_that_does_not_tell_more()
    {
        using var pipe = new BufferedPipe(new MemoryStream("a\n"u8.ToArray()), 1);
        using Stream bytes = PackedFile.Unpack(pipe, "x");
        Assert.Equal(1, pipe.Taken);
        Assert.Equal("a\n", new StreamReader(bytes).ReadToEnd());
    }

    [Fact]
    public void Sentences_may_be_packed()
    {
        const string sentence = "1\tboat\t_\tNOUN\t_\t_\t0\troot\t_\t_\n\n";
        using var folder = new QSeq.Tests.Data.TempFolder();
        File.WriteAllBytes(folder.File("x.conllu.gz"), Gzip(sentence));
        Assert.Single(ConlluReader.Read(folder.File("x.conllu.gz")));
        using var memory = new MemoryStream(Zip(CompressionLevel.Optimal, ("x", sentence)));
        Assert.Single(SentenceText.Peek(memory, "x").Sentences());
    }

    /// <summary>A stream that cannot be sought in and gives a few bytes at a time.</summary>
    private sealed class BufferedPipe(MemoryStream inner, int most = 7) : Stream
    {
        public int Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = inner.Read(buffer, offset, Math.Min(count, most));
            Taken += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
