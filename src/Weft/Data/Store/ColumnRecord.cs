namespace Weft.Data.Store;

/// <summary>What a token store says of one of its column files, <c>SPLIT.NAME</c>.</summary>
/// <param name="Width">The bytes of a number.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Sha256">The hash of the file.</param>
internal sealed record ColumnRecord(int Width, long Count, string Sha256);
