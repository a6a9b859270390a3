using Weft.Evaluation.Captions;
using Weft.Evaluation.Translations;

namespace Weft.Tests.Evaluation.Captions;

/// <summary>ROUGE-L and CIDEr against what can be worked out by hand.</summary>
public sealed class CaptionScoresTests
{
    [Theory]
    // Four of five words in their order: precision 4/5, recall 4/6; 2.44 P R / (R + 1.44 P).
    [InlineData("a b x c d", 2.44 * (4.0 / 5) * (4.0 / 6) / (4.0 / 6 + 1.44 * 4 / 5), "a b c e f d")]
    // The best precision is of the first reference (2/2), the best recall of the second (1/1): COCO takes both.
    [InlineData("a b", 1, "a b c d", "b")]
    [InlineData("a b", 0, "c d")]
    [InlineData("", 0, "c d")]
    public void ROUGE_L_is_the_share_of_the_longest_common_subsequence(string caption, double score, params string[] references) =>
        Assert.Equal(score, RougeL.Of(CaptionWords.Of(caption), [.. references.Select(CaptionWords.Of)]), 12);

    [Fact]
    public void CIDEr_D_is_what_can_be_worked_out_by_hand()
    {
        // Three pictures; each n-gram weighs log 3 less log of how many pictures have it in a reference.
        var cider = new CiderScores();
        cider.Add(["a", "b"], [["a", "b"]]);
        cider.Add(["a", "a", "c"], [["a", "c"], ["d"]]);
        cider.Add(["e"], [["f", "g"]]);
        var (rare, common) = (Math.Log(3), Math.Log(3) - Math.Log(2));

        // The first is its reference: one word and one pair have a cosine of 1, and of lengths three and four there is none: 10 * 2 / 4.
        var scores = cider.Scores();
        Assert.Equal(5, scores[0], 10);
        // Words: (2 common, rare) against (common, rare), the count of "a" clipped at the reference's one. Pairs: "a a" is in no reference and weighs rare, "a c" rare; the reference
        // has "a c" alone. A word more. The other reference has nothing in common.
        var words = (common * common + rare * rare) / (Math.Sqrt(4 * common * common + rare * rare) * Math.Sqrt(common * common + rare * rare));
        var pairs = 1 / Math.Sqrt(2);
        Assert.Equal(10 * (words + pairs) / 4 * Math.Exp(-1.0 / 72) / 2, scores[1], 10);
        Assert.Equal(0, scores[2]);
    }

    [Fact]
    public void One_picture_alone_has_nothing_that_is_rare()
    {
        var cider = new CiderScores();
        cider.Add(["a", "b"], [["a", "b"]]);

        Assert.Equal(0, cider.Scores().Single());
    }

    [Fact]
    public void Captions_are_exact_letter_by_letter_and_pictures_may_have_different_numbers_of_references()
    {
        var scores = new CaptionScores();
        scores.Add("A cat", ["a dog", "A cat"]);
        scores.Add("a cat", ["A cat"]);
        scores.Add("the red house on the hill", ["the red house on the hill"]);

        Assert.Equal(2.0 / 3, scores.ExactMatch, 12);
        Assert.Equal("nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp", scores.BleuSignature);
        Assert.InRange(2.0 / 3, scores.ExactMatchInterval().Low, scores.ExactMatchInterval().High);
        // Small letters, for ROUGE-L and CIDEr.
        Assert.Equal(1, scores.RougeL, 12);
    }

    [Fact]
    public void Words_are_small_and_without_marks() => Assert.Equal(["a", "man's", "t-shirt", "3.5", "km"], CaptionWords.Of("A man's T-shirt, (3.5 km)!"));

    [Fact]
    public void BLEU_of_different_numbers_of_references_takes_the_nearest_length_of_each()
    {
        var (vary, alike) = (new BleuCounts(mayVary: true), new BleuCounts());
        foreach (var (own, reference) in new[] { ("a b c d e", "a b c d f"), ("g h i j", "g h i j") })
        {
            vary.Add(own, own == "g h i j" ? [reference, "k"] : [reference]);
            alike.Add(own, reference);
        }

        Assert.Equal(alike.Score(), vary.Score(), 12);
    }
}
