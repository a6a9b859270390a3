using System.Text.Json;
using Weft.Foundation;
using Weft.Text.Tokenizers;

namespace Weft.Data;

/// <summary>Names a preparation by what it depends on, so that nothing outdated is ever reused.</summary>
internal static class PreparationKey
{
    // Counts the versions of the rules by which text becomes documents, and documents are divided.
    private const int Rules = 2;

    /// <summary>The key: names and places of files do not matter, nor do options that have no effect on this corpus.</summary>
    public static string Of(ICorpusReader corpus, DataOptions options, ITokenizer tokenizer)
    {
        var counted = tokenizer.FixedVocabulary is null;
        var missing = SplitGaps.Of(corpus.Sources).Missing;
        return Hashes.Sha256(JsonSerializer.Serialize(
            new
            {
                Schema = TokenStoreManifest.CurrentSchema,
                Rules,
                Sources = corpus.Sources.Select(source => new { source.Format, source.OfficialSplit, source.Bytes, source.Sha256 }),
                Reading = options.ToReading() with { Documents = corpus.Documents },
                options.Level,
                options.TagSeparator,
                Tokenizer = tokenizer.Identity,
                Vocabulary = counted ? new { options.VocabularySize, options.MinimumCount } : null,
                Splits = missing.Select(split => new { Split = split, Ratio = options.RatioOf(split), options.SplitSeed }),
            },
            WeftJson.OneLine));
    }
}
