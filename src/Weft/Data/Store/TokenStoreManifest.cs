using System.Text.Json.Serialization;
using Weft.Text;

namespace Weft.Data.Store;

/// <summary><c>manifest.json</c> of a token store: what it holds, where that came from, and the hashes that prove it.</summary>
internal sealed record TokenStoreManifest
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int CurrentSchema = 4;

    /// <summary>The version of the format.</summary>
    public required int Schema { get; init; }

    /// <summary>The key of the preparation: a hash of everything that the store depends on.</summary>
    public required string Key { get; init; }

    /// <summary>The tokenizer's name, from which it can be created again; never <c>auto</c>.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The tokenizer's identity, which covers the content of its model files.</summary>
    public required string TokenizerIdentity { get; init; }

    /// <summary>The number of entries of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The hash of the vocabulary.</summary>
    public required string VocabularyHash { get; init; }

    /// <summary>The vocabulary of the sources of pairs; null where they have that of all tokens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceVocabularyRecord? SourceVocabulary { get; init; }

    /// <summary>Ids are below this.</summary>
    [JsonIgnore]
    public int IdLimit => Math.Max(VocabularySize, SourceVocabulary?.VocabularySize ?? 0);

    /// <summary>The hash of the names of the part-of-speech tags; null without tags.</summary>
    public required string? TagNamesHash { get; init; }

    /// <summary>The hash of the names of the labels; null without labels.</summary>
    public required string? LabelNamesHash { get; init; }

    /// <summary>How many rare words counting forgot, because there were too many different ones; 0: the counts are exact.</summary>
    public required long ForgottenWords { get; init; }

    /// <summary>Invalid UTF-8 sequences that were replaced.</summary>
    public required long ReplacedUtf8Sequences { get; init; }

    /// <summary>Records that were passed over, by what was wrong with them.</summary>
    public required IReadOnlyDictionary<string, long> SkippedRecords { get; init; }

    /// <summary>Whether the corpus came with all its splits; otherwise what has no split in <see cref="Sources"/>, or is train where others
    /// are missing, was divided by the ratios and the seed of the options.</summary>
    public required bool OfficialSplits { get; init; }

    /// <summary>What the user should hear about how the text was divided, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the text was encoded for a model that is there already, to be measured as a whole: all of it is in
    /// <see cref="Test"/>, and the other splits are empty.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The training split.</summary>
    public required SplitRecord Train { get; init; }

    /// <summary>The validation split.</summary>
    public required SplitRecord Validation { get; init; }

    /// <summary>The test split.</summary>
    public required SplitRecord Test { get; init; }

    /// <summary>The options that the store was prepared with.</summary>
    public required DataOptions Options { get; init; }

    /// <summary>The files that the text came from.</summary>
    public required IReadOnlyList<SourceRecord> Sources { get; init; }

    /// <summary>The record of a split.</summary>
    public SplitRecord this[Split split] => split switch
    {
        Split.Train => Train,
        Split.Validation => Validation,
        _ => Test,
    };
}

/// <summary>What a token store says of the vocabulary of its pairs' sources.</summary>
/// <param name="TokenizerIdentity">As <see cref="TokenStoreManifest.TokenizerIdentity"/>.</param>
/// <param name="VocabularySize">As <see cref="TokenStoreManifest.VocabularySize"/>.</param>
/// <param name="VocabularyHash">As <see cref="TokenStoreManifest.VocabularyHash"/>.</param>
/// <param name="ForgottenWords">As <see cref="TokenStoreManifest.ForgottenWords"/>.</param>
internal sealed record SourceVocabularyRecord(string TokenizerIdentity, int VocabularySize, string VocabularyHash, long ForgottenWords);
