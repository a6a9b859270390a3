using System.Text.Json.Serialization;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Data.Preparing;

/// <summary>What a token store holds, as <c>weft prepare --json</c> reports it.</summary>
/// <param name="Folder">The store's folder.</param>
/// <param name="Level">How finely the text was divided.</param>
/// <param name="Tokenizer">The tokenizer's name.</param>
/// <param name="Vocabulary">Entries of the vocabulary.</param>
/// <param name="VocabularyHash">Its hash.</param>
/// <param name="ReplacedUtf8Sequences">Invalid sequences that were replaced.</param>
/// <param name="SkippedRecords">Records that were passed over, by what was wrong with them.</param>
/// <param name="Tags">Names of the part-of-speech tags found, the most frequent first, without the reserved ones.</param>
/// <param name="Labels">Labels of the documents, the most frequent of the training split first.</param>
/// <param name="Splits">The splits by their names.</param>
/// <param name="SourceVocabulary">Entries of the vocabulary of pairs' sources; null where they have no other.</param>
/// <param name="SourceVocabularyHash">Its hash.</param>
internal sealed record PreparedSummary(
    string Folder,
    TextLevel Level,
    string Tokenizer,
    int Vocabulary,
    string VocabularyHash,
    long ReplacedUtf8Sequences,
    IReadOnlyDictionary<string, long> SkippedRecords,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Labels,
    IReadOnlyDictionary<string, PreparedSplit> Splits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SourceVocabulary = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SourceVocabularyHash = null)
{
    /// <summary>Sums up a store.</summary>
    public static PreparedSummary Of(TokenStore store)
    {
        var manifest = store.Manifest;
        return new(
            store.Folder, manifest.Options.Level, manifest.Tokenizer, store.Vocabulary.Count, store.Vocabulary.Hash, manifest.ReplacedUtf8Sequences,
            manifest.SkippedRecords,
            manifest.Options.Answer.Length > 0 ? [] : store.OwnTagNames,
            store.LabelNames,
            TokenStoreFiles.Splits.ToDictionary(SplitNames.Of, split => PreparedSplit.Of(manifest[split], manifest.Options.Level), StringComparer.Ordinal),
            store.SourceVocabulary?.Count, store.SourceVocabulary?.Hash);
    }
}

/// <summary>What a token store holds of one split.</summary>
/// <param name="Tokens">The number of tokens.</param>
/// <param name="Documents">Documents of the corpus.</param>
/// <param name="Sentences">Sentences; null where the level is not <see cref="TextLevel.Sentence"/>.</param>
/// <param name="Words">Words of the original text, divided at white space.</param>
/// <param name="Bytes">UTF-8 bytes of the original text.</param>
/// <param name="Untagged">Words without a tag.</param>
internal sealed record PreparedSplit(long Tokens, long Documents, long? Sentences, long Words, long Bytes, long Untagged)
{
    internal static PreparedSplit Of(SplitRecord record, TextLevel level) => new(
        record.Tokens, record.OriginalDocuments, level == TextLevel.Sentence ? record.Documents : null, record.Words, record.Bytes, record.Untagged);
}
