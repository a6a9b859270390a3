using System.IO.Compression;
using Weft.Foundation.Files;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Corpora.Named;

/// <summary>How much an archive may hold.</summary>
internal sealed record UnzipLimits
{
    /// <summary>Entries in the archive.</summary>
    public int Entries { get; init; } = 1_000;

    /// <summary>Bytes that are unpacked in all.</summary>
    public long Bytes { get; init; } = 4L << 30;

    /// <summary>Unpacked bytes for each packed one; text reaches about 5, and 20 when it repeats itself.</summary>
    public int Ratio { get; init; } = 100;
}

/// <summary>Unpacks a zip archive that nobody vouches for.</summary>
internal static class SafeUnzip
{
    private const int LinkBits = 0xA000;
    private const int KindBits = 0xF000;

    /// <summary>Unpacks the wanted files, by name alone and whatever folder of the archive they are in, into one folder.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="wanted">Names of the files, without folders; each must be there.</param>
    /// <param name="limits">How much the archive may hold.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, reaches out of its folder, is a bomb, or lacks a file.</exception>
    public static void Extract(string archive, string folder, IReadOnlyList<string> wanted, UnzipLimits limits)
    {
        using var zip = Open(archive);
        if (zip.Entries.Count > limits.Entries)
            throw new InvalidDataException($"{archive} holds {zip.Entries.Count:N0} files; at most {limits.Entries:N0} are allowed.");
        foreach (var entry in zip.Entries)
            RefuseEscape(entry, archive);
        var left = limits.Bytes;
        foreach (var name in wanted)
        {
            var entry = zip.Entries.FirstOrDefault(entry => entry.Name == name)
                ?? throw new InvalidDataException($"{archive} does not hold {name}.");
            left -= Unpack(entry, Path.Combine(folder, name), archive, left, limits);
        }
    }

    private static ZipArchive Open(string archive)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(RegularFile.OpenRead(archive), ZipArchiveMode.Read);
            // The list of entries is read when it is first asked for.
            _ = zip.Entries;
            return zip;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            zip?.Dispose();
            throw new InvalidDataException($"{archive} is not a whole zip archive: {e.Message}", e);
        }
    }

    // No entry's own path is ever used to write; but an archive that tries this is not what it says it is.
    private static void RefuseEscape(ZipArchiveEntry entry, string archive)
    {
        var name = entry.FullName;
        var escapes = name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Split('/').Contains("..");
        var isLink = ((entry.ExternalAttributes >> 16) & KindBits) == LinkBits;
        if (escapes || isLink)
        {
            var what = isLink ? "a link" : "a path that leaves its folder";
            throw new InvalidDataException($"{archive} holds {what}: '{name}'. Nothing was unpacked.");
        }
    }

    // The sizes that an archive states may be lies: only the bytes that come are counted.
    private static long Unpack(ZipArchiveEntry entry, string path, string archive, long left, UnzipLimits limits)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using var text = CheckedEntry.Open(entry);
            var buffer = new byte[1 << 16];
            var most = Math.Min(left, Math.Max(1 << 20, entry.CompressedLength * limits.Ratio));
            for (int count; (count = text.Read(buffer)) > 0;)
            {
                file.Write(buffer, 0, count);
                if (file.Length > most)
                    throw new InvalidDataException($"it unpacks to more than {most:N0} bytes");
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{archive}: '{entry.FullName}' cannot be unpacked: {e.Message.TrimEnd('.')}.", e);
        }
        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
