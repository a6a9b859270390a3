using Weft.Foundation;

namespace Weft.Workers.Planning;

/// <summary>What a projection is worked out from. The names of problems are those of the command line.</summary>
internal sealed record ProjectionOptions
{
    private const double MostNumbers = 1e15;
    private const double MostSeconds = 1e6;

    /// <summary>Numbers of workers, a GPU each.</summary>
    public IReadOnlyList<int> Workers { get; init; } = [8, 64, 1024];

    /// <summary>Sizes of models.</summary>
    public IReadOnlyList<double> Parameters { get; init; } = [124e6, 1.3e9];

    /// <summary>Bytes a second between machines, for each machine and direction.</summary>
    public double NetworkBytesPerSecond { get; init; } = 100e9 / 8;

    /// <summary>Seconds of a message however short, within a machine and between machines.</summary>
    public double LatencySeconds { get; init; } = 5e-6;

    /// <summary>GPUs of a machine.</summary>
    public int PerMachine { get; init; } = 8;

    /// <summary>Bytes a second between the GPUs of a machine, for each GPU and direction.</summary>
    public double NvLinkBytesPerSecond { get; init; } = 300e9;

    /// <summary>Floating-point operations a second that a GPU does of a training's own; used where <see cref="MeasuredStepSeconds"/> is not given.</summary>
    public double Flops { get; init; } = 400e12;

    /// <summary>Seconds of a step of one worker alone, as it was measured; null works it out.</summary>
    public double? MeasuredStepSeconds { get; init; }

    /// <summary>Tokens of a step for each worker.</summary>
    public double TokensPerWorker { get; init; } = 32_768;

    /// <summary>The machines.</summary>
    public Cluster ToCluster() => new(PerMachine, new Link(LatencySeconds, NvLinkBytesPerSecond), new Link(LatencySeconds, NetworkBytesPerSecond));

    /// <summary>Seconds of a step of one worker alone: six operations a parameter and token (Kaplan et al. 2020, section 2.1).</summary>
    public double StepSeconds(double parameters) => MeasuredStepSeconds ?? 6 * parameters * TokensPerWorker / Flops;

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        foreach (var workers in Workers)
        {
            problems.Require(workers >= 1, "--workers", workers, "be at least 1");
            problems.Require(
                workers < 1 || PerMachine < 1 || ToCluster().Holds(workers), "--workers", workers, $"be at most {PerMachine}, or a multiple of it, so that each machine has as many GPUs as the others (--per-machine)");
        }
        foreach (var parameters in Parameters)
            problems.Require(parameters is >= 1 and <= MostNumbers, "--parameters", parameters, $"be from 1 to {MostNumbers}");
        problems.Require(NetworkBytesPerSecond >= 1, "--network", NetworkBytesPerSecond, "be at least 1 byte a second");
        problems.Require(LatencySeconds is >= 0 and <= MostSeconds, "--latency", LatencySeconds, $"be from 0 to {MostSeconds} seconds");
        problems.Require(PerMachine >= 1, "--per-machine", PerMachine, "be at least 1");
        problems.Require(NvLinkBytesPerSecond >= 1, "--nvlink", NvLinkBytesPerSecond, "be at least 1 byte a second");
        problems.Require(Flops >= 1, "--flops", Flops, "be at least 1 operation a second");
        problems.Require(MeasuredStepSeconds is null or (> 0 and <= MostSeconds), "--step", MeasuredStepSeconds, $"be above 0 and at most {MostSeconds} seconds");
        problems.Require(TokensPerWorker is >= 1 and <= MostNumbers, "--tokens", TokensPerWorker, $"be from 1 to {MostNumbers}");
        if (MeasuredStepSeconds is not null && Parameters.Count > 1)
            problems.Add("--step is the time of one model: give one size with --parameters, or --flops instead of --step.");
    }
}
