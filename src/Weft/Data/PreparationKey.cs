using System.Text.Json;
using Weft.Foundation;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data;

/// <summary>Names a preparation by what it depends on, so that nothing outdated is ever reused.</summary>
internal static class PreparationKey
{
    /// <summary>The key: names and places of files do not matter, nor do options that have no effect on this corpus.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="options">How they become tokens.</param>
    /// <param name="tokenizer">What makes them.</param>
    /// <param name="given">The vocabulary, where it is a model's and not the text's own.</param>
    public static string Of(IReadOnlyList<SourceRecord> sources, DataOptions options, ITokenizer tokenizer, Vocabulary? given = null)
    {
        var counted = tokenizer.FixedVocabulary is null && given is null;
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
                Vocabulary = counted ? new { options.VocabularySize, options.MinimumCount } : null,
                Given = given?.Hash,
                Splits = divided ? new { options.ValidationRatio, options.TestRatio, options.SplitSeed } : null,
            },
            WeftJson.OneLine));
    }
}
