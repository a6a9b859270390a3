using Weft.Text.Reading;

namespace Weft.Text.Corpora.Files;

/// <summary>Finds the files of a folder that are parallel: two of one name, such as <c>train.de</c> and <c>train.en</c>, each perhaps with <c>.gz</c> behind. Line N of one belongs to line N
/// of the other.</summary>
/// <param name="First">The ending of the first texts, without its dot.</param>
/// <param name="Second">That of the second.</param>
internal sealed record ParallelFiles(string First, string Second)
{
    /// <summary>Takes the parallel files, and leaves out all others; null where the folder has no file with one of the two endings.</summary>
    /// <param name="files">The folder's files.</param>
    /// <param name="leftOut">Takes the others.</param>
    /// <exception cref="InvalidDataException">A file lacks the other one, or has two.</exception>
    public IReadOnlyList<TextFile>? Among(IReadOnlyList<FoundFile> files, LeftOut leftOut)
    {
        var (firsts, seconds) = (With(First, files), With(Second, files));
        if (firsts.Count == 0 || seconds.Count == 0)
            return null;
        RequireOther(firsts, seconds, Second);
        RequireOther(seconds, firsts, First);
        foreach (var ending in files.Except(firsts.Values.Concat(seconds.Values)).Select(file => KnownEndings.Of(file.Path)))
            leftOut.AddFile(ending.Length > 0 ? ending : "without an ending");
        return [.. firsts.Select(first => new TextFile(first.Value, TextFormat.ParallelLines) { Second = seconds[first.Key].Path })];
    }

    // By their names without the ending.
    private static SortedDictionary<string, FoundFile> With(string ending, IReadOnlyList<FoundFile> files)
    {
        var found = new SortedDictionary<string, FoundFile>(StringComparer.Ordinal);
        foreach (var file in files.Where(file => KnownEndings.Of(file.Path) == "." + ending))
        {
            var name = file.Name[..file.Name.LastIndexOf("." + ending, StringComparison.Ordinal)];
            if (!found.TryAdd(name, file))
                throw new InvalidDataException($"{file.Path} is there twice, packed and unpacked. Keep one of them.");
        }
        return found;
    }

    private static void RequireOther(SortedDictionary<string, FoundFile> files, SortedDictionary<string, FoundFile> others, string ending)
    {
        if (files.Keys.FirstOrDefault(name => !others.ContainsKey(name)) is { } alone)
            throw new InvalidDataException($"{files[alone].Path} has no {Path.GetFileName(alone)}.{ending} beside it, with the texts that its lines belong to. Add it, or take {files[alone].Name} out of the folder.");
    }
}
