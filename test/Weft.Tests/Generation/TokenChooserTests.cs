using Weft.Generation;

namespace Weft.Tests.Generation;

public class TokenChooserTests
{
    private static readonly float[] Scores = [0.5f, 2f, -1f, 1.5f, 0f];
    private static readonly GenerationOptions Plain = new() { Temperature = 1, TopK = 0 };

    [Fact]
    public void Temperature_zero_takes_the_likeliest_whatever_the_seed() =>
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal(1, Choose(Plain with { Temperature = 0, Seed = seed })));

    [Fact]
    public void Of_equal_scores_the_lower_id_is_the_likeliest() =>
        Assert.Equal(1, new TokenChooser(Plain with { Temperature = 0 }, null).Choose([1, 3, 3, 2], [], 0));

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 3 })]
    [InlineData(9, new[] { 0, 1, 2, 3, 4 })]
    public void Top_k_chooses_among_the_likeliest_k_and_each_of_them(int k, int[] expected) =>
        Assert.Equal(expected, ChosenWith(Plain with { TopK = k }));

    // The softmax is 0.111, 0.496, 0.025, 0.301, 0.067; its sums from the likeliest are 0.496, 0.797, 0.908, 0.975.
    [Theory]
    [InlineData(0.4, new[] { 1 })]
    [InlineData(0.6, new[] { 1, 3 })]
    [InlineData(0.9, new[] { 0, 1, 3 })]
    [InlineData(1.0, new[] { 0, 1, 2, 3, 4 })]
    public void Top_p_chooses_among_the_fewest_that_reach_p(double p, int[] expected) =>
        Assert.Equal(expected, ChosenWith(Plain with { TopP = p }));

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Frequencies_over_many_seeds_agree_with_the_softmax(double temperature)
    {
        const int Draws = 20_000;
        var counts = new int[Scores.Length];
        for (var seed = 0; seed < Draws; seed++)
            counts[Choose(Plain with { Temperature = temperature, Seed = seed })]++;

        var weights = Scores.Select(score => Math.Exp(score / temperature)).ToArray();
        // Four standard deviations of a share are at most 4 * sqrt(0.25 / 20,000) = 0.0142.
        for (var id = 0; id < Scores.Length; id++)
            Assert.Equal(weights[id] / weights.Sum(), (double)counts[id] / Draws, 0.0142);
    }

    [Fact]
    public void A_seed_repeats_its_choices_and_another_one_differs()
    {
        int[] Choices(long seed) => [.. Enumerable.Range(0, 40).Select(position => Choose(Plain with { Seed = seed }, position))];

        Assert.Equal(Choices(1), Choices(1));
        Assert.NotEqual(Choices(1), Choices(2));
        Assert.True(Choices(1).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_forbidden_token_is_never_chosen(double temperature) =>
        Assert.DoesNotContain(1, Enumerable.Range(0, 500).Select(seed => Choose(Plain with { Temperature = temperature, Seed = seed }, forbidden: 1)));

    [Fact]
    public void The_forbidden_token_is_not_chosen_even_where_no_other_has_a_chance()
    {
        float[][] hopeless = [[0f, float.NegativeInfinity, float.NegativeInfinity], [5f, float.NaN, float.NaN], [float.NaN, float.NaN, float.NaN]];
        foreach (var options in (GenerationOptions[])[Plain, Plain with { Temperature = 0 }, Plain with { TopP = 0.5 }, Plain with { TopK = 1 }, Plain with { RepetitionPenalty = 3 }])
            Assert.All(hopeless, scores => Assert.Equal(1, new TokenChooser(options, 0).Choose([.. scores], [0, 1], 0)));
    }

    [Fact]
    public void Tokens_without_any_probability_are_not_chosen() =>
        Assert.All(Enumerable.Range(0, 500), seed => Assert.Equal(2, new TokenChooser(Plain with { Seed = seed }, null).Choose([-2_000f, -3_000f, 0f, -1_500f], [], 0)));

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    public void Ties_go_to_the_lower_id_at_every_temperature(double temperature)
    {
        // A hundred equal scores behind one that is better: enough for an unstable sort to mix them.
        float[] scores = [.. Enumerable.Repeat(1f, 50), 2f, .. Enumerable.Repeat(1f, 50)];
        int[] ChosenOf(GenerationOptions options) =>
            [.. Enumerable.Range(0, 2_000).Select(seed => new TokenChooser(options with { Temperature = temperature, Seed = seed }, null).Choose([.. scores], [], 0)).Distinct().Order()];

        Assert.Equal([0, 1, 2, 50], ChosenOf(Plain with { TopK = 4 }));
        // The best alone has a share of e / (e + 100) at temperature 1, of e^3.33 / (e^3.33 + 100) at 0.3: three more reach what is asked for.
        var best = Math.Exp(1 / temperature);
        Assert.Equal([0, 1, 2, 50], ChosenOf(Plain with { TopP = (best + 2.5) / (best + 100) }));
    }

    // Probabilities 0.4, 0.3, 0.2, 0.1; raised to the power 2 the first becomes 0.16.
    [Theory]
    [InlineData(0.0)]
    [InlineData(7.0)]
    [InlineData(-7.0)]
    public void The_penalty_is_a_power_of_the_probability_whatever_number_is_added_to_all_scores(double shift)
    {
        float[] scores = [.. new[] { 0.4, 0.3, 0.2, 0.1 }.Select(probability => (float)(Math.Log(probability) + shift))];
        int Greedy(double penalty, params long[] used) =>
            new TokenChooser(Plain with { Temperature = 0, RepetitionPenalty = penalty }, null).Choose([.. scores], used, 0);

        Assert.Equal(1, Greedy(2, 0));
        Assert.Equal(0, Greedy(1.2, 0)); // 0.4^1.2 = 0.333
        Assert.Equal(2, Greedy(2, 0, 1)); // 0.16 and 0.09 are below 0.2
        Assert.Equal(1, Greedy(1.4, 0, 0, 0)); // 0.4^1.4 = 0.277; that it was used three times does not count: 0.4^1.2 would not be below 0.3
        Assert.Equal(0, Greedy(1.2, 0, 0, 0));
    }

    private static int Choose(GenerationOptions options, int position = 0, int? forbidden = null) =>
        new TokenChooser(options, forbidden).Choose([.. Scores], [], position);

    private static int[] ChosenWith(GenerationOptions options) =>
        [.. Enumerable.Range(0, 2_000).Select(seed => Choose(options with { Seed = seed })).Distinct().Order()];
}
