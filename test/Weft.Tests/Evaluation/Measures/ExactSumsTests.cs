using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Workers;

namespace Weft.Tests.Evaluation.Measures;

public class ExactSumsTests
{
    private static readonly double[] Numbers = MakeNumbers();

    [Fact]
    public void The_order_changes_no_bit()
    {
        var backwards = Sum(Numbers.Reverse());
        var forwards = Sum(Numbers);

        Assert.Equal(forwards, backwards);
        Assert.NotEqual(Numbers.Sum(), Numbers.Reverse().Sum());
        Assert.Equal((double)Numbers.Sum(number => (decimal)number), forwards, 1e-8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Workers_have_the_sum_of_one(int count)
    {
        var sums = WorkersInTurn.Run(workers =>
        {
            var own = new ExactSums(2);
            for (var i = workers.Rank; i < Numbers.Length; i += count)
                own.Add(i % 7 == 0 ? 0 : 1, Numbers[i]);
            own.Merge(workers);
            return (own[0], own[1]);
        }, count);

        Assert.All(sums, sum => Assert.Equal((Sum(Numbers.Where((_, i) => i % 7 == 0)), Sum(Numbers.Where((_, i) => i % 7 != 0))), sum));
    }

    [Fact]
    public void Whole_numbers_of_units_are_exact_and_a_sum_may_be_larger_than_any_long()
    {
        var sums = new ExactSums(3);
        for (var i = 0; i < 40; i++)
            sums.Add(0, Math.Pow(2, 59));
        sums.Add(1, 0.1f);
        sums.Add(1, Math.Pow(2, -40));
        sums.Add(2, -3.5);
        sums.Merge(Alone.Instance);

        Assert.Equal((40 * Math.Pow(2, 59), 0.1f + Math.Pow(2, -40), -3.5), (sums[0], sums[1], sums[2]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void What_is_no_loss_any_more_stays_visible_for_all(double number)
    {
        var sums = WorkersInTurn.Run(workers =>
        {
            var own = new ExactSums(1);
            own.Add(0, workers.Rank == 1 ? number : 1);
            own.Merge(workers);
            return own[0];
        });

        Assert.Equal([number, number, number], sums);
    }

    private static double Sum(IEnumerable<double> numbers)
    {
        var sums = new ExactSums(1);
        foreach (var number in numbers)
            sums.Add(0, number);
        return sums[0];
    }

    private static double[] MakeNumbers()
    {
        var random = RandomStream.For(4, "exact sums");
        return [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() * Math.Pow(10, random.NextInt32(7) - 3))];
    }
}
