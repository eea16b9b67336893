using QSeq.Core;

namespace QSeq.Tests.Core;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-tests-").FullName;

    private string Target => Path.Combine(_folder, "m.qseq");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNoTemporary()
    {
        File.WriteAllText(Target, "old");
        IOException e = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half of the n"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal($"{Target}: cannot be written (No space left on device); what was there before is unchanged", e.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void NothingIsSaidOfWhatWasThereWhereNothingWas()
    {
        static void Fail(Stream stream) => throw new IOException("No space left on device");
        Assert.Equal($"{Target}: cannot be written (No space left on device)", Assert.Throws<IOException>(() => AtomicFile.Write(Target, Fail)).Message);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("/dev/null: cannot be written (No space left on device)", Assert.Throws<IOException>(() => AtomicFile.Write("/dev/null", Fail)).Message);
    }

    [Fact]
    public void AWriteThatIsCancelledLeavesTheOldFileToo()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(Target, _ => throw new OperationCanceledException()));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFailedMoveLeavesNoTemporary()
    {
        // Something takes the name while the content is being written: the last step then fails.
        Exception? e = Record.Exception(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            Directory.CreateDirectory(Path.Combine(Target, "inner"));
        }));
        Assert.True(e is IOException or UnauthorizedAccessException, e?.ToString());
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AReplacedFileIsWhollyNew()
    {
        File.WriteAllText(Target, "something that is longer than the new one");
        AtomicFile.Write(Target, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void PlacesThatCannotBeWrittenToAreNamed()
    {
        Exception Refused(string path)
        {
            Exception e = Record.Exception(() => AtomicFile.Write(path, stream => stream.Write("new"u8)))!;
            Assert.True(e is IOException or UnauthorizedAccessException, e.ToString());
            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            return e;
        }

        Assert.Contains("it is a folder", Refused(_folder).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Refused(Path.Combine(_folder, "none", "m.qseq")).Message, StringComparison.Ordinal);
        Refused(Path.Combine(_folder, new string('n', 300)));

        File.WriteAllText(Target, "kept");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        Assert.IsType<UnauthorizedAccessException>(Refused(Target));
        Assert.Equal("kept", File.ReadAllText(Target));
        File.SetAttributes(Target, FileAttributes.Normal);
        Refused(Path.Combine(Target, "m.qseq")); // a file where a folder should be
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void ADeviceIsWrittenToAndNotReplaced()
    {
        if (OperatingSystem.IsWindows()) return;
        FileAttributes before = File.GetAttributes("/dev/null");
        AtomicFile.Write("/dev/null", stream => stream.Write("gone"u8));
        Assert.Equal(0, new FileInfo("/dev/null").Length); // a file put in its place would have 4 bytes
        Assert.Equal(before, File.GetAttributes("/dev/null"));
    }

    [Fact]
    public void ALinkStaysALinkAndPermissionsStay()
    {
        if (OperatingSystem.IsWindows()) return; // links need rights there, and modes do not exist
        string real = Path.Combine(_folder, "real"), link = Path.Combine(_folder, "link");
        File.WriteAllText(real, "old");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, real);
        AtomicFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal(real, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
    }

    [Fact]
    public void LeftoversOfAnEarlierProcessOfTheSameNumberAreCleared()
    {
        string old = Path.Combine(_folder, $".qseq-{Environment.ProcessId}-old.tmp"), own = Path.Combine(_folder, $".qseq-{Environment.ProcessId}-own.tmp");
        File.WriteAllText(old, "half");
        File.WriteAllText(own, "half");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        AtomicFile.ClearLeftovers(_folder);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(own));
    }
}
