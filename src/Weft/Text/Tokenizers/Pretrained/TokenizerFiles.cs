using Weft.Foundation.Files;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Reads the files of pretrained tokenizers whole, up to a size that no real one has.</summary>
internal static class TokenizerFiles
{
    /// <summary>The most bytes of a file: the largest known ones, of 256,000 tokens, have about 20 million.</summary>
    public const int MaximumBytes = 1 << 26;

    /// <summary>The file's bytes.</summary>
    /// <exception cref="InvalidDataException">It is larger than <see cref="MaximumBytes"/>.</exception>
    public static byte[] Read(string path)
    {
        CheckSize(path);
        return RegularFile.ReadAllBytes(path);
    }

    /// <exception cref="InvalidDataException">The file is larger than <see cref="MaximumBytes"/>.</exception>
    public static void CheckSize(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaximumBytes)
            throw new InvalidDataException($"The tokenizer {path} has {length:N0} bytes; at most {MaximumBytes:N0} are read.");
    }
}
