using System.Globalization;
using System.Text.RegularExpressions;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Recognises a corpus whose makers divided it: train, validation and test files under their usual names.</summary>
internal static partial class OfficialSplits
{
    /// <summary>Takes the files of a folder that has all three splits; empty where it is an ordinary folder.</summary>
    /// <param name="folder">The folder; its subfolders do not count.</param>
    /// <param name="note">Where some splits are there and others are not: a sentence that says so.</param>
    /// <exception cref="InvalidDataException">A split is there twice, or some of its parts are missing.</exception>
    public static IReadOnlyList<TextSource> Find(string folder, out string? note)
    {
        var found = Directory.EnumerateFiles(folder)
            .Order(StringComparer.Ordinal)
            .Select(Recognise)
            .OfType<SplitFile>()
            .ToLookup(file => file.Split);
        var missing = Enum.GetValues<Split>().Where(split => !found.Contains(split)).ToList();
        note = missing.Count is 0 or 3 ? null
            : $"{folder} has no {string.Join(" and no ", missing.Select(NameOf))} file beside the others: it is divided as an ordinary folder.";
        if (missing.Count > 0)
            return [];
        return [.. found.OrderBy(split => split.Key).SelectMany(split => Checked(folder, [.. split]))
            .Select(file => new TextSource(file.Path, file.Format, file.Split))];
    }

    /// <summary>The word for a split.</summary>
    public static string NameOf(Split split) => split switch
    {
        Split.Train => "train",
        Split.Validation => "validation",
        _ => "test",
    };

    private static IReadOnlyList<SplitFile> Checked(string folder, IReadOnlyList<SplitFile> files)
    {
        var first = files[0];
        if (files.Any(file => file.Series != first.Series) || (first.Parts is null && files.Count > 1))
        {
            var names = string.Join(", ", files.Select(file => Path.GetFileName(file.Path)));
            throw new InvalidDataException($"{folder} holds its {NameOf(first.Split)} split more than once: {names}. Keep one of them.");
        }
        if (first.Parts is { } parts && parts != files.Count)
        {
            throw new InvalidDataException(
                $"{folder} holds {files.Count} of the {parts} parts of its {NameOf(first.Split)} split. Fetch the others.");
        }
        return files;
    }

    private static SplitFile? Recognise(string path)
    {
        var name = Path.GetFileName(path);
        var match = SplitName().Match(KnownEndings.StemOf(name));
        if (!match.Success || !KnownEndings.TryFormatOf(name, out var format))
            return null;
        var split = match.Groups["split"].ValueSpan switch
        {
            var s when s.Equals("train", StringComparison.OrdinalIgnoreCase) => Split.Train,
            var s when s.Equals("test", StringComparison.OrdinalIgnoreCase) => Split.Test,
            _ => Split.Validation,
        };
        var parts = match.Groups["parts"];
        // All parts of one split share everything but the part's number.
        var series = parts.Success ? name.Remove(match.Groups["part"].Index, match.Groups["part"].Length) : name;
        return new SplitFile(path, format, split, series, parts.Success ? int.Parse(parts.ValueSpan, CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex(
        @"^(?:wiki\.)?(?<split>train|valid|validation|val|dev|test)(?:-(?<part>\d{5})-of-(?<parts>\d{5}))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SplitName();

    private sealed record SplitFile(string Path, TextFormat Format, Split Split, string Series, int? Parts);
}
