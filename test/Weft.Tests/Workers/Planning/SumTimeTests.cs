using Weft.Workers.Planning;

namespace Weft.Tests.Workers.Planning;

public class SumTimeTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(6, 10)]
    [InlineData(8, 6)]
    [InlineData(1024, 20)]
    public void Powers_of_two_take_twice_their_logarithm_of_messages_and_rings_go_round_twice(int workers, int messages) => Assert.Equal(messages, SumTime.Messages(workers));

    [Theory]
    // 2 * 1/2 of 1 GB at 1 GB/s, and two messages of a tenth of a second.
    [InlineData(2, 1.2)]
    // 2 * 3/4, and four.
    [InlineData(4, 1.9)]
    // 2 * 4/5 in a ring, and eight.
    [InlineData(5, 2.4)]
    [InlineData(1, 0)]
    public void A_sum_takes_its_bytes_and_its_messages(int workers, double seconds) => Assert.Equal(seconds, SumTime.Seconds(workers, 1e9, new Link(0.1, 1e9)), 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void The_formula_is_what_a_sum_takes_message_by_message(int workers)
    {
        var link = new Link(3e-6, 2e9);

        // All within one machine, and each on a machine of its own.
        Assert.Equal(SimulatedSum.Seconds(workers, workers, link, default), SumTime.Seconds(workers, SimulatedSum.Bytes(workers), link), 1e-15);
        Assert.Equal(SimulatedSum.Seconds(workers, 1, default, link), SumTime.Seconds(workers, SimulatedSum.Bytes(workers), link), 1e-15);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(6, 2)]
    [InlineData(6, 3)]
    [InlineData(16, 8)]
    [InlineData(24, 8)]
    [InlineData(32, 4)]
    [InlineData(8, 8)]
    [InlineData(5, 8)]
    [InlineData(20, 5)]
    public void Machines_with_several_GPUs_take_what_they_take_message_by_message(int workers, int perMachine)
    {
        var cluster = new Cluster(perMachine, new Link(1e-6, 50e9), new Link(7e-6, 1e9));

        var (inside, between) = cluster.SumSeconds(workers, SimulatedSum.Bytes(workers));

        Assert.Equal(SimulatedSum.Seconds(workers, perMachine, cluster.Inside, cluster.Network), inside + between, 1e-15);
    }

    [Fact]
    public void Within_a_machine_and_between_machines_are_told_apart()
    {
        // 4 GB: within 4 GPUs 2 * 3/4 * 4 at 100 GB/s and four messages, between 2 machines 2 * 1/2 * 4 at 2 GB/s and two messages.
        var cluster = new Cluster(4, new Link(0.001, 100e9), new Link(0.01, 2e9));

        var (inside, between) = cluster.SumSeconds(8, 4e9);

        Assert.Equal(0.064, inside, 1e-12);
        Assert.Equal(2.02, between, 1e-12);
        Assert.Equal((0.0, 0.0), cluster.SumSeconds(1, 4e9));
        Assert.Equal(0, cluster.SumSeconds(4, 4e9).Between);
    }
}
