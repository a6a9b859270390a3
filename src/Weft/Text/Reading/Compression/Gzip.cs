namespace Weft.Text.Reading.Compression;

/// <summary>Opens files that may be packed with gzip, which their names tell.</summary>
internal static class Gzip
{
    /// <summary>The ending of a packed file's name.</summary>
    public const string Ending = ".gz";

    // Without it the framework takes a file that was cut off for a whole one.
    static Gzip() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);

    /// <summary>Whether a file is packed.</summary>
    public static bool IsPacked(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file's bytes, unpacked where they are packed.</summary>
    public static Stream Unpack(FileStream file) => IsPacked(file.Name) ? new GzipMembers(file) : file;

    /// <summary>Fills the target unless the stream ends: whole blocks, however little the stream gives at a time, so that
    /// everything after this depends on the bytes alone.</summary>
    /// <exception cref="InvalidDataException">The packed file is damaged or was cut off; names it.</exception>
    public static int ReadBlock(Stream stream, Span<byte> target, string path)
    {
        try
        {
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is not a whole gzip file: {e.Message} Fetch or pack it again.", e);
        }
    }
}
