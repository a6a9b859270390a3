using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Finds the files that the user means by <c>--data</c>.</summary>
public static class CorpusLocator
{
    /// <summary>
    /// Resolves a named corpus (<c>api-docs</c>, <c>wikitext-2</c>, <c>wikitext-103</c>), a file, a folder, a glob
    /// (<c>docs/**/*.md</c>), or <c>-</c> for standard input. A named corpus that is not there is downloaded.
    /// </summary>
    /// <param name="source">What the user gave.</param>
    /// <param name="options">Where corpora are looked for and kept.</param>
    /// <param name="progress">Hears of a download.</param>
    /// <param name="stop">Ends a download.</param>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="InvalidDataException">There is nothing to read in it; or a download brought other bytes than it should.</exception>
    /// <exception cref="IOException">A download failed.</exception>
    public static TextCorpus Locate(
        string source, CorpusOptions options, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        if (NamedCorpora.Find(source) is { } named)
            return named.Locate(options, progress, stop);
        if (source == "-")
            return new TextCorpus(source, [FromStandardInput(options)]);
        var corpus = LocatePath(source);
        if (corpus.Sources.All(file => new FileInfo(file.Path).Length == 0))
            throw new InvalidDataException($"{source} is empty: there is not one byte in it.");
        return corpus;
    }

    private static TextCorpus LocatePath(string source)
    {
        var path = Path.GetFullPath(source);
        if (File.Exists(path))
            return new TextCorpus(source, [OneFile(path)]);
        if (Directory.Exists(path))
            return TextFolder.Locate(source, path);
        if (source.Contains('*'))
            return TextGlob.Locate(source, path);
        throw new FileNotFoundException(
            $"There is no file or folder {path}. Name a file, a folder, a glob such as 'docs/**/*.md', - for standard input, "
            + $"or a corpus: {NamedCorpora.List}.",
            path);
    }

    private static TextSource OneFile(string path) => KnownEndings.TryFormatOf(path, out var format)
        ? new TextSource(path, format, OfficialSplit: null)
        : throw new InvalidDataException(
            $"{path} has an ending that Weft does not know. It reads {KnownEndings.List}. If it is plain text, rename it to .txt.");

    private static TextSource FromStandardInput(CorpusOptions options) => options.StandardInput is { } input
        ? StandardInput.Spool(input, Path.Combine(options.DataFolder, "standard-input"))
        : throw new InvalidDataException("There is no standard input to read. Name a file or folder instead of -.");
}
