using Weft.Tests.Architecture;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public class PlanCommandTests
{
    // 1,000 parameters are 4 kB: 2 * 1/2 of them at 4 kB/s take a second, and two messages half a second each.
    private static readonly string[] Slow =
        ["plan", "--workers", "2", "--per-machine", "1", "--parameters", "1k", "--network", "32kb/s", "--latency", "500ms", "--step", "3", "--tokens", "100"];

    [Fact]
    public void It_prints_steps_by_size_and_workers_and_says_that_nothing_was_measured()
    {
        var (code, output, errors) = CommandLine.Run(Slow);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("│ parameters │ workers │ alone │ in machines │ between them │ no overlap          │ behind backward        │", output);
        Assert.Contains("│ 1 k        │ 2       │ 3 s   │ 0           │ 2 s          │ 60.0 %, 40 tokens/s │ 100.0 %, 66.7 tokens/s │", output);
        Assert.StartsWith("Worked out, not measured", output);
        Assert.Contains("This is arithmetic and no measurement. It assumes:", output);
        Assert.Contains("- a worker alone takes 3 s a step of 100 tokens (--step, --tokens)", output);
        Assert.Contains("- a machine's GPUs share its network of 32 kb/s (--network); a message takes 500 ms more (--latency)", output);
    }

    [Fact]
    public void The_object_has_all_figures_and_what_was_assumed()
    {
        var (code, output, errors) = CommandLine.Run([.. Slow, "--json"]);
        var result = TinyCommands.LastLine(output);

        Assert.Equal(0, code);
        Assert.Contains("Worked out, not measured", errors);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.False(result.GetProperty("isMeasured").GetBoolean());
        Assert.Equal(4000, result.GetProperty("assumed").GetProperty("networkBytesPerSecond").GetDouble());
        var step = Assert.Single(result.GetProperty("steps").EnumerateArray());
        Assert.Equal(5, step.GetProperty("seconds").GetDouble(), 1e-12);
        Assert.Equal(3, step.GetProperty("overlappedSeconds").GetDouble(), 1e-12);
        Assert.Equal(0.6, step.GetProperty("efficiency").GetDouble(), 1e-12);
        Assert.Equal(40, step.GetProperty("tokensPerSecond").GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("100Gb/s")]
    [InlineData("100Gb")]
    [InlineData("12.5GB/s")]
    [InlineData("12500MB/s")]
    public void A_network_may_be_given_in_bits_or_in_bytes(string network)
    {
        var output = CommandLine.Run("plan", "--network", network, "--workers", "64", "--parameters", "124M", "--json").Output;

        Assert.Equal(0.06947, TinyCommands.LastLine(output).GetProperty("steps")[0].GetProperty("betweenSeconds").GetDouble(), 1e-9);
    }

    [Fact]
    public void Several_numbers_may_follow_one_option_or_each_its_own()
    {
        var together = CommandLine.Run("plan", "--workers", "8", "16", "--parameters", "1B", "2B");
        var apart = CommandLine.Run("plan", "--workers", "8", "--workers", "16", "--parameters", "1B", "--parameters", "2B");

        Assert.Equal(together, apart);
        Assert.Equal(4, together.Output.Split('\n').Count(line => line.Contains(" tokens/s ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_measured_step_takes_the_place_of_a_GPUs_speed() => Refusal.AssertIs(
        2, CommandLine.Run("plan", "--parameters", "124M", "--step", "0.1", "--flops", "400T"), "--step does not go with --flops: the time of a step is measured or worked out. Give one of them.");

    [Fact]
    public void The_page_on_workers_shows_what_the_verb_prints()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "workers.md"));

        Assert.Contains("    $ weft plan --workers 8 64 1024 --network 100Gb/s\n", page);
        Assert.All(
            CommandLine.Run("plan", "--workers", "8", "64", "1024", "--network", "100Gb/s").Output.TrimEnd().Split('\n'),
            line => Assert.Contains("    " + line + "\n", page));
    }

    [Fact]
    public void Without_options_it_is_the_table_of_the_page() =>
        Assert.Equal(CommandLine.Run("plan", "--workers", "8", "64", "1024", "--network", "100Gb/s"), CommandLine.Run("plan"));
}
