namespace Weft.Data;

/// <summary>What a token store holds of one split.</summary>
internal sealed record SplitRecord
{
    /// <summary>The number of tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>The number of documents; with <see cref="Weft.Text.TextLevel.Sentence"/>, of sentences.</summary>
    public long Documents { get; init; }

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

    /// <summary>The hash of the token file: two splits with the same hash are the same.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The hash of the file of document offsets.</summary>
    public string DocumentsSha256 { get; init; } = "";

    /// <summary>The hash of the file of tags; null without tags.</summary>
    public string? TagsSha256 { get; init; }
}
