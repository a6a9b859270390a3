using Weft.Text.Reading;

namespace Weft.Text.Corpora.Files;

/// <summary>A file that holds text, before it is known which split it belongs to.</summary>
internal sealed record TextFile(FoundFile File, TextFormat Format)
{
    /// <summary>As <see cref="TextSource.Second"/>.</summary>
    public string? Second { get; init; }

    /// <summary>The file as a part of a corpus.</summary>
    public TextSource ToSource(Split? split) => new(File.Path, Format, split) { Second = Second };
}

/// <summary>Chooses the files that hold text.</summary>
internal static class TextFiles
{
    private const int LongestEnding = 12;

    /// <summary>
    /// Takes the files with known endings; and those without an ending (README, Makefile), or with one that the user named himself in
    /// a pattern, where their first bytes are text. The others are left out and counted by their endings.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="namedEnding">The ending that the user named, or empty.</param>
    /// <param name="leftOut">Takes the others.</param>
    /// <param name="readsJson">As <see cref="CorpusOptions.ReadsJson"/>.</param>
    public static IReadOnlyList<TextFile> Among(IReadOnlyList<FoundFile> files, string namedEnding, LeftOut leftOut, bool readsJson = false)
    {
        var texts = new List<TextFile>();
        foreach (var file in files)
        {
            var ending = KnownEndings.Of(file.Path);
            if (KnownEndings.TryFormatOf(file.Path, out var format, readsJson))
                texts.Add(new TextFile(file, format));
            else if (MayBeText(file.Path, ending, namedEnding) && TextDetector.IsIn(file.Path))
                texts.Add(new TextFile(file, TextFormat.Text));
            else
                leftOut.AddFile(ReasonOf(ending));
        }
        return texts;
    }

    // A JSON document is a record or many, and taken for text would be learnt with all its brackets.
    private static bool MayBeText(string path, string ending, string namedEnding) =>
        ending.Length == 0 || (namedEnding.Length > 0 && path.EndsWith(namedEnding, StringComparison.Ordinal) && !OtherFile.IsJson(path));

    private static string ReasonOf(string ending) => ending.Length switch
    {
        0 => "without an ending, not text",
        > LongestEnding => "with other endings",
        _ => ending.ToLowerInvariant(),
    };
}
