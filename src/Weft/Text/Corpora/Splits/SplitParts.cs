namespace Weft.Text.Corpora.Splits;

/// <summary>Checks that what is named as one split is one: nothing twice, no part missing.</summary>
internal static class SplitParts
{
    private const string Remedy = "Keep one of them, or divide the text anew: --set data.namedSplits=false.";

    /// <summary>Checks files that name their split themselves; below a folder that names it, everything belongs to it.</summary>
    /// <exception cref="InvalidDataException">A split is there twice in one folder, under different names or in different formats; or some
    /// of its parts are missing.</exception>
    public static void Check(string place, IReadOnlyList<SplitFile> files)
    {
        var byFolder = files.Where(file => file.Name.Series is not null).GroupBy(file => (FolderOf(file), file.Split));
        foreach (var split in byFolder)
        {
            var series = split.GroupBy(file => file.Name.Series!, StringComparer.OrdinalIgnoreCase).ToList();
            // Series of other names are parts (train_0, train_1; train.en, train.de), unless what stands before the split's name differs.
            if (split.Select(file => file.Name.Prefix).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
                throw Twice(place, split.Key.Split, split);
            foreach (var parts in series)
                CheckSeries(place, split.Key.Split, [.. parts]);
        }
    }

    private static void CheckSeries(string place, Split split, IReadOnlyList<SplitFile> files)
    {
        var expected = files[0].Name.Parts ?? 1;
        if (files.Any(file => file.Name.Parts != files[0].Name.Parts) || files.Count > expected)
            throw Twice(place, split, files);
        if (files.Count < expected)
        {
            throw new InvalidDataException(
                $"{place} holds {files.Count} of the {expected} parts of its {SplitNames.Of(split)} split. Fetch the others.");
        }
    }

    private static InvalidDataException Twice(string place, Split split, IEnumerable<SplitFile> files) => new(
        $"{place} holds its {SplitNames.Of(split)} split more than once: {SplitsSentence.Names([.. files])}. {Remedy}");

    private static string FolderOf(SplitFile file) => file.Text.File.Name[..(file.Text.File.Name.LastIndexOf('/') + 1)];
}
