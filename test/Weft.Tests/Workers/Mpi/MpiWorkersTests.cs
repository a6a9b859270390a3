using Weft.Tests.Support;

namespace Weft.Tests.Workers.Mpi;

/// <summary>Real processes under both launchers.</summary>
[Collection(OfOtherProcesses.Tests)]
public class MpiWorkersTests
{
    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task Sums_and_gathers_of_one_to_four_workers_are_right(string launcher)
    {
        string[] expected =
        [
            "0 1; 1 1; 1 1; 1 1; 1 1; 1 1; 1 1; 1 1; 1 1; 1 1; 0 1; ; 100000; 40 1; 0 0",
            "1 2; 3 3; 3 3; 3 3; 3 3; 3 3; 3 3; 3 3; 3 3; 3 3; 1 2; 1; 300000; 40 1; 4 0",
            "3 3; 6 6; 6 6; 6 6; 6 6; 6 6; 6 6; 6 6; 6 6; 6 6; 3 3; 1 2 2; 600000; 40 1; 7.6667 0",
            "6 4; 10 10; 10 10; 10 10; 10 10; 10 10; 10 10; 10 10; 10 10; 10 10; 6 4; 1 2 2 3 3 3; 1000000; 40 1; 12.3333 0",
        ];
        foreach (var count in (int[])[1, 2, 3, 4])
        {
            var (exitCode, output, errors) = await MpiRun.Probe(launcher, count, "sums 60");

            Assert.True(exitCode == 0, errors);
            Assert.Equal(Enumerable.Range(0, count).Select(rank => $"{rank}: {expected[count - 1]}"), MpiRun.Lines(output));
        }
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task Eight_shards_have_the_same_bits_for_one_two_and_four_workers(string launcher)
    {
        var hashes = new List<string>();
        foreach (var count in (int[])[1, 2, 4])
        {
            var (exitCode, output, errors) = await MpiRun.Probe(launcher, count, "tree 60");

            Assert.True(exitCode == 0, errors);
            var lines = MpiRun.Lines(output);
            Assert.Equal(count, lines.Length);
            hashes.AddRange(lines.SelectMany(line => line.Split(": ")[1].Trim().Split(' ')));
        }
        Assert.Equal(2 * (1 + 2 + 4), hashes.Count);
        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task What_the_first_does_for_all_may_take_longer_than_the_limit(string launcher)
    {
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 3, "patient 3 10");

        Assert.True(exitCode == 0, errors);
        Assert.Equal(["0: waited", "1: waited", "2: waited"], MpiRun.Lines(output));
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task Each_worker_knows_its_number_and_its_launcher(string launcher)
    {
        var (exitCode, output, _) = await MpiRun.Probe(launcher, 2, "who 60");
        var name = launcher == "openmpi" ? "OpenMpi" : "Mpich";

        Assert.Equal(0, exitCode);
        Assert.Equal([$"0: 0 of 2, 0 here, by {name}", $"1: 1 of 2, 1 here, by {name}"], MpiRun.Lines(output));
    }
}
