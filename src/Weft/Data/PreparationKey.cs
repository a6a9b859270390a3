using System.Text.Json;
using Weft.Foundation;
using Weft.Text.Tokenizers;

namespace Weft.Data;

/// <summary>Names a preparation by what it depends on, so that nothing outdated is ever reused.</summary>
internal static class PreparationKey
{
    /// <summary>Rises when a tokenizer makes other tokens of the same text: since 2, written special tokens are text.</summary>
    private const int Encoding = 2;

    /// <summary>The key: names and places of files do not matter, nor do options that have no effect on this corpus.</summary>
    public static string Of(IReadOnlyList<SourceRecord> sources, DataOptions options, ITokenizer tokenizer)
    {
        var counted = tokenizer.FixedVocabulary is null;
        var divided = sources.Any(source => source.OfficialSplit is null);
        return Hashes.Sha256(JsonSerializer.Serialize(
            new
            {
                Schema = TokenStoreManifest.CurrentSchema,
                Sources = sources.Select(source => new { source.Format, source.OfficialSplit, source.Bytes, source.Sha256 }),
                Reading = options.ToReading(),
                options.Level,
                options.TagSeparator,
                Tokenizer = tokenizer.Identity,
                Encoding,
                Vocabulary = counted ? new { options.VocabularySize, options.MinimumCount } : null,
                Splits = divided ? new { options.ValidationRatio, options.TestRatio, options.SplitSeed } : null,
            },
            WeftJson.OneLine));
    }
}
