namespace Weft.Text.Reading.Columnar;

/// <summary>Where the column's values of one row group stand in a Parquet file.</summary>
/// <param name="Rows">Rows of the group.</param>
/// <param name="Values">Values, nulls among them.</param>
/// <param name="Codec">How pages are packed, as Parquet numbers it.</param>
/// <param name="DataOffset">Where a page of values begins.</param>
/// <param name="DictionaryOffset">Where the dictionary begins; 0 where there is none.</param>
internal readonly record struct ParquetChunk(long Rows, long Values, int Codec, long DataOffset, long DictionaryOffset)
{
    /// <summary>Where the first page begins.</summary>
    public long Start => DictionaryOffset > 0 ? Math.Min(DataOffset, DictionaryOffset) : DataOffset;
}
