using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Corpora.Files;
using Weft.Text.Corpora.Named;
using Weft.Text.Corpora.Splits;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Finds the files that the user means by <c>--data</c>.</summary>
internal static class CorpusLocator
{
    /// <summary>
    /// Resolves a named corpus (<c>api-docs</c>, <c>wikitext-2</c>, <c>wikitext-103</c>), a file, a folder, a glob
    /// (<c>docs/**/*.md</c>), or <c>-</c> for standard input. A named corpus that is not there is downloaded. Folders and globs keep to
    /// the same rules (<see cref="FileWalk"/>, <see cref="TextFiles"/>, <see cref="OfficialSplits"/>). A file that is named itself is read
    /// as plain text where its ending is unknown and its first bytes are text. A pipe that the shell opened is kept like standard input.
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
        var folder = Path.Combine(options.DataFolder, "standard-input");
        var corpus = source == "-" ? Kept(source, FromStandardInput(options, folder)) : LocatePath(source, options, folder);
        if (corpus.Sources.All(file => CorpusFingerprint.SizeOf(file.Path) == 0))
            throw new InvalidDataException($"{source} is empty: there is not one byte in it.");
        return corpus;
    }

    private static TextCorpus LocatePath(string source, CorpusOptions options, string pipesFolder)
    {
        var path = Path.GetFullPath(source);
        if (Directory.Exists(path))
            return TextFolder.Locate(source, path, options);
        if (FileStatus.Of(path).Kind is (FileKind.Pipe or FileKind.Device) and var kind)
            return Kept(source, PipedText.Take(path, kind, pipesFolder));
        if (RealPath.Of(path) is not null)
            return OneFile(source, path, options.ReadsJson);
        if (new FileInfo(path).LinkTarget is { } target)
            throw new FileNotFoundException($"{path} is a link to {target}, and there is nothing. Name the file itself, or mend the link.", path);
        if (source.Contains('*'))
            return TextFolder.LocatePattern(source, path, options.NamedSplits, options.ReadsJson);
        if (GivenRecords.Lost(path) is { } lost)
            throw new FileNotFoundException(lost, path);
        throw new FileNotFoundException(
            $"There is no file or folder {path}. Name a file, a folder, a glob such as 'docs/**/*.md', - for standard input, "
            + $"or a corpus: {NamedCorpora.List}.",
            path);
    }

    private static TextCorpus OneFile(string source, string path, bool readsJson)
    {
        if (KnownEndings.TryFormatOf(path, out var format, readsJson))
            return new TextCorpus(source, [new TextSource(path, format, OfficialSplit: null)]);
        return new TextCorpus(source, [OtherFile.Take(path, out var note)]) { Notes = [note] };
    }

    private static TextCorpus Kept(string source, TextSource file) => new(source, [file]) { KeptIn = file.Path };

    private static TextSource FromStandardInput(CorpusOptions options, string folder) => options.StandardInput is { } input
        ? StandardInput.Spool(input, folder)
        : throw new InvalidDataException("There is no standard input to read. Name a file or folder instead of -.");
}
