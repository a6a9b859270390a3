namespace Weft.Workers.Planning;

/// <summary>Steps of many workers as arithmetic has them: nothing of it is measured.</summary>
internal static class Projection
{
    /// <summary>Bytes of a parameter's gradient as it is sent: float32. With a divided state of the optimizer the gradients' sum in parts, and the gathering of the
    /// weights, float32 as well, take as long together as the sum for all does.</summary>
    public const int BytesOfGradient = sizeof(float);

    /// <summary>What of a step communication can hide behind at most: the backward pass, two of three products.</summary>
    public const double BackwardShare = 2.0 / 3;

    /// <summary>The steps for each size of model and each number of workers, in their order.</summary>
    public static IReadOnlyList<ProjectedStep> Of(ProjectionOptions options) =>
        [.. options.Parameters.SelectMany(parameters => options.Workers.Select(workers => Of(workers, parameters, options)))];

    private static ProjectedStep Of(int workers, double parameters, ProjectionOptions options)
    {
        var cluster = options.ToCluster();
        var (inside, between) = cluster.SumSeconds(workers, parameters * BytesOfGradient);
        return new ProjectedStep
        {
            Workers = workers,
            Machines = cluster.Machines(workers),
            Parameters = parameters,
            Tokens = workers * options.TokensPerWorker,
            AloneSeconds = options.StepSeconds(parameters),
            InsideSeconds = inside,
            BetweenSeconds = between,
        };
    }
}

/// <summary>A step of some workers with a model of some size.</summary>
internal sealed record ProjectedStep
{
    /// <summary>How many workers.</summary>
    public required int Workers { get; init; }

    /// <summary>On how many machines.</summary>
    public required int Machines { get; init; }

    /// <summary>The model's size.</summary>
    public required double Parameters { get; init; }

    /// <summary>Tokens of a step of all workers together.</summary>
    public required double Tokens { get; init; }

    /// <summary>Seconds of a worker that need not communicate.</summary>
    public required double AloneSeconds { get; init; }

    /// <summary>Seconds of communication within machines.</summary>
    public required double InsideSeconds { get; init; }

    /// <summary>Seconds of communication between machines.</summary>
    public required double BetweenSeconds { get; init; }

    /// <summary>Seconds where communication begins when the backward pass is over.</summary>
    public double Seconds => SecondsWith(overlap: 0);

    /// <summary>Seconds where communication goes on behind the whole of the backward pass: the least that can be.</summary>
    public double OverlappedSeconds => SecondsWith(Projection.BackwardShare);

    /// <summary>The share of <see cref="Seconds"/> that is not waiting for communication.</summary>
    public double Efficiency => AloneSeconds / Seconds;

    /// <summary>The share of <see cref="OverlappedSeconds"/> that is not waiting for communication.</summary>
    public double OverlappedEfficiency => AloneSeconds / OverlappedSeconds;

    /// <summary>Tokens a second where communication begins when the backward pass is over.</summary>
    public double TokensPerSecond => Tokens / Seconds;

    /// <summary>Tokens a second where communication goes on behind the backward pass.</summary>
    public double OverlappedTokensPerSecond => Tokens / OverlappedSeconds;

    /// <summary>Seconds of the step.</summary>
    /// <param name="overlap">The share of a worker's own time, from 0 to 1, behind which communication can hide.</param>
    public double SecondsWith(double overlap) => AloneSeconds + Math.Max(0, InsideSeconds + BetweenSeconds - overlap * AloneSeconds);
}
