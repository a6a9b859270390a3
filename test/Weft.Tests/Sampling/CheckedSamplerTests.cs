using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class CheckedSamplerTests
{
    private const string Name = "Weft.Tests.Sampling.CheckedSamplerTests+Fake";

    [Fact]
    public void Right_choices_pass_as_they_are()
    {
        var chosen = new Samples(0, [4, 0]) { Weights = [1, 0] };

        Assert.Same(chosen, new CheckedSampler(new Fake(chosen), 5).Next(2, 0));
    }

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
