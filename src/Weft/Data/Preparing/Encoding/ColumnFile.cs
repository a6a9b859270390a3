using Weft.Data.Store;
using Weft.Data.Store.Verification;
using Weft.Text;

namespace Weft.Data.Preparing.Encoding;

/// <summary>A column while it is written.</summary>
/// <param name="folder">The store.</param>
/// <param name="split">The split.</param>
/// <param name="name">The column.</param>
/// <param name="width">The bytes of a number.</param>
internal sealed class ColumnFile(string folder, Split split, string name, int width) : IDisposable
{
    private readonly HashedFile _file = new(TokenStoreFiles.Column(folder, split, name));

    public string Name => name;

    /// <summary>How many numbers were written.</summary>
    public long Count { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        Count += bytes.Length / width;
    }

    public ColumnRecord Complete() => new(width, Count, _file.Complete());

    public void Dispose() => _file.Dispose();
}
