using System.Text.Json.Serialization;

namespace Weft.Data.Store;

/// <summary>What a token store holds of one split.</summary>
internal sealed record SplitRecord
{
    /// <summary>The column files, by their names: see <see cref="TokenStoreFiles"/>.</summary>
    public required IReadOnlyDictionary<string, ColumnRecord> Columns { get; init; }

    /// <summary>The number of documents of the corpus, the unit that is never divided between splits.</summary>
    public long OriginalDocuments { get; init; }

    /// <summary>How many of the tokens are the unknown token.</summary>
    public long Unknown { get; init; }

    /// <summary>How many words had no tag; 0 without tags.</summary>
    public long Untagged { get; init; }

    /// <summary>Words of the original text: what stands between white space, tags taken off.</summary>
    public long Words { get; init; }

    /// <summary>UTF-8 bytes of the original text, line ends as <c>\n</c>, tags taken off.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of tokens.</summary>
    [JsonIgnore]
    public long Tokens => Columns[TokenStoreFiles.TokenColumn].Count;

    /// <summary>The number of documents; with <see cref="Weft.Text.TextLevel.Sentence"/>, of sentences.</summary>
    [JsonIgnore]
    public long Documents => Columns[TokenStoreFiles.DocumentColumn].Count - 1;

    /// <summary>The hash of the token file: two splits with the same hash are the same.</summary>
    [JsonIgnore]
    public string Sha256 => Columns[TokenStoreFiles.TokenColumn].Sha256;

    /// <summary>The hash of a column; null where there is none of this name.</summary>
    public string? HashOf(string column) => Columns.GetValueOrDefault(column)?.Sha256;
}

/// <summary>What a token store says of one of its column files, <c>SPLIT.NAME</c>.</summary>
/// <param name="Width">The bytes of a number.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Sha256">The hash of the file.</param>
internal sealed record ColumnRecord(int Width, long Count, string Sha256);
