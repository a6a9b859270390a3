using Weft.Kernels.Autotuning;

namespace Weft.Tests.Kernels.Autotuning;

public class ContestTests
{
    [Theory]
    [InlineData(1.00, 2.00, 3.00, 0)]
    [InlineData(2.00, 1.00, 1.50, 1)]
    [InlineData(2.00, 1.50, 1.00, 2)]
    // Four percent are within the error of so short a measurement, six are not.
    [InlineData(1.04, 1.00, 1.00, 0)]
    [InlineData(1.06, 1.02, 1.00, 2)]
    public void The_usual_way_stays_unless_another_is_faster_by_more_than_chance(double usual, double second, double third, int winner)
    {
        double[] seconds = [usual, second, third];

        Assert.Equal(winner, Contest.Winner([0, 1, 2], 2, candidate => seconds[candidate]));
    }

    [Fact]
    public void The_first_round_and_a_single_disturbance_do_not_count()
    {
        // The first candidate's times: set-up, disturbed, its own. The second's: a lucky first round, then slower.
        double[][] times = [[90, 50, 1], [0.1, 2, 2]];
        var rounds = new int[2];

        Assert.Equal(0, Contest.Winner([0, 1], 2, candidate => times[candidate][rounds[candidate]++]));
        Assert.Equal([3, 3], rounds);
    }

    [Fact]
    public void Candidates_are_timed_in_turn()
    {
        var order = new List<int>();
        Contest.Winner([7, 8], 1, candidate =>
        {
            order.Add(candidate);
            return 1;
        });

        Assert.Equal([7, 8, 7, 8], order);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.4, 0)]
    public void Where_the_first_round_takes_too_long_the_usual_way_stays_untried(double secondsAtMost, int winner) =>
        Assert.Equal(winner, Contest.Winner([0, 1], 2, candidate => candidate == 0 ? 0.25 : 0.2, secondsAtMost));

    [Fact]
    public void A_single_candidate_is_not_timed() =>
        Assert.Equal(5, Contest.Winner([5], 2, _ => throw new InvalidOperationException("There is nothing to compare.")));
}
