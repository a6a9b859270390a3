using Weft.Evaluation;
using Weft.Tasks;

namespace Weft.Tests.Tasks;

public class CriterionTests
{
    private static readonly EvaluationResult Result = new(1.5, 10, "signature", new Figures { { "accuracy", 0.25 }, { "bitsPerByte", null } });

    [Theory]
    [InlineData(false, 1, 2.0, true)]
    [InlineData(false, 2, 1.0, false)]
    [InlineData(true, 1, 2.0, false)]
    [InlineData(true, 2, 1.0, true)]
    [InlineData(true, 1, 1.0, false)]
    [InlineData(false, 1, 1.0, false)]
    [InlineData(true, 0, null, true)]
    [InlineData(false, 9, null, true)]
    public void Better_is_higher_or_lower_and_the_first_is_better_than_none(bool isHigherBetter, double value, double? than, bool isBetter) =>
        Assert.Equal(isBetter, new Criterion("accuracy", isHigherBetter).IsBetter(Result with { Figures = new Figures { { "accuracy", value } } }, than, than is null ? null : Result.Loss));

    [Theory]
    [InlineData(1.6, true)]
    [InlineData(1.5, false)]
    [InlineData(1.4, false)]
    public void Of_equals_the_lower_loss_is_better(double bestLoss, bool isBetter) =>
        Assert.Equal(isBetter, new Criterion("accuracy", IsHigherBetter: true).IsBetter(Result, 0.25, bestLoss));

    [Fact]
    public void The_loss_and_every_other_figure_may_decide()
    {
        Assert.Equal(1.5, Criterion.LowestLoss.ValueOf(Result));
        Assert.Equal(0.25, new Criterion("accuracy", IsHigherBetter: true).ValueOf(Result));
    }

    [Theory]
    [InlineData("f1")]
    [InlineData("bitsPerByte")]
    public void A_figure_that_is_not_known_cannot(string figure) =>
        Assert.StartsWith($"The evaluation has no {figure}.", Assert.Throws<ArgumentException>(() => new Criterion(figure, IsHigherBetter: true).ValueOf(Result)).Message);
}
