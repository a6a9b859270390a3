using System.Globalization;
using System.Text.RegularExpressions;

namespace Weft.Text.Corpora;

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

    private static SplitWord? WordIn(string text, out int at)
    {
        var matches = Words().Matches(text);
        at = matches.Count > 0 ? matches[0].Index : 0;
        var words = matches.Select(match => Meaning(match.Groups["word"].Value)).Distinct().ToList();
        return words.Count == 1 ? words[0] : null;
    }

    private static SplitWord Meaning(string word) => word.ToUpperInvariant() switch
    {
        "TRAIN" => SplitWord.Train,
        "TEST" => SplitWord.Test,
        "EVAL" => SplitWord.Eval,
        _ => SplitWord.Validation,
    };

    [GeneratedRegex(@"(?<![^._-])(?<word>train|valid|validation|val|dev|test|eval)[0-9]{0,6}(?![^._-])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();

    // As data hubs name parts: train-00000-of-00002, and train-00000-of-00002-a09b74b3ef9c3b56.
    [GeneratedRegex(@"[._-][0-9]{1,8}-of-(?<parts>[0-9]{1,8})(-[0-9a-f]{6,64})?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PartNumber();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
