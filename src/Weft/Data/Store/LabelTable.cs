using Weft.Foundation;

namespace Weft.Data.Store;

/// <summary>The names of the labels of documents, numbered from 0; the file <c>labels.json</c> of a token store.</summary>
internal static class LabelTable
{
    /// <summary>The most labels: ids are 16 bits wide.</summary>
    public const int Limit = ushort.MaxValue + 1;

    private const int CurrentSchema = 1;

    /// <summary>SHA-256 of the names joined by <c>\n</c>, which no label has in it.</summary>
    public static string HashOf(IReadOnlyList<string> names) => Hashes.Sha256(string.Join('\n', names));

    /// <summary>Writes the names in the order of their ids.</summary>
    public static void Save(string path, IReadOnlyList<string> names) => WeftJson.WriteFile(path, new Content(CurrentSchema, [.. names]));

    /// <summary>Reads the names in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static IReadOnlyList<string> Load(string path)
    {
        var content = WeftJson.ReadFile<Content>(path, "table of labels");
        return content.Schema == CurrentSchema && content.Labels.Length is > 0 and <= Limit && content.Labels.Distinct(StringComparer.Ordinal).Count() == content.Labels.Length
            ? content.Labels
            : throw new InvalidDataException($"The table of labels {path} has an unknown schema, no label, or a label twice. Delete the folder and prepare the data again.");
    }

    private sealed record Content(int Schema, string[] Labels);
}
