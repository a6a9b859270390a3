using System.Security.Cryptography;

namespace Weft.Text.Reading.Pictures;

/// <summary>What is known of the pictures of a corpus. Each is read and decoded once, when it is first met; after that its hash and what is wrong with it are at hand.</summary>
/// <remarks>A picture takes some hundred bytes of memory. For one thread.</remarks>
internal sealed class KnownPictures
{
    private readonly Dictionary<string, KnownPicture> _known = new(StringComparer.Ordinal);

    /// <summary>What is known of a file.</summary>
    public KnownPicture Of(string file)
    {
        if (!_known.TryGetValue(file, out var known))
            _known.Add(file, known = Look(file));
        return known;
    }

    private static KnownPicture Look(string file)
    {
        try
        {
            var bytes = PictureFile.Read(file);
            PictureFile.Decode(bytes, side: 1);
            return new KnownPicture(Convert.ToHexStringLower(SHA256.HashData(bytes)), null);
        }
        catch (PictureException e)
        {
            return new KnownPicture("", e);
        }
    }
}

/// <summary>What is known of a picture.</summary>
/// <param name="Hash">SHA-256 of its file; empty where something is wrong with it.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record KnownPicture(string Hash, PictureException? Problem);

/// <summary>Says what is wrong with a picture.</summary>
/// <param name="reason">To follow "10 records": <c>without a file of their picture</c>.</param>
/// <param name="sentence">To follow the name of the file: <c>is not there.</c></param>
internal sealed class PictureException(string reason, string sentence) : Exception(sentence)
{
    /// <summary>To follow "10 records".</summary>
    public string Reason => reason;
}
