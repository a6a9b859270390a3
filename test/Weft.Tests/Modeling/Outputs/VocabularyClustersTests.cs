using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Outputs;

namespace Weft.Tests.Modeling.Outputs;

public class VocabularyClustersTests
{
    [Theory]
    [InlineData(33278, new[] { 2080, 8320 })]
    [InlineData(200_000, new[] { 12_500, 50_000 })]
    [InlineData(11, new[] { 1, 3 })]
    [InlineData(3, new[] { 1 })]
    [InlineData(2, new[] { 1 })]
    [InlineData(1, new int[0])]
    public void By_default_the_cuts_are_at_a_sixteenth_and_a_quarter(int vocabulary, int[] cutoffs) =>
        Assert.Equal(cutoffs, VocabularyClusters.DefaultCutoffs(vocabulary));

    [Fact]
    public void Every_token_has_one_place()
    {
        var clusters = new VocabularyClusters([3, 4, 9], 20);

        Assert.Equal((3, 3), (clusters.Shortlist, clusters.Tails));
        Assert.Equal([1, 5, 11], Enumerable.Range(0, 3).Select(clusters.Count));
        Assert.All(Enumerable.Range(0, 3), token => Assert.Equal(-1, clusters.TailOf(token)));
        var places = Enumerable.Range(3, 17).Select(token => (clusters.TailOf(token), token - clusters.First(clusters.TailOf(token))));
        Assert.Equal([(0, 0), .. Enumerable.Range(0, 5).Select(i => (1, i)), .. Enumerable.Range(0, 11).Select(i => (2, i))], places);
        Assert.Equal(-1, clusters.TailOf(-100));
    }

    [Theory]
    [InlineData(new[] { 5, 5 }, 4, "model.adaptive.cutoffs is [5, 5]; it must hold rising numbers, the first at least 1.")]
    [InlineData(new[] { 0, 5 }, 4, "model.adaptive.cutoffs is [0, 5]; it must hold rising numbers, the first at least 1.")]
    [InlineData(new[] { 5 }, 0, "model.adaptive.divisor is 0; it must be at least 1.")]
    [InlineData(new[] { 5, 6, 7 }, 6, "model.adaptive.divisor is 6; it must leave the last of 3 tails a dimension: model.dimension (200) / 6^3 is below 1.")]
    [InlineData(new int[0], 15, "model.adaptive.divisor is 15; it must leave the last of 2 tails a dimension: model.dimension (200) / 15^2 is below 1.")]
    public void What_is_wrong_is_said_with_key_value_and_rule(int[] cutoffs, int divisor, string message)
    {
        var adaptive = new AdaptiveSoftmaxOptions { Cutoffs = cutoffs, Divisor = divisor };
        var problems = new Problems();
        new ModelOptions { Softmax = SoftmaxKind.Adaptive, Adaptive = adaptive }.Validate(problems);
        var ignored = new Problems();
        new ModelOptions { Adaptive = adaptive }.Validate(ignored);

        Assert.Equal(message, Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
        ignored.ThrowIfAny();
    }

    [Theory]
    [InlineData(new[] { 4, 30 }, 30, "model.adaptive.cutoffs is [4, 30]; it must stay below the size of the vocabulary (30).")]
    [InlineData(new int[0], 1, "model.softmax is adaptive; a vocabulary of 1 cannot be divided. Use full.")]
    public void Cutoffs_that_do_not_fit_the_vocabulary_are_refused(int[] cutoffs, int vocabulary, string message)
    {
        var options = new ModelOptions { Softmax = SoftmaxKind.Adaptive, Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = cutoffs } };

        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => options.ResolvedFor(vocabulary)).Message);
    }

    [Fact]
    public void Resolved_options_name_their_cutoffs_and_stay_as_they_are()
    {
        var options = new ModelOptions { Softmax = SoftmaxKind.Adaptive }.ResolvedFor(160);

        Assert.Equal([10, 40], options.Adaptive.Cutoffs);
        Assert.Equal([10, 40], options.ResolvedFor(160).Adaptive.Cutoffs);
        Assert.Empty(new ModelOptions().ResolvedFor(160).Adaptive.Cutoffs);
    }
}
