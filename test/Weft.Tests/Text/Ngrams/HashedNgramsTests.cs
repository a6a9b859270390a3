using Weft.Text.Ngrams;

namespace Weft.Tests.Text.Ngrams;

/// <summary>Which n-grams a text has: listed by hand, then told apart by their buckets.</summary>
public sealed class HashedNgramsTests
{
    private static readonly HashedNgrams Both = new(1 << 24, Words: 2, Letters: 4);

    [Fact]
    public void Words_and_pairs_of_them_are_n_grams_and_so_are_three_and_four_letters_of_a_word()
    {
        // Words: the, cat; the cat. Letters with the ends: <th the he> <the the>; <ca cat at> <cat cat>.
        Assert.Equal(3 + 5 + 5, Both.Of("The cat").Count);
        Assert.Equal(3, (Both with { Letters = 0 }).Of("The cat").Count);
        Assert.Equal(10, (Both with { Words = 0 }).Of("The cat").Count);
        Assert.Equal(2 + 1, (Both with { Words = 3, Letters = 0 }).Of("a b").Count);
        Assert.Empty(Both.Of(" \n\t"));
    }

    [Fact]
    public void Equal_n_grams_share_a_bucket_and_different_ones_do_not()
    {
        var words = Both with { Letters = 0 };

        Assert.Equal(words.Of("Never say NEVER"), words.Of("never  say\nnever"));
        // never, say, say never..., each occurrence counted: 3 words and 2 pairs, of which one word is there twice.
        Assert.Equal((5, 4), Counts(words.Of("never say never")));
        // A pair has an order, and is not the word that its letters would make.
        Assert.Empty(words.Of("ab cd").Skip(2).Intersect(words.Of("cd ab")[2..]));
        Assert.Empty(words.Of("ab cd").Intersect(words.Of("abcd")));
        // The same letters at the beginning of a word, within it and alone.
        Assert.Equal(3, new[] { "the", "other", "theme" }.Select(word => (Both with { Words = 0, Letters = 3 }).Of(word)[0]).Distinct().Count() + 1);
    }

    [Fact]
    public void Of_two_texts_what_both_have_is_told_from_what_one_has_alone()
    {
        var words = Both with { Words = 1, Letters = 0 };
        var (the, cat, dog) = (words.Of("the")[0], words.Of("cat")[0], words.Of("dog")[0]);

        // The share of common words is a third, that of common letters less than half; buckets of shares stand behind.
        Assert.Equal([the, (cat + (1 << 24) / 3) % (1 << 24), (int)((dog + (1L << 25) / 3) % (1 << 24))], words.Of("the cat", "the dog")[..3]);
        Assert.Equal([the, the], words.Of("the the", "the")[..2]);
        Assert.Empty(words.Of("", ""));
    }

    [Fact]
    public void How_much_two_texts_have_in_common_is_a_bucket_for_each_tenth_of_words_and_of_letters()
    {
        var words = Both with { Words = 1, Letters = 0 };
        var (all, half, none) = (words.Of("ab cd", "cd ab")[2..], words.Of("ab cd", "ab cd ef gh")[4..], words.Of("ab", "cd")[2..]);

        Assert.Equal((20, 0), (all.Distinct().Count(), none.Count));
        // Half of the words; and half of the letters, of which each word has two n-grams: <ab, ab>.
        Assert.Equal([.. all[..5], .. all[10..15]], half);
        // No word is common, and of <th, the, he>, hem, em> two are.
        Assert.Equal(all[10..14], words.Of("the", "them")[2..]);
    }

    [Fact]
    public void Signs_are_words_of_their_own_and_letters_of_all_scripts_make_words()
    {
        var words = Both with { Words = 1, Letters = 0 };

        Assert.Equal(4, words.Of("it's so").Count);
        Assert.Equal(words.Of("it ' s so"), words.Of("it's so"));
        Assert.Equal(2, words.Of("крёсло নাম").Count);
        Assert.Equal(words.Of("КРЁСЛО"), words.Of("крёсло"));
    }

    [Fact]
    public void Buckets_are_filled_evenly()
    {
        var few = new HashedNgrams(64, Words: 1, Letters: 0);
        var counts = Enumerable.Range(0, 6400).SelectMany(i => few.Of($"w{i}")).CountBy(bucket => bucket).ToDictionary();

        Assert.Equal(64, counts.Count);
        // A hundred on average, with a standard deviation of ten.
        Assert.InRange(counts.Values.Min(), 55, 100);
        Assert.InRange(counts.Values.Max(), 100, 145);
        Assert.All(counts.Keys, bucket => Assert.InRange(bucket, 0, 63));
    }

    [Fact]
    public void Trained_models_know_n_grams_by_these_numbers() =>
        // Worked out in Python.
        Assert.Equal([3759074, 10513994, 11800832, 12231388, 3548955, 5569260, 466195, 914796, 16380315, 11046946, 7743524, 1500411, 9204380], Both.Of("the cat"));

    private static (int All, int Different) Counts(List<int> buckets) => (buckets.Count, buckets.Distinct().Count());
}
