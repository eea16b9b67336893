using System.Text;
using QSeq.Core;
using QSeq.Tests.Data;

namespace QSeq.Tests.Core;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "a.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LinesComeBackInOrder()
    {
        using (Journal first = Journal.Open(File, "test 1"))
        {
            first.Append("one");
            first.Append("zwölf");
        }

        using (Journal second = Journal.Open(File, "test 1"))
        {
            Assert.Equal(["one", "zwölf"], second.Lines);
            second.Append("three");
            second.ToDisk();
            Assert.Equal(2, second.Lines.Count); // those that were there
        }

        using Journal third = Journal.Open(File, "test 1");
        Assert.Equal(["one", "zwölf", "three"], third.Lines);
        Assert.Throws<ArgumentException>(() => third.Append("a\tb"));
        Assert.Throws<ArgumentException>(() => third.Append("a\nb"));
        Assert.ThrowsAny<IOException>(() => Journal.Open(File, "test 1"));
    }

    [Fact]
    public void ALineThatWasCutShortDoesNotCount()
    {
        using (Journal first = Journal.Open(File, "test 1"))
            foreach (string line in (string[])["one", "two"]) first.Append(line);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int[] ends = [.. Enumerable.Range(0, bytes.Length).Where(n => bytes[n] == '\n').Select(n => n + 1)];
        for (int length = 0; length <= bytes.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            using (Journal cut = Journal.Open(File, "test 1"))
            {
                Assert.Equal(Math.Max(0, ends.Count(end => end <= length) - 1), cut.Lines.Count);
                cut.Append("new");
            }

            using Journal again = Journal.Open(File, "test 1");
            Assert.Equal("new", again.Lines[^1]);
        }
    }

    [Fact]
    public void ADamagedLineDoesNotCountAndTheOthersDo()
    {
        using (Journal first = Journal.Open(File, "test 1"))
            foreach (string line in (string[])["one", "two", "three"]) first.Append(line);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[Encoding.UTF8.GetString(bytes).IndexOf("two", StringComparison.Ordinal)]++;
        System.IO.File.WriteAllBytes(File, bytes);
        using Journal second = Journal.Open(File, "test 1");
        Assert.Equal(["one", "three"], second.Lines);
    }

    [Theory]
    [InlineData("a letter to my mother\n")]
    [InlineData("test 2\t00000000\n")]
    public void AnotherFileIsLeftAlone(string text)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Throws<InvalidDataException>(() => Journal.Open(File, "test 1"));
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }
}
