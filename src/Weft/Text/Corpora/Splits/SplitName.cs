using System.Globalization;
using System.Text.RegularExpressions;
using Weft.Text.Corpora.Files;

namespace Weft.Text.Corpora.Splits;

/// <summary>The split that a name speaks of.</summary>
internal enum SplitWord
{
    /// <summary>train.</summary>
    Train,

    /// <summary>valid, validation, val or dev.</summary>
    Validation,

    /// <summary>test.</summary>
    Test,

    /// <summary>eval: some mean validation by it, some test.</summary>
    Eval,
}

/// <summary>
/// What the name of a file says of its split. The words are train; valid, validation, val, dev; test; and eval, each perhaps with a
/// number. A word counts where it stands by itself, between <c>. _ -</c> or at an end: <c>ptb.train.txt</c>, <c>my_train-1.txt</c>, but
/// not <c>training.txt</c>. The outermost folder with such a word decides, else the file's own name, unless it is source code. Names
/// with words for two splits say nothing.
/// </summary>
/// <param name="Word">The split.</param>
/// <param name="Prefix">What stands before the word in the file's name, numbers as #; null where a folder decided.</param>
/// <param name="Series">The file's name without the number of its part and its hash; null where a folder decided.</param>
/// <param name="Parts">How many parts there are where the name says it (<c>train-00001-of-00003</c>), else null.</param>
internal sealed partial record SplitName(SplitWord Word, string? Prefix, string? Series, int? Parts)
{
    private const string Separators = "._-";
    private const string Digits = "0123456789";

    /// <summary>Reads a name; null where it says nothing.</summary>
    /// <param name="name">A path below the corpus's folder, with <c>/</c> between its parts.</param>
    public static SplitName? Of(string name)
    {
        foreach (var folder in name.Split('/')[..^1])
        {
            if (WordIn(folder, out _) is { } byFolder)
                return new SplitName(byFolder, null, null, null);
        }
        var stem = KnownEndings.StemOf(name);
        if (KnownEndings.IsSourceCode(name) || WordIn(stem, out var at) is not { } word)
            return null;
        var part = PartNumber().Match(stem);
        return new SplitName(
            word,
            Numbers().Replace(stem[..at], "#"),
            part.Success ? stem[..part.Index] : stem,
            part.Success ? int.Parse(part.Groups["parts"].ValueSpan, CultureInfo.InvariantCulture) : null);
    }

    // The one split that the words of a name speak of, and where the first of them begins.
    private static SplitWord? WordIn(string text, out int at)
    {
        at = text.Length;
        SplitWord? found = null;
        for (var start = 0; start <= text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Separators);
            var end = length < 0 ? text.Length : start + length;
            if (MeaningOf(text.AsSpan(start, end - start)) is { } word)
            {
                if (found is { } other && other != word)
                    return null;
                at = Math.Min(at, start);
                found = word;
            }
            start = end + 1;
        }
        return found;
    }

    private static SplitWord? MeaningOf(ReadOnlySpan<char> part) => part.TrimEnd(Digits).ToString().ToUpperInvariant() switch
    {
        "TRAIN" => SplitWord.Train,
        "VALID" or "VALIDATION" or "VAL" or "DEV" => SplitWord.Validation,
        "TEST" => SplitWord.Test,
        "EVAL" => SplitWord.Eval,
        _ => null,
    };

    // As data hubs name parts: train-00000-of-00002, and train-00000-of-00002-a09b74b3ef9c3b56.
    [GeneratedRegex(@"[._-][0-9]{1,8}-of-(?<parts>[0-9]{1,8})(-[0-9a-f]{6,64})?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PartNumber();

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
