using Weft.Data.Auditing.Losses;

namespace Weft.Tests.Data.Auditing;

public class NgramModelTests
{
    // a b a b c a b: a and b three times, c once; the pairs ab (3), ba (1), bc (1), ca (1); the triples aba, bab, abc, bca, cab, once each.
    private static readonly uint[] Text = [1, 2, 1, 2, 3, 1, 2];

    [Fact]
    public void Probabilities_are_interpolated_as_computed_by_hand()
    {
        var model = new NgramModel();
        model.Count(Text);
        model.Complete();

        // Nothing occurs twice: the discount is a half everywhere. Three types and one more that was never seen.
        var ofC = (1 - 0.5 + 0.5 * 3 / 4) / 7;
        var afterB = (1 - 0.5 + 0.5 * 2 * ofC) / 2;
        var afterAb = (1 - 0.5 + 0.5 * 2 * afterB) / 2;

        var loss = model.LossAt([1, 2, 3], 2);

        Assert.Equal(-Math.Log(ofC), loss.Unigram, 1e-6);
        Assert.Equal(-Math.Log(afterAb), loss.Learnable, 1e-6);
        Assert.Equal(-Math.Log(afterB), model.LossAt([2, 3], 1).Learnable, 1e-6);
    }

    [Theory]
    [InlineData(1u, 2u)]
    [InlineData(2u, 1u)]
    [InlineData(3u, 1u)]
    [InlineData(9u, 9u)]
    public void Probabilities_of_all_words_sum_to_one(uint first, uint second)
    {
        var model = new NgramModel();
        model.Count(Text);
        model.Complete();

        // 7 stands for whatever was never seen.
        var sum = new uint[] { 1, 2, 3, 7 }.Sum(word => Math.Exp(-model.LossAt([first, second, word], 2).Learnable));

        Assert.Equal(1, sum, 1e-6);
    }

    [Fact]
    public void The_discount_is_the_leave_one_out_estimate()
    {
        // Of the single words two occur once and one twice: 2 / (2 + 2).
        var model = new NgramModel();
        model.Count([5, 5, 6, 7]);
        model.Complete();

        Assert.Equal(-Math.Log((1 - 0.5 + 0.5 * 3 / 4) / 4), model.LossAt([6], 0).Unigram, 1e-6);
        Assert.Equal(-Math.Log((2 - 0.5 + 0.5 * 3 / 4) / 4), model.LossAt([5], 0).Unigram, 1e-6);
    }

    [Fact]
    public void A_model_of_nothing_knows_nothing()
    {
        var model = new NgramModel();
        model.Complete();

        Assert.Equal(0, model.LossAt([1, 2, 3], 2).Learnable, 1e-6);
    }

    [Fact]
    public void Tables_that_grow_lose_nothing()
    {
        var table = new CountTable();
        for (var round = 0; round < 3; round++)
        {
            for (var key = 1UL; key <= 5_000; key++)
                table.Make(key).Count++;
        }

        Assert.Equal(5_000, table.Held);
        Assert.All(table.Counts, count => Assert.Equal(3, count.Count));
        Assert.Equal(3, table.Of(4_999).Count);
        Assert.Equal(0, table.Of(5_001).Count);
    }
}
