using System.Net.Http.Headers;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Text.Corpora.Named;

/// <summary>What has come of a download, and which version of the server's file it is a part of.</summary>
/// <param name="path">The file that is to be.</param>
internal sealed class PartialFile(string path)
{
    private readonly string _bytes = path + ".partial";
    private readonly string _tag = path + ".partial.etag";

    /// <summary>How many bytes have come.</summary>
    public long Length => File.Exists(_bytes) ? new FileInfo(_bytes).Length : 0;

    /// <summary>The server's mark of the version (ETag), kept on disk so that a later run can go on too; only strong ones,
    /// since weak ones do not promise equal bytes.</summary>
    public EntityTagHeaderValue? Tag
    {
        get => File.Exists(_tag) && EntityTagHeaderValue.TryParse(RegularFile.ReadAllText(_tag), out var tag) ? tag : null;
        set
        {
            if (value is { IsWeak: false })
                AtomicFile.WriteText(_tag, value.ToString());
            else
                File.Delete(_tag);
        }
    }

    /// <summary>Opens the file to write on; no second process can.</summary>
    /// <exception cref="IOException">Another process has it open.</exception>
    public FileStream Append() => new(_bytes, FileMode.Append, FileAccess.Write, FileShare.None);

    /// <summary>Forgets everything.</summary>
    public void Delete()
    {
        File.Delete(_bytes);
        File.Delete(_tag);
    }

    /// <summary>Gives the file its name, if its bytes are right.</summary>
    /// <exception cref="InvalidDataException">They are not; they were removed.</exception>
    public void Complete(Uri address, string sha256)
    {
        var found = Hashes.Sha256OfFile(_bytes);
        if (found != sha256)
        {
            Delete();
            throw new InvalidDataException(
                $"{address} gave other bytes than expected, which were removed: their SHA-256 is {found}, expected {sha256}.");
        }
        File.Move(_bytes, path, overwrite: true);
        File.Delete(_tag);
    }
}
