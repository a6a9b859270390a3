namespace Weft.Data.Auditing.Losses;

/// <summary>The loss of a word, in nats.</summary>
/// <param name="Learnable">Under the model of runs of up to three words.</param>
/// <param name="Unigram">Under the frequency of the word alone.</param>
internal readonly record struct WordLoss(float Learnable, float Unigram)
{
    /// <summary>What the words before tell of it.</summary>
    public float Gain => Unigram - Learnable;
}

/// <summary>
/// An interpolated n-gram model of words, or of any numbers: absolute discounting of three, two and one words down to all words alike, each order with the discount
/// n1 / (n1 + 2 n2), which is its leave-one-out estimate (Ney, Essen and Kneser 1994, "On structuring probabilistic dependences in stochastic language modelling").
/// </summary>
internal sealed class NgramModel
{
    private const ulong Pair = 0x9E3779B97F4A7C15;
    private const ulong Triple = 0xC2B2AE3D27D4EB4F;

    private readonly CountTable _ones = new();
    private readonly CountTable _twos = new();
    private readonly CountTable _threes = new();
    private long _words;
    private double _discountOfOne;
    private double _discountOfTwo;
    private double _discountOfThree;

    /// <summary>How many words it was learnt from.</summary>
    public long Words => _words;

    /// <summary>Counts a text; its first words follow nothing.</summary>
    public void Count(ReadOnlySpan<uint> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            _words++;
            _ones.Make(One(words, i)).Count++;
            if (i < 1)
                continue;
            var isNewPair = Increment(_twos, Two(words, i));
            Follow(ref _ones.Make(One(words, i - 1)), isNewPair);
            if (i < 2)
                continue;
            var isNewTriple = Increment(_threes, Three(words, i));
            Follow(ref _twos.Make(Two(words, i - 1)), isNewTriple);
        }
    }

    /// <summary>Ends the counting.</summary>
    public void Complete()
    {
        _discountOfOne = DiscountOf(_ones);
        _discountOfTwo = DiscountOf(_twos);
        _discountOfThree = DiscountOf(_threes);
    }

    /// <summary>The losses of some words of a text.</summary>
    /// <param name="words">The text.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="losses">Where they go: one for each.</param>
    public void Measure(ReadOnlySpan<uint> words, int first, Span<WordLoss> losses)
    {
        for (var i = 0; i < losses.Length; i++)
            losses[i] = LossAt(words, first + i);
    }

    /// <summary>The loss of one word of a text.</summary>
    public WordLoss LossAt(ReadOnlySpan<uint> words, int place)
    {
        // A word that was never counted has the share of one more.
        var types = _ones.Held + 1.0;
        var one = _words == 0 ? 1 / types : Interpolated(_ones.Of(One(words, place)).Count, _words, _ones.Held, _discountOfOne, 1 / types);
        var probability = one;
        if (place >= 1)
            probability = Interpolated(_ones.Of(One(words, place - 1)), _twos.Of(Two(words, place)).Count, _discountOfTwo, probability);
        if (place >= 2)
            probability = Interpolated(_twos.Of(Two(words, place - 1)), _threes.Of(Three(words, place)).Count, _discountOfThree, probability);
        return new WordLoss(-MathF.Log((float)probability), -MathF.Log((float)one));
    }

    private static double Interpolated(in RunCount history, int count, double discount, double lower) =>
        history.Followed == 0 ? lower : Interpolated(count, history.Followed, history.Followers, discount, lower);

    private static double Interpolated(int count, long all, long different, double discount, double lower) =>
        (Math.Max(0, count - discount) + discount * different * lower) / all;

    private static double DiscountOf(CountTable table)
    {
        var (once, twice) = (0L, 0L);
        foreach (var count in table.Counts)
        {
            once += count.Count == 1 ? 1 : 0;
            twice += count.Count == 2 ? 1 : 0;
        }
        // Of a text without words that occur once or twice nothing is known: half.
        return once == 0 || twice == 0 ? 0.5 : (double)once / (once + 2 * twice);
    }

    private static bool Increment(CountTable table, ulong key) => table.Make(key).Count++ == 0;

    private static void Follow(ref RunCount history, bool isNew)
    {
        history.Followed++;
        history.Followers += isNew ? 1 : 0;
    }

    private static ulong One(ReadOnlySpan<uint> words, int last) => words[last] + 1UL;

    private static ulong Two(ReadOnlySpan<uint> words, int last) => NotZero(One(words, last - 1) * Pair + One(words, last));

    private static ulong Three(ReadOnlySpan<uint> words, int last) => NotZero((One(words, last - 2) * Pair + One(words, last - 1)) * Triple + One(words, last));

    private static ulong NotZero(ulong hash) => hash == 0 ? 1 : hash;
}
