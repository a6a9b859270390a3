using Weft.Evaluation.Translations;

namespace Weft.Tests.Evaluation.Translations;

/// <summary>BLEU as sacreBLEU 2.6 gives it: the published example of its own tests, and values that it gave for these texts.</summary>
public sealed class BleuTests
{
    [Fact]
    public void The_published_example_has_the_published_score()
    {
        var bleu = new BleuCounts();
        foreach (var (translation, first, second) in PublishedExample.Lines)
            bleu.Add(translation, first, second);

        Assert.Equal(48.530827, bleu.Score(), 6);
        Assert.Equal("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp", bleu.Signature);
    }

    [Fact]
    public void With_its_first_references_alone_it_has_that_of_sacreBLEU()
    {
        var bleu = new BleuCounts();
        foreach (var (translation, first, _) in PublishedExample.Lines)
            bleu.Add(translation, first);

        Assert.Equal(45.067506, bleu.Score(), 6);
    }

    [Theory]
    // Four words of six are there, two pairs of five, no more: 1/8 of a match for three words and 1/16 for four; log of the mean of (3/6, 1/5, 1/(2*4), 1/(4*3)).
    [InlineData("the cat sat on a mat", "the dog sat by my mat", 10.682175)]
    [InlineData("the cat sat on a mat", "a dog ate my lunch today", 8.116698)]
    [InlineData("the cat", "the cat", 0)]
    [InlineData("", "the dog", 0)]
    [InlineData("Two dogs, one cat (at 3.5 km) &quot;run&quot; 10-20 $5!", "Two dogs and a cat (at 3.5 km) \"run\" 10-20 $5!", 80.866276)]
    public void A_text_has_the_score_of_sacreBLEU(string translation, string reference, double score)
    {
        var bleu = new BleuCounts();
        bleu.Add(translation, reference);

        Assert.Equal(score, bleu.Score(), 6);
    }

    [Fact]
    public void Smoothing_and_brevity_are_those_that_can_be_counted_by_hand()
    {
        // Three of five words, one of four pairs, and of lengths three and four nothing: a half and a quarter of a match. Five words for six.
        var bleu = new BleuCounts();
        bleu.Add("a b x c y", "a b z c u v");

        Assert.Equal(100 * Math.Exp(1 - 6.0 / 5) * Math.Pow(3.0 / 5 * (1.0 / 4) * (0.5 / 3) * (0.25 / 2), 0.25), bleu.Score(), 10);
    }

    [Theory]
    [InlineData("Two dogs, one cat (at 3.5 km) &quot;run&quot; 10-20 $5!", "Two dogs , one cat ( at 3.5 km ) \" run \" 10 - 20 $ 5 !")]
    [InlineData("a.b,c 1,000.5. x-1 1-x &amp;lt; it's [<skipped>]", "a . b , c 1,000.5 . x-1 1 - x < it's [ ]")]
    [InlineData(". ,.5 5. 5", ". , .5 5 . 5")]
    [InlineData("  \t ", "")]
    public void Words_are_divided_as_by_mteval_13a(string text, string words) => Assert.Equal(words, string.Join(' ', Words13a.Of(text)));

    [Fact]
    public void Each_translation_has_as_many_references()
    {
        var bleu = new BleuCounts();
        bleu.Add("a", "b");

        Assert.StartsWith("There are 2 references; each translation must have as many", Assert.Throws<ArgumentException>(() => bleu.Add("a", "b", "c")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ChrfCounts().Add("a"));
    }
}
