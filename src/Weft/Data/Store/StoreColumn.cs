using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Data.Store;

/// <summary>A column of ids in a token store. Whatever is done to its file meanwhile, it gives ids within its bounds, or an error.</summary>
/// <param name="File">The file.</param>
/// <param name="Width">The bytes of an id: 2 or 4.</param>
/// <param name="Limit">Ids are below this.</param>
internal sealed record StoreColumn(StoreFile File, int Width, int Limit)
{
    /// <summary>Reads ids; the caller checks that they are there.</summary>
    /// <param name="start">The number of the first.</param>
    /// <param name="ids">Where they go.</param>
    /// <exception cref="InvalidDataException">An id is not below the limit, or the file was cut short.</exception>
    public void Read<TWide>(long start, Span<TWide> ids)
        where TWide : unmanaged, IBinaryInteger<TWide>
    {
        if (Width == sizeof(ushort))
            Widen<ushort, TWide>(start, ids);
        else
            Widen<uint, TWide>(start, ids);
    }

    /// <summary>
    /// Reads narrow numbers into the end of the space of the wide ones, and spreads them from the front: a wide number never reaches beyond
    /// the narrow one that it is made from, and no other memory is needed.
    /// </summary>
    private void Widen<TNarrow, TWide>(long start, Span<TWide> wide)
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>, IUnsignedNumber<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>
    {
        var bytes = MemoryMarshal.AsBytes(wide);
        var narrow = MemoryMarshal.Cast<byte, TNarrow>(bytes[(wide.Length * (Unsafe.SizeOf<TWide>() - Unsafe.SizeOf<TNarrow>()))..]);
        File.Read(start, narrow);
        var wrong = narrow.IndexOfAnyExceptInRange(TNarrow.Zero, TNarrow.CreateTruncating(Limit - 1));
        if (wrong >= 0)
            throw TokenStore.Damaged(File.Path, $"has the number {narrow[wrong]} at {start + wrong}, where they are below {Limit}");
        for (var i = 0; i < wide.Length; i++)
            wide[i] = TWide.CreateTruncating(narrow[i]);
    }
}
