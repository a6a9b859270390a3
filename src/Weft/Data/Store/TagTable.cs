using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Data.Store;

/// <summary>The names of the part-of-speech tags, numbered from 0; the file <c>tags.json</c> of a token store.</summary>
internal sealed class TagTable
{
    /// <summary>The tag of a word that has none, and of what follows the first token of a word.</summary>
    public const string None = "?";

    /// <summary>The id of <see cref="None"/>.</summary>
    public const int NoneId = 0;

    /// <summary>The id of the tag that end-of-text tokens have, which is named like them.</summary>
    public const int EndOfTextId = 1;

    /// <summary>How many names stand for no tag of the text.</summary>
    public const int Reserved = 2;

    /// <summary>The most tags: ids are 16 bits wide.</summary>
    public const int Limit = ushort.MaxValue + 1;

    private const int CurrentSchema = 1;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    public TagTable(IReadOnlyList<string> names)
    {
        Names = names;
        _ids = names.Index().ToDictionary(tag => tag.Item, tag => tag.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The names by their ids: <c>?</c>, <c>&lt;eos&gt;</c>, then the tags of the text, the most frequent first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>SHA-256 of the names joined by <c>\n</c>.</summary>
    public string Hash => Hashes.Sha256(string.Join('\n', Names));

    /// <summary>Numbers the tags of a text; equally frequent ones in ordinal order.</summary>
    public static TagTable Of(WordCounts counts) => new(
    [
        None,
        SpecialTokens.EndOfText,
        .. counts.Words.Where(tag => tag.Key is not (None or SpecialTokens.EndOfText))
            .OrderByDescending(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Key),
    ]);

    /// <summary>The id of a tag that was counted.</summary>
    /// <exception cref="InvalidDataException">It was not: the corpus changed meanwhile.</exception>
    public int IdOf(ReadOnlySpan<char> tag) => _ids.TryGetValue(tag, out var id)
        ? id
        : throw new InvalidDataException("The corpus changed while it was being prepared. Prepare it again when its files are at rest.");

    public void Save(string path) => WeftJson.WriteFile(path, new Content(CurrentSchema, [.. Names]));

    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static IReadOnlyList<string> Load(string path)
    {
        var content = WeftJson.ReadFile<Content>(path, "table of tags");
        return content.Schema == CurrentSchema && content.Tags.Distinct(StringComparer.Ordinal).Count() == content.Tags.Length
            ? content.Tags
            : throw new InvalidDataException($"The table of tags {path} has an unknown schema or a tag twice. Delete the folder and prepare the data again.");
    }

    private sealed record Content(int Schema, string[] Tags);
}
