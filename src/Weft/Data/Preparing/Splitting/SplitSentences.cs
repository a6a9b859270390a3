using System.Globalization;
using Weft.Data.Store;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Preparing.Splitting;

/// <summary>What is said of a division that cannot be as it was asked for.</summary>
internal static class SplitSentences
{
    // Up to half as much or half as little again is how documents fall.
    private const double Least = 0.5;
    private const double Most = 1.5;

    /// <summary>A line with the shares that came out, where one of them is far from what was asked.</summary>
    /// <param name="shares">What was asked.</param>
    /// <param name="characters">The characters of each split.</param>
    public static IReadOnlyList<string> OfShares(IReadOnlyList<SplitShare> shares, long[] characters)
    {
        var total = (double)characters.Sum();
        if (shares.All(share => characters[(int)share.Split] / total / share.Ratio is >= Least and <= Most))
            return [];
        var parts = shares.Select(share => (share.Split, share.Ratio)).Prepend((Split.Train, 1 - shares.Sum(share => share.Ratio)))
            .Select(part => $"{SplitNames.Of(part.Item1)} has {Percent(characters[(int)part.Item1] / total)} (asked {Percent(part.Item2)})");
        return [$"Shares cannot be met, since whole documents (data.documents) are divided: {string.Join(", ", parts)} of the characters."];
    }

    /// <summary>The error where there are fewer different documents than splits.</summary>
    public static InvalidDataException TooFew(DataOptions options, IReadOnlyList<SplitShare> shares)
    {
        var (count, splits) = shares.Count == 1
            ? ("two", $"train and {SplitNames.Of(shares[0].Split)}")
            : ("three", "train, validation and test");
        var remedy = options.Documents is DocumentUnit.Auto or DocumentUnit.Line
            ? "Give it more text"
            : "Set data.documents=auto or line, give it more text";
        return new InvalidDataException(
            $"{options.Source} has fewer than {count} different documents, too few to divide into {splits}.{Environment.NewLine}"
            + $"{remedy}, or files of its own named train, validation and test.");
    }

    /// <summary>The error where a split came out without a token.</summary>
    public static InvalidDataException Empty(DataOptions options, IReadOnlyList<SourceRecord> sources, Split split)
    {
        var files = sources.Where(source => source.OfficialSplit == split).Select(source => source.Name).ToList();
        var remedy = files.Count > 0
            ? $"Put text into {string.Join(", ", files.Take(3))}{(files.Count > 3 ? ", ..." : "")}{(split == Split.Train ? "." : ", or leave the split out: then it is taken from train.")}"
            : "Give it more text, or set another data.tokenizer or data.splitSeed.";
        return new InvalidDataException($"{options.Source}: the {SplitNames.Of(split)} split has no token. {remedy}");
    }

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.#} %");
}
