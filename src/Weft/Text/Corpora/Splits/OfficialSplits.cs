using Weft.Text.Corpora.Files;
using Weft.Text.Reading;

namespace Weft.Text.Corpora.Splits;

/// <summary>
/// Recognises a corpus whose makers divided it, by the names of its files and folders (<see cref="SplitName"/>). It must have files for
/// train, and of the files with the same endings as those with a split's name no more may be without one than with one: a folder of
/// notes with a <c>test.md</c> among them stays an ordinary folder. <c>eval</c> is validation where nothing else is, else test where
/// nothing else is. Files that belong to no split are left out. What is missing of validation and test is later taken from train.
/// </summary>
internal static class OfficialSplits
{
    /// <summary>Takes the files that are splits by their names; empty where the corpus is to be divided as a whole.</summary>
    /// <param name="place">The folder or pattern, for errors.</param>
    /// <param name="texts">Its files of text.</param>
    /// <param name="leftOut">Takes the files of no split, where others have one.</param>
    /// <param name="note">A sentence on what was taken as what, or why names were not heeded; null where no name speaks of splits.</param>
    /// <exception cref="InvalidDataException">A split is there twice, or some of its parts are missing.</exception>
    public static IReadOnlyList<TextSource> Find(string place, IReadOnlyList<TextFile> texts, LeftOut leftOut, out string? note)
    {
        var named = Named(texts);
        var endings = named.Select(file => KnownEndings.Of(file.Text.File.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unnamed = texts.Count(text => endings.Contains(KnownEndings.Of(text.File.Name))) - named.Count;
        note = Refusal(place, named, unnamed);
        if (named.Count == 0 || note is not null)
            return [];
        SplitParts.Check(place, named);
        for (var i = named.Count; i < texts.Count; i++)
            leftOut.AddFile("of no split");
        note = SplitsSentence.Of(named);
        return [.. named.Select(file => file.Text.ToSource(file.Split))];
    }

    private static IReadOnlyList<SplitFile> Named(IReadOnlyList<TextFile> texts)
    {
        var read = texts.Select(text => (Text: text, Name: SplitName.Of(text.File.Name))).Where(file => file.Name is not null).ToList();
        var words = read.Select(file => file.Name!.Word).ToHashSet();
        Split? eval = !words.Contains(SplitWord.Validation) ? Split.Validation : !words.Contains(SplitWord.Test) ? Split.Test : null;
        var named = new List<SplitFile>();
        foreach (var (text, name) in read)
        {
            Split? split = name!.Word switch
            {
                SplitWord.Train => Split.Train,
                SplitWord.Validation => Split.Validation,
                SplitWord.Test => Split.Test,
                _ => eval,
            };
            if (split is { } known)
                named.Add(new SplitFile(text, name, known));
        }
        return [.. named.OrderBy(file => file.Split)];
    }

    private static string? Refusal(string place, IReadOnlyList<SplitFile> named, int unnamed) =>
        named.Count == 0 ? null
        : named[0].Split != Split.Train
            ? $"{place} has no files for train beside those named {string.Join(" and ", named.Select(file => SplitNames.Of(file.Split)).Distinct())}: "
                + "it is divided as an ordinary folder."
        : unnamed > named.Count
            ? $"{place} has {Counted.Of(named.Count, "file")} named as splits and {unnamed:N0} others: it is divided as an ordinary folder."
        : null;
}

/// <summary>A file that is a split, or a part of one.</summary>
internal sealed record SplitFile(TextFile Text, SplitName Name, Split Split);
