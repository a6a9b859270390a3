using System.Buffers.Binary;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Writes the pictures of one split, each once, and which one each document has.</summary>
/// <param name="folder">The store.</param>
/// <param name="split">The split.</param>
/// <param name="side">Pixels on a side.</param>
internal sealed class PictureWriter(string folder, Split split, int side) : IDisposable
{
    private readonly ColumnFile _pixels = new(folder, split, TokenStoreFiles.PictureColumn, TokenStoreFiles.PictureBytes(side));
    private readonly ColumnFile _numbers = new(folder, split, TokenStoreFiles.PicturedColumn, sizeof(int));
    private readonly ColumnFile _names = new(folder, split, TokenStoreFiles.PictureNameColumn, sizeof(byte));

    // Each name stays in memory until the split is whole.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The columns.</summary>
    public IEnumerable<ColumnFile> Files => [_pixels, _numbers, _names];

    /// <summary>Takes the picture of the next document.</summary>
    public void Write(EncodedPicture picture)
    {
        if (!_places.TryGetValue(picture.Name, out var place))
        {
            _places.Add(picture.Name, place = _places.Count);
            _pixels.Write(picture.Pixels);
            _names.Write(StrictUtf8.Encoding.GetBytes(picture.Name + "\n"));
        }
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, place);
        _numbers.Write(number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }
}
