using CsCheck;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Structures;

public class KeyedHashTests
{
    [Fact]
    public void The_same_key_and_number_give_the_same_answer() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Double[0, 1]).Sample((seed, number, probability) =>
            new KeyedHash(seed, "keep", 3).Happens(number, probability) == new KeyedHash(seed, "keep", 3).Happens(number, probability));

    [Fact]
    public void What_happens_with_a_smaller_probability_happens_with_a_larger_one() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((seed, number, one, other) =>
            !new KeyedHash(seed, "keep").Happens(number, Math.Min(one, other)) || new KeyedHash(seed, "keep").Happens(number, Math.Max(one, other)));

    /// <summary>Five standard deviations of a binomial count.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void An_event_happens_as_often_as_its_probability_says(double probability)
    {
        const int numbers = 100_000;
        var hash = new KeyedHash(1, "keep", 2);
        var found = Enumerable.Range(0, numbers).Count(number => hash.Happens(number, probability));

        Assert.InRange(found, numbers * probability - 5 * Math.Sqrt(numbers * probability * (1 - probability)), numbers * probability + 5 * Math.Sqrt(numbers * probability * (1 - probability)));
    }

    [Fact]
    public void Purposes_plans_and_neighbouring_numbers_are_independent()
    {
        var (one, other, next) = (new KeyedHash(1, "keep", 2), new KeyedHash(1, "hard", 2), new KeyedHash(1, "keep", 3));

        foreach (var twin in new Func<long, bool>[] { number => other.Happens(number, 0.5), number => next.Happens(number, 0.5), number => one.Happens(number + 1, 0.5) })
            Assert.InRange(Enumerable.Range(0, 10_000).Count(number => one.Happens(number, 0.5) == twin(number)), 4_750, 5_250);
    }

    [Fact]
    public void Numbers_below_a_limit_are_below_it_and_even() =>
        Gen.Select(Gen.Long, Gen.Long[1, 1L << 40]).Sample((seed, limit) =>
        {
            var hash = new KeyedHash(seed, "place");
            var mean = Enumerable.Range(0, 2000).Average(number => (double)hash.Below(number, limit) / limit);
            return Enumerable.Range(0, 100).All(number => hash.Below(number, limit) is var place && place >= 0 && place < limit)
                // Six standard errors; for small limits the mean is lower by half a step.
                && Math.Abs(mean - 0.5 + 0.5 / limit) < 6 / Math.Sqrt(12 * 2000);
        });
}
