using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class CheckedSamplerTests
{
    private const string Name = "Weft.Tests.Sampling.CheckedSamplerTests+Fake";

    [Fact]
    public void Right_choices_pass_and_stay_what_they_were()
    {
        var chosen = new Samples(3, [4, 0]) { Weights = [1, 0], WordDropout = [0.5f, 0], StandsFor = 1.5, Key = 7 };

        var passed = new CheckedSampler(new Fake(chosen), 5).Next(2, 0);
        // As a sampler does that uses its arrays again.
        Array.Clear(chosen.Examples);
        Array.Clear(chosen.Weights!);
        Array.Clear(chosen.WordDropout!);

        Assert.Equal([4L, 0L], passed.Examples);
        Assert.Equal([1f, 0f], passed.Weights!);
        Assert.Equal([0.5f, 0f], passed.WordDropout!);
        Assert.Equal((3L, 1.5, 7L), (passed.Epoch, passed.StandsFor, passed.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_an_example_stands_for_is_a_finite_number_above_0(double standsFor) => AssertRefused(
        new Samples(0, [0]) { StandsFor = standsFor }, FormattableString.Invariant($"The sampler {Name} says that each example stands for {standsFor}; that must be a finite number above 0."));

    [Fact]
    public void An_epoch_is_0_or_more() => AssertRefused(new Samples(-1, [0]), $"The sampler {Name} chose examples of epoch -1; epochs are numbered from 0.");

    [Fact]
    public void Each_wrong_choice_is_told_with_the_samplers_name()
    {
        AssertRefused(null, $"The sampler {Name} chose no example; it must choose one at least.");
        AssertRefused(new Samples(0, []), $"The sampler {Name} chose no example; it must choose one at least.");
        AssertRefused(new Samples(0, [0, 1, 2]), $"The sampler {Name} chose 3 examples; 2 were asked for at the most.");
        AssertRefused(new Samples(0, [0, 5]), $"The sampler {Name} chose example 5; there are 5, numbered from 0.");
        AssertRefused(new Samples(0, [-1]), $"The sampler {Name} chose example -1; there are 5, numbered from 0.");
        AssertRefused(
            new Samples(0, [0, 1]) { Weights = [1] },
            $"The sampler {Name} gave Weights that are not a finite number, 0 or more, for each of the 2 examples that it chose.");
        AssertRefused(
            new Samples(0, [0]) { WordDropout = [float.NaN] },
            $"The sampler {Name} gave WordDropout that are not a finite number, 0 or more, for each of the 1 examples that it chose.");
    }

    private static void AssertRefused(Samples? chosen, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => new CheckedSampler(new Fake(chosen), 5).Next(2, 0)).Message);

    private sealed class Fake(Samples? next) : ISampler
    {
        public SamplerState State => new(0, 0);

        public bool CanDrawAhead => true;

        public Samples Next(int count, double progress) => next!;
    }
}
