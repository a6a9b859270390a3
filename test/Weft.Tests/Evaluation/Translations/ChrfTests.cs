using Weft.Evaluation.Translations;

namespace Weft.Tests.Evaluation.Translations;

/// <summary>chrF as sacreBLEU 2.6 gives it.</summary>
public sealed class ChrfTests
{
    [Fact]
    public void Each_translation_counts_with_the_reference_that_it_is_nearest_to()
    {
        var (two, one) = (new ChrfCounts(), new ChrfCounts());
        foreach (var (translation, first, second) in PublishedExample.Lines)
        {
            two.Add(translation, first, second);
            one.Add(translation, first);
        }

        Assert.Equal(59.727518, two.Score(), 6);
        Assert.Equal(50.043064, one.Score(), 6);
        Assert.Equal("nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no", two.Signature);
    }

    [Theory]
    // Published for any weight of recall, since precision and recall are the same.
    [InlineData("a", "a", 100)]
    [InlineData("a b c", "abc", 100)]
    [InlineData("aa", "ab", 25)]
    [InlineData("", "c", 0)]
    // What it gave for these.
    [InlineData("the cat sat on a mat", "the dog sat by my mat", 20.928509)]
    [InlineData("Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře.", "Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře.", 39.140817)]
    [InlineData("Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.", "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.", 64.818124)]
    public void A_text_has_the_score_of_sacreBLEU(string translation, string reference, double score)
    {
        var chrf = new ChrfCounts();
        chrf.Add(translation, reference);

        Assert.Equal(score, chrf.Score(), 6);
    }

    [Fact]
    public void Recall_counts_twice_as_much_as_precision()
    {
        // All of one letter and pair of the translation, half of the reference's letters and a third of its pairs.
        var chrf = new ChrfCounts();
        chrf.Add("ab", "abcd");

        const double recall = (1.0 / 2 + 1.0 / 3) / 2;
        Assert.Equal(100 * 5 * recall / (4 + recall), chrf.Score(), 10);
    }
}
