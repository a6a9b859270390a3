using System.Globalization;

namespace Weft.Data.Auditing.Words;

/// <summary>
/// The words of a text as 32-bit hashes: runs of letters, marks and digits in small letters; signs of Chinese and Japanese are words of their own. Blanks and
/// punctuation are none, so that texts that differ in these alone have the same words. Two of a million different words share a hash about a hundred times.
/// </summary>
internal static class WordHashes
{
    private const uint Basis = 2_166_136_261;
    private const uint Prime = 16_777_619;

    private static readonly char[] Small = CreateSmall();

    /// <summary>Adds the words of a text to a list, in their order.</summary>
    public static void Add(ReadOnlySpan<char> text, List<uint> words)
    {
        var hash = Basis;
        var isOpen = false;
        foreach (var letter in text)
        {
            var small = Small[letter];
            if (small != 0 && !IsWordAlone(letter))
            {
                hash = (hash ^ small) * Prime;
                isOpen = true;
                continue;
            }
            if (isOpen)
                words.Add(Mix(hash));
            (hash, isOpen) = (Basis, false);
            if (small != 0)
                words.Add(Mix((Basis ^ small) * Prime));
        }
        if (isOpen)
            words.Add(Mix(hash));
    }

    /// <summary>The hash of one word.</summary>
    public static uint Of(string word)
    {
        var words = new List<uint>();
        Add(word, words);
        return words.Single();
    }

    // FNV's low bits depend on the last letters alone.
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    // Hiragana, Katakana and the ideographs, which stand without blanks.
    private static bool IsWordAlone(char letter) => letter is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    // [65,536] the small letter of what belongs to words, and 0 for what does not.
    private static char[] CreateSmall()
    {
        var small = new char[char.MaxValue + 1];
        for (var letter = 0; letter < small.Length; letter++)
        {
            var sign = (char)letter;
            if (char.IsLetterOrDigit(sign) || char.IsSurrogate(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                small[letter] = char.ToLowerInvariant(sign);
        }
        return small;
    }
}
