using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Which format a file has by the ending of its name.</summary>
internal static class KnownEndings
{
    private static readonly (string Ending, TextFormat Format)[] Formats =
    [
        (".txt", TextFormat.Text), (".text", TextFormat.Text), (".md", TextFormat.Text), (".rst", TextFormat.Text),
        (".tokens", TextFormat.Text), (".raw", TextFormat.Text),
        (".jsonl", TextFormat.JsonLines), (".ndjson", TextFormat.JsonLines),
        (".csv", TextFormat.Csv), (".tsv", TextFormat.Tsv), (".parquet", TextFormat.Parquet),
    ];

    /// <summary>All endings as a person lists them.</summary>
    public static string List { get; } =
        $"{string.Join(", ", Formats.Select(known => known.Ending))} (all but .parquet also with {Gzip.Ending})";

    /// <summary>Finds the format of a file name; false where the ending is unknown.</summary>
    public static bool TryFormatOf(string name, out TextFormat format)
    {
        var isPacked = Gzip.IsPacked(name);
        var plain = Unpacked(name);
        var known = Array.Find(Formats, known => plain.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));
        format = known.Format;
        return known.Ending is not null && !(isPacked && format == TextFormat.Parquet);
    }

    /// <summary>The part of a file name before its known ending; the name itself where the ending is unknown.</summary>
    public static string StemOf(string name)
    {
        var plain = Unpacked(name);
        var known = Array.Find(Formats, known => plain.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));
        return known.Ending is null ? name : plain[..^known.Ending.Length];
    }

    private static string Unpacked(string name) => Gzip.IsPacked(name) ? name[..^Gzip.Ending.Length] : name;
}
