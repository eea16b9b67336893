using System.IO.Compression;

namespace QSeq.Core;

/// <summary>
/// Data packed by gzip or zip, read as what it holds. It is known by its first bytes, and unpacked while it is read: never more
/// of it is in memory than is asked for.
/// </summary>
public static class PackedFile
{
    private const int NamesShown = 5;
    private const int MostBuffered = 1 << 30; // bytes of a zip that cannot be sought in

    private static readonly byte[] Gzip = [0x1F, 0x8B];
    private static readonly byte[] Zip = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] EmptyZip = "PK\u0005\u0006"u8.ToArray();

    /// <summary>The bytes that a stream holds: unpacked where it is a gzip or a zip file, else as they are.</summary>
    /// <param name="stream">The stream at its start; not disposed. No more of it is waited for than tells what it is.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <returns>
    /// The bytes, forwards only, to be disposed. Reading them throws <see cref="InvalidDataException"/> where what is packed is damaged or cut off.
    /// </returns>
    /// <exception cref="InvalidDataException">A zip file is damaged, or does not hold exactly one file that can be read.</exception>
    public static Stream Unpack(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var bytes = new PeekedStream(stream);
        if (bytes.StartsWith(Gzip)) return new UnpackedStream(new GzipFile(bytes), name, "gzip", null);
        if (!bytes.StartsWith(Zip) && !bytes.StartsWith(EmptyZip)) return bytes;
        return OnlyFile(stream.CanSeek ? bytes.Rewound() : Buffered(bytes, name), name);
    }

    private static MemoryStream Buffered(PeekedStream bytes, string name)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = bytes.Read(buffer)) > 0;)
        {
            if (all.Length + count > MostBuffered) throw BadData.In(name, "this zip file is larger than 1 GiB, which is too large for a pipe; name the file itself");
            all.Write(buffer, 0, count);
        }

        all.Position = 0;
        return all;
    }

    // Folders, and what programs hide beside the files, are not meant.
    private static UnpackedStream OnlyFile(Stream stream, string name)
    {
        ZipArchiveEntry[] files = Guarded(name, () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true).Entries.Where(IsFile).ToArray());
        if (files.Length == 0) throw BadData.In(name, "the zip file holds no file; expected one");
        if (files.Length > 1)
        {
            string more = files.Length > NamesShown ? ", ..." : "";
            string names = string.Join(", ", files.Take(NamesShown).Select(file => BadData.Quote(file.FullName)));
            throw BadData.In(name, $"the zip file holds {files.Length} files ({names}{more}), expected one; unpack it and name the file to read");
        }

        ZipArchiveEntry only = files[0];
        if (only.IsEncrypted) throw BadData.In(name, $"{BadData.Quote(only.FullName)} in the zip file is encrypted; unpack it with its password and name the file");
        return new UnpackedStream(Guarded(name, only.Open), name, "zip", (only.Length, only.Crc32));
    }

    private static bool IsFile(ZipArchiveEntry entry) => entry.FullName is [.., not ('/' or '\\')]
        && !Array.Exists(entry.FullName.Split('/', '\\'), part => part.StartsWith('.') || part == "__MACOSX");

    private static T Guarded<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (UnpackedStream.IsDamage(e))
        {
            throw UnpackedStream.Damaged(name, "zip", e);
        }
    }
}
