using Weft.Text.Corpora.Files;

namespace Weft.Text.Corpora.Splits;

/// <summary>Says which files were taken as which split.</summary>
internal static class SplitsSentence
{
    private const int NamesShown = 3;

    /// <summary><c>Splits as named: train 2 files (train-0.txt, train-1.txt), validation 1 file (dev.txt); test is taken from train.</c></summary>
    public static string Of(IReadOnlyList<SplitFile> files)
    {
        var splits = files.GroupBy(file => file.Split).Select(split => $"{SplitNames.Of(split.Key)} {Counted.Of(split.Count(), "file")} ({Names([.. split])})");
        var missing = Enum.GetValues<Split>().Except(files.Select(file => file.Split)).Select(SplitNames.Of).ToList();
        var taken = missing.Count == 0 ? "" : $"; {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} taken from train";
        return $"Splits as named: {string.Join(", ", splits)}{taken}.";
    }

    /// <summary>The names of some files, the first few of many.</summary>
    public static string Names(IReadOnlyList<SplitFile> files)
    {
        var names = string.Join(", ", files.Take(NamesShown).Select(file => file.Text.File.Name));
        return files.Count > NamesShown ? $"{names} and {files.Count - NamesShown:N0} more" : names;
    }
}
