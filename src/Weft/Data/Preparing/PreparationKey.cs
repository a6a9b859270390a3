using System.Text.Json;
using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing;

/// <summary>Names a preparation by what it depends on, so that nothing outdated is ever reused.</summary>
internal static class PreparationKey
{
    // Counts the versions of the rules by which text becomes documents, and documents are divided.
    private const int Rules = 2;

    /// <summary>Rises when a tokenizer makes other tokens of the same text: since 2, written special tokens are text.</summary>
    private const int Encoding = 2;

    /// <summary>The key: names and places of files do not matter, nor do options that have no effect on this corpus.</summary>
    /// <param name="corpus">The files, and what counts as a document in them.</param>
    /// <param name="options">How they become tokens.</param>
    /// <param name="tokenizer">What makes them.</param>
    /// <param name="given">The vocabulary, where it is a model's and not the text's own.</param>
    /// <param name="isWhole">Whether the text is not divided.</param>
    /// <param name="source">How the sources of pairs become tokens, where they have a vocabulary of their own.</param>
    public static string Of(ICorpusReader corpus, DataOptions options, ITokenizer tokenizer, Vocabulary? given = null, bool isWhole = false, SourceEncoding? source = null)
    {
        var counted = tokenizer.FixedVocabulary is null && given is null;
        return Hashes.Sha256(JsonSerializer.Serialize(
            new
            {
                Schema = TokenStoreManifest.CurrentSchema,
                Rules,
                Sources = TextOf(corpus.Sources),
                Reading = options.ToReading() with { Documents = corpus.Documents },
                options.Level,
                options.TagSeparator,
                Tokenizer = tokenizer.Identity,
                Encoding,
                Vocabulary = counted ? new { options.VocabularySize, options.MinimumCount } : null,
                Given = given?.Hash,
                Splits = isWhole ? null : SplitsOf(corpus.Sources, options),
            },
            WeftJson.OneLine) + (source is null ? "" : $"|source:{source.Tokenizer.Identity}|{source.Given?.Hash}"));
    }

    /// <summary>The key of the tokenizer that a corpus teaches, or one side of its pairs.</summary>
    public static string OfLearning(ICorpusReader corpus, DataOptions options, BpeSize size, PairSide? side = null) => Hashes.Sha256(JsonSerializer.Serialize(
        new
        {
            BpeLearner.Version,
            Pieces = PieceSplitter.Version,
            Rules,
            size.Asked,
            Step = BpeSample.StepFor(corpus.Sources.Sum(source => source.Bytes)),
            Sources = TextOf(corpus.Sources),
            Reading = options.ToReading() with { Documents = corpus.Documents },
            Splits = SplitsOf(corpus.Sources, options),
        },
        WeftJson.OneLine) + (side is null ? "" : $"|{side}"));

    /// <summary>Tells whether files hold the same text as others.</summary>
    public static string OfText(IReadOnlyList<SourceRecord> sources) => Hashes.Sha256(JsonSerializer.Serialize(TextOf(sources), WeftJson.OneLine));

    private static object TextOf(IReadOnlyList<SourceRecord> sources) =>
        sources.Select(source => new { source.Format, source.OfficialSplit, source.Bytes, source.Sha256 });

    private static object SplitsOf(IReadOnlyList<SourceRecord> sources, DataOptions options) =>
        SplitGaps.Of(sources).Missing.Select(split => new { Split = split, Ratio = options.RatioOf(split), options.SplitSeed });
}
