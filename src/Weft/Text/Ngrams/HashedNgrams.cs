using System.Globalization;

namespace Weft.Text.Ngrams;

/// <summary>
/// Which n-grams a text has, each as the number of its bucket: neighbouring words, and letters within a word, whose ends count as letters (Joulin et al. 2017, Bojanowski
/// et al. 2017). No list of n-grams is kept; two of them may share a bucket (the hashing trick, Weinberger et al. 2009). Letters are folded to small ones.
/// </summary>
/// <param name="Buckets">How many buckets there are, at least 1.</param>
/// <param name="Words">The most words in an n-gram; 0 takes none.</param>
/// <param name="Letters">The most letters in an n-gram, which has at least <see cref="FewestLetters"/>; 0 takes none.</param>
internal sealed record HashedNgrams(int Buckets, int Words, int Letters)
{
    /// <summary>The fewest letters of an n-gram within a word.</summary>
    public const int FewestLetters = 3;

    // FNV-1a in 64 bits (Fowler, Noll and Vo).
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    // What words and letters begin with, so that the word "the" is another n-gram than its three letters.
    private const char WordMark = '\u0001';
    private const char LetterMark = '\u0002';
    private const char WordEnd = '\u0003';
    private const char ShareMark = '\u0004';

    /// <summary>The buckets of a text's n-grams, as often as they occur: those that end with a word behind those of the word before.</summary>
    /// <param name="text">The text.</param>
    public List<int> Of(string text)
    {
        var found = new List<int>();
        var words = WordsOf(text.ToLowerInvariant());
        for (var last = 0; last < words.Count; last++)
        {
            AddWords(words, last, found);
            AddLetters(words[last], found);
        }
        return found;
    }

    /// <summary>The buckets of the n-grams of two texts: those that both have, those of the first alone and those of the second alone are different ones. What both have
    /// counts as often as the first has it. How much they have in common is told, too: a bucket for each tenth that the share of common words reaches, and
    /// one for each of common letters.</summary>
    /// <param name="first">A text.</param>
    /// <param name="second">Another.</param>
    public List<int> Of(string first, string second)
    {
        var (ours, theirs) = (Of(first), Of(second));
        var (inFirst, inSecond) = (ours.ToHashSet(), theirs.ToHashSet());
        return
        [
            .. ours.Select(bucket => inSecond.Contains(bucket) ? bucket : Shifted(bucket, 1)),
            .. theirs.Where(bucket => !inFirst.Contains(bucket)).Select(bucket => Shifted(bucket, 2)),
            .. (this with { Words = 1, Letters = 0 }).Common(first, second, 'w'),
            .. (this with { Words = 0, Letters = Math.Max(Letters, FewestLetters) }).Common(first, second, 'l'),
        ];
    }

    // A bucket for each tenth of Jaccard's index: n-grams of both, of those of either.
    private IEnumerable<int> Common(string first, string second, char kind)
    {
        var (ours, theirs) = (Of(first).ToHashSet(), Of(second).ToHashSet());
        var both = ours.Count(theirs.Contains);
        var tenths = both == 0 ? 0 : 10 * both / (ours.Count + theirs.Count - both);
        return Enumerable.Range(1, tenths).Select(tenth => BucketOf(Add(Add(Add(Basis, ShareMark), kind), (char)tenth)));
    }

    private int Shifted(int bucket, int thirds) => (int)((bucket + (long)Buckets * thirds / 3) % Buckets);

    // Letters and digits that stand together are a word, and so is every other sign that is no blank.
    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && IsOfWord(text[end]))
                end++;
            end = Math.Max(end, start + 1);
            if (!char.IsWhiteSpace(text[start]))
                words.Add(text[start..end]);
            start = end;
        }
        return words;
    }

    private static bool IsOfWord(char sign) => char.IsLetterOrDigit(sign) || char.IsSurrogate(sign)
        || CharUnicodeInfo.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private void AddWords(List<string> words, int last, List<int> found)
    {
        for (var first = last; first >= 0 && first > last - Words; first--)
        {
            var hash = Basis;
            for (var word = first; word <= last; word++)
                hash = Add(Add(hash, WordMark), words[word]);
            found.Add(BucketOf(hash));
        }
    }

    private void AddLetters(string word, List<int> found)
    {
        var marked = $"{LetterMark}{word}{WordEnd}";
        for (var start = 0; start < marked.Length; start++)
        {
            var hash = Add(Basis, LetterMark);
            for (var end = start; end < marked.Length && end < start + Letters; end++)
            {
                hash = Add(hash, marked[end]);
                // A word as a whole is an n-gram of words.
                if (end - start + 1 >= FewestLetters && end - start + 1 < marked.Length)
                    found.Add(BucketOf(hash));
            }
        }
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var sign in text)
            hash = Add(hash, sign);
        return hash;
    }

    private static ulong Add(ulong hash, char sign) => (hash ^ sign) * Prime;

    // The hash of few signs differs in its lower half alone, until it is mixed (the finalizer of Appleby's MurmurHash3).
    private int BucketOf(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return (int)((hash >> 32) * (ulong)Buckets >> 32);
    }
}
