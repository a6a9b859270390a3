using System.Text.Json.Serialization;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Runs;

/// <summary><c>corpus.json</c> of a run: which text it is trained on, so that another one is never taken for it.</summary>
internal sealed record CorpusRecord
{
    private const int CurrentSchema = 1;

    /// <summary>The version of the format.</summary>
    public required int Schema { get; init; }

    /// <summary>The hashes of the training split.</summary>
    public required SplitHashes Train { get; init; }

    /// <summary>The hashes of the validation split.</summary>
    public required SplitHashes Validation { get; init; }

    /// <summary>The hashes of the test split.</summary>
    public required SplitHashes Test { get; init; }

    /// <summary>The hash of the labels' names; null without labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabelNamesSha256 { get; init; }

    /// <summary>The files that the text came from.</summary>
    public required IReadOnlyList<SourceRecord> Sources { get; init; }

    /// <summary>Of a prepared text.</summary>
    public static CorpusRecord Of(TokenStoreManifest manifest) => new()
    {
        Schema = CurrentSchema,
        Train = SplitHashes.Of(manifest[Split.Train]),
        Validation = SplitHashes.Of(manifest[Split.Validation]),
        Test = SplitHashes.Of(manifest[Split.Test]),
        LabelNamesSha256 = manifest.LabelNamesHash,
        Sources = manifest.Sources,
    };

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another version.</exception>
    public static CorpusRecord Read(string path)
    {
        var record = WeftJson.ReadFile<CorpusRecord>(path, "record of the run's text");
        return record.Schema == CurrentSchema && record.Sources.All(source => source is not null)
            ? record
            : throw new InvalidDataException($"The record of the run's text {path} has schema {record.Schema}; this version of Weft reads {CurrentSchema}.");
    }

    /// <summary>Whether a prepared text has the same tokens, documents, tags and labels in every split.</summary>
    public bool IsOf(TokenStoreManifest manifest) => Of(manifest) is var other
        && (Train, Validation, Test, LabelNamesSha256) == (other.Train, other.Validation, other.Test, other.LabelNamesSha256);

    /// <summary>
    /// How the files of a text differ from those of the run's, in words: <c>changed: a.txt; added: b.txt, c.txt and 2 more</c>.
    /// </summary>
    public string DifferencesTo(IReadOnlyList<SourceRecord> files)
    {
        var kept = Sources.Select(Content).ToHashSet();
        kept.IntersectWith(files.Select(Content));
        // Bytes that are there as before, in whatever file, are no difference.
        var before = Sources.Where(source => !kept.Contains(Content(source))).Select(source => source.Name).Distinct(StringComparer.Ordinal).ToList();
        var after = files.Where(source => !kept.Contains(Content(source))).Select(source => source.Name).Distinct(StringComparer.Ordinal).ToList();
        (string Kind, List<string> Names)[] kinds =
        [
            ("changed", [.. before.Intersect(after, StringComparer.Ordinal)]),
            ("removed", [.. before.Except(after, StringComparer.Ordinal)]),
            ("added", [.. after.Except(before, StringComparer.Ordinal)]),
        ];
        return Sources.Count != files.Count || before.Count + after.Count > 0 ? Describe(kinds)
            : !Sources.Select(Content).SequenceEqual(files.Select(Content)) ? "its files are the same, but come in another order"
            : "its files are the same, but this version of Weft, or of the tokenizer, reads them otherwise";

        static (string Sha256, TextFormat Format, Split? Split) Content(SourceRecord source) => (source.Sha256, source.Format, source.OfficialSplit);
    }

    private static string Describe(IReadOnlyList<(string Kind, List<string> Names)> kinds)
    {
        const int Most = 3;
        var left = Most;
        var parts = new List<string>();
        foreach (var (kind, names) in kinds.Where(kind => kind.Names.Count > 0))
        {
            var named = names.Take(left).ToList();
            left -= named.Count;
            var more = names.Count - named.Count;
            parts.Add(named.Count == 0 ? $"{kind}: {more} files" : $"{kind}: {string.Join(", ", named)}{(more > 0 ? $" and {more} more" : "")}");
        }
        return parts.Count > 0 ? string.Join("; ", parts) : "a file is there once more, or once less, than before";
    }
}

/// <summary>The hashes of one split.</summary>
/// <param name="Tokens">How many tokens it has.</param>
/// <param name="Sha256">The hash of its tokens.</param>
/// <param name="DocumentsSha256">The hash of its documents' beginnings.</param>
/// <param name="TagsSha256">The hash of its tags; null without tags.</param>
/// <param name="LabelsSha256">The hash of its documents' labels; null without labels.</param>
internal sealed record SplitHashes(
    long Tokens,
    string Sha256,
    string DocumentsSha256,
    string? TagsSha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LabelsSha256 = null)
{
    /// <summary>Of a split of a prepared text.</summary>
    public static SplitHashes Of(SplitRecord split) => new(
        split.Tokens,
        split.Sha256,
        split.HashOf(TokenStoreFiles.DocumentColumn)!,
        split.HashOf(TokenStoreFiles.TagColumn),
        split.HashOf(TokenStoreFiles.LabelColumn));
}
