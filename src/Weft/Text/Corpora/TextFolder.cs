using Weft.Text.Corpora.Files;
using Weft.Text.Corpora.Splits;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Takes the text files below a folder, or those that a pattern such as <c>docs/**/*.md</c> matches.</summary>
internal static class TextFolder
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp"];

    /// <summary>All text files below a folder, as their splits where they are named so; see <see cref="FileWalk"/> and
    /// <see cref="OfficialSplits"/> for the rules.</summary>
    /// <param name="name">What the user gave.</param>
    /// <param name="folder">The same as a full path.</param>
    /// <param name="options">Whether files named as splits are taken as such, which are parallel, and whether JSON is read.</param>
    /// <exception cref="InvalidDataException">There is no file of text, a split is there twice, or a parallel file is missing.</exception>
    public static TextCorpus Locate(string name, string folder, CorpusOptions options)
    {
        var leftOut = new LeftOut();
        IReadOnlyList<FoundFile> files = new FileWalk(pattern: null, leftOut).Below(folder);
        if (options.HasPictures)
            files = [.. files.Where(file => !Pictures.Contains(KnownEndings.Of(file.Path), StringComparer.OrdinalIgnoreCase))];
        var texts = options.Parallel?.Among(files, leftOut) ?? TextFiles.Among(files, namedEnding: "", leftOut, options.ReadsJson);
        return texts.Count > 0
            ? Corpus(name, folder, texts, options.NamedSplits, leftOut)
            : throw new InvalidDataException(Lines($"The folder {folder} holds no text: no file in it ends with {KnownEndings.List}.", leftOut));
    }

    /// <summary>The same for the files that match a pattern, whose hidden parts are those that it names itself.</summary>
    /// <param name="name">What the user gave.</param>
    /// <param name="fullPattern">The same as a full path.</param>
    /// <param name="namedSplits">Whether files named as splits are taken as such.</param>
    /// <param name="readsJson">As <see cref="CorpusOptions.ReadsJson"/>.</param>
    /// <exception cref="InvalidDataException">No file matches, none that matches is text, or a split is there twice.</exception>
    public static TextCorpus LocatePattern(string name, string fullPattern, bool namedSplits, bool readsJson = false)
    {
        var leftOut = new LeftOut();
        var pattern = new PathPattern(fullPattern);
        var found = Directory.Exists(pattern.Folder) ? new FileWalk(pattern, leftOut).Below(pattern.Folder) : [];
        if (found.Count == 0)
        {
            throw new InvalidDataException(Lines(
                $"No file matches {fullPattern}. Quote the pattern, so that the shell does not expand it.", leftOut));
        }
        var texts = TextFiles.Among(found, pattern.Ending, leftOut, readsJson);
        return texts.Count > 0
            ? Corpus(name, fullPattern, texts, namedSplits, leftOut)
            : throw new InvalidDataException(Lines($"No file that matches {fullPattern} holds text. Weft reads {KnownEndings.List}.", leftOut));
    }

    private static TextCorpus Corpus(string name, string place, IReadOnlyList<TextFile> texts, bool namedSplits, LeftOut leftOut)
    {
        string? note = null;
        IReadOnlyList<TextSource> sources = namedSplits ? OfficialSplits.Find(place, texts, leftOut, out note) : [];
        if (sources.Count == 0)
            sources = [.. texts.Select(text => text.ToSource(split: null))];
        return new TextCorpus(name, sources) { Notes = [.. new[] { note, leftOut.Sentence() }.OfType<string>()] };
    }

    private static string Lines(string error, LeftOut leftOut) =>
        leftOut.Sentence() is { } sentence ? error + Environment.NewLine + sentence : error;
}
