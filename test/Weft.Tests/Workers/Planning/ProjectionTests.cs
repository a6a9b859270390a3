using Weft.Foundation;
using Weft.Workers.Planning;

namespace Weft.Tests.Workers.Planning;

public class ProjectionTests
{
    // A million parameters are 4 MB of gradients: 2 * 1/2 of them between two machines.
    private static readonly ProjectionOptions Slow = new()
    {
        Workers = [2],
        Parameters = [1e6],
        PerMachine = 1,
        NetworkBytesPerSecond = 1e6,
        LatencySeconds = 0.5,
        TokensPerWorker = 100,
        MeasuredStepSeconds = 3,
    };

    [Fact]
    public void Communication_comes_after_the_step_or_hides_behind_two_thirds_of_it()
    {
        var step = Assert.Single(Projection.Of(Slow));

        Assert.Equal((2, 2, 1e6, 200.0, 3.0, 0.0), (step.Workers, step.Machines, step.Parameters, step.Tokens, step.AloneSeconds, step.InsideSeconds));
        // 4 seconds of bytes, and two messages of half a second.
        Assert.Equal(5, step.BetweenSeconds, 1e-12);
        Assert.Equal(8, step.Seconds, 1e-12);
        Assert.Equal(3 + 5 - 2, step.OverlappedSeconds, 1e-12);
        Assert.Equal(3 / 8.0, step.Efficiency, 1e-12);
        Assert.Equal(0.5, step.OverlappedEfficiency, 1e-12);
        Assert.Equal(25, step.TokensPerSecond, 1e-12);
        Assert.Equal(200 / 6.0, step.OverlappedTokensPerSecond, 1e-12);
    }

    [Fact]
    public void What_is_shorter_than_the_backward_pass_is_hidden_whole()
    {
        var step = Assert.Single(Projection.Of(Slow with { MeasuredStepSeconds = 9 }));

        Assert.Equal(9, step.OverlappedSeconds, 1e-12);
        Assert.Equal(1, step.OverlappedEfficiency, 1e-12);
        Assert.Equal(14, step.Seconds, 1e-12);
        Assert.Equal(9 + 5 - 0.25 * 9, step.SecondsWith(0.25), 1e-12);
    }

    [Fact]
    public void A_step_alone_takes_six_operations_a_parameter_and_token()
    {
        var step = Assert.Single(Projection.Of(Slow with { MeasuredStepSeconds = null, Flops = 1e9 }));

        Assert.Equal(6 * 1e6 * 100 / 1e9, step.AloneSeconds, 1e-12);
    }

    [Fact]
    public void One_worker_has_nobody_to_talk_to()
    {
        var step = Assert.Single(Projection.Of(Slow with { Workers = [1] }));

        Assert.Equal((3.0, 3.0, 1.0), (step.Seconds, step.OverlappedSeconds, step.Efficiency));
    }

    [Fact]
    public void Each_size_has_a_row_for_each_number_of_workers() => Assert.Equal(
        [(124e6, 8), (124e6, 64), (124e6, 1024), (1.3e9, 8), (1.3e9, 64), (1.3e9, 1024)],
        Projection.Of(new ProjectionOptions()).Select(step => (step.Parameters, step.Workers)));

    [Fact]
    public void The_published_size_on_a_thousand_GPUs_is_what_the_formula_gives_by_hand()
    {
        var step = Projection.Of(new ProjectionOptions())[2];

        // 496 MB: 2 * 7/8 at 300 GB/s and 6 messages; 2 * 127/128 at 12.5 GB/s and 14 messages.
        Assert.Equal(0.0028933333 + 30e-6, step.InsideSeconds, 1e-9);
        Assert.Equal(0.07874 + 70e-6, step.BetweenSeconds, 1e-9);
        Assert.Equal(128, step.Machines);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = new Problems();

        new ProjectionOptions
        {
            Workers = [0, 12],
            Parameters = [0, 1e16],
            NetworkBytesPerSecond = 0,
            LatencySeconds = -1,
            NvLinkBytesPerSecond = 0,
            Flops = 0,
            MeasuredStepSeconds = 0,
            TokensPerWorker = 0,
        }.Validate(problems);

        Assert.Equal(
            [
                "--workers is 0; it must be at least 1.",
                "--workers is 12; it must be at most 8, or a multiple of it, so that each machine has as many GPUs as the others (--per-machine).",
                "--parameters is 0; it must be from 1 to 1000000000000000.",
                "--parameters is 10000000000000000; it must be from 1 to 1000000000000000.",
                "--network is 0; it must be at least 1 byte a second.",
                "--latency is -1; it must be from 0 to 1000000 seconds.",
                "--nvlink is 0; it must be at least 1 byte a second.",
                "--flops is 0; it must be at least 1 operation a second.",
                "--step is 0; it must be above 0 and at most 1000000 seconds.",
                "--tokens is 0; it must be from 1 to 1000000000000000.",
                "--step is the time of one model: give one size with --parameters, or --flops instead of --step.",
            ],
            problems.Found);
    }
}
