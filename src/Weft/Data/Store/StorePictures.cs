using Weft.Foundation;

namespace Weft.Data.Store;

/// <summary>The pictures of a split, of which every document has one. Whatever is done to their files meanwhile, they are within their bounds, or an error. Safe to read from several threads.</summary>
internal sealed class StorePictures : IDisposable
{
    private readonly StoreFile _pixels;
    private readonly StoreFile _numbers;
    private readonly StoreFile _names;
    private readonly SplitRecord _record;
    private readonly Lazy<string[]> _lines;

    /// <param name="pixels">The column of pictures.</param>
    /// <param name="numbers">The column of the number of each document's picture.</param>
    /// <param name="names">The column of the names of pictures.</param>
    /// <param name="record">What the manifest says of the split.</param>
    public StorePictures(StoreFile pixels, StoreFile numbers, StoreFile names, SplitRecord record)
    {
        (_pixels, _numbers, _names, _record) = (pixels, numbers, names, record);
        _lines = new Lazy<string[]>(ReadNames);
    }

    /// <summary>How many there are.</summary>
    public long Count => _record.Columns[TokenStoreFiles.PictureColumn].Count;

    /// <summary>Bytes of a picture.</summary>
    public int Width => _record.Columns[TokenStoreFiles.PictureColumn].Width;

    /// <summary>SHA-256 over pictures and over which document has which.</summary>
    public string Hash => _record.HashOf(TokenStoreFiles.PictureColumn) + _record.HashOf(TokenStoreFiles.PicturedColumn);

    /// <summary>The name of a picture: a path with slashes.</summary>
    public string NameOf(int picture) => _lines.Value[picture];

    /// <summary>Copies a picture.</summary>
    /// <param name="picture">Its number.</param>
    /// <param name="pixels">[side, side, 3] red, green and blue.</param>
    public void CopyTo(int picture, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, Count);
        _pixels.Read((long)picture * Width, pixels[..Width]);
    }

    /// <summary>The number of each document's picture, [documents].</summary>
    public int[] Numbers()
    {
        var numbers = new int[_record.Documents];
        _numbers.Read(0, numbers.AsSpan());
        return Array.TrueForAll(numbers, number => number >= 0 && number < Count) ? numbers : throw TokenStore.Damaged(_numbers.Path, $"has the number of a picture that is not there: there are {Count}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pixels.Dispose();
        _numbers.Dispose();
        _names.Dispose();
    }

    private string[] ReadNames()
    {
        var bytes = new byte[_record.Columns[TokenStoreFiles.PictureNameColumn].Count];
        _names.Read(0, bytes.AsSpan());
        var lines = StrictUtf8.Encoding.GetString(bytes).Split('\n')[..^1];
        return lines.Length == Count ? lines : throw TokenStore.Damaged(_names.Path, $"has {lines.Length} names, and there are {Count} pictures");
    }
}
