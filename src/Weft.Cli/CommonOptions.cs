using System.CommandLine;
using Weft.Evaluation;
using Weft.Foundation;

namespace Weft.Cli;

/// <summary>Options that several verbs take.</summary>
internal static class CommonOptions
{
    /// <summary>Given to all verbs.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Write results and errors alone, without how the work goes.", Recursive = true };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON object last on standard output, all else on standard error.",
    };

    public static Argument<string> Run() => new("RUN") { Description = "The run folder that weft train made." };

    public static Option<string> Checkpoint() => new("--checkpoint")
    {
        Description = "Which weights: best (on the validation split), last, or a step's number.",
        DefaultValueFactory = _ => "best",
    };

    public static Option<string?> Weights() => new("--weights")
    {
        Description = "raw, or average where optimizer.averageDecay kept one; default evaluation.weights.",
    };

    /// <summary>The choice that was given, or null.</summary>
    public static WeightsChoice? ReadWeights(string? given) => given switch
    {
        null => null,
        "raw" => WeightsChoice.Raw,
        "average" => WeightsChoice.Average,
        _ => throw new ConfigurationException($"--weights is {given}; it must be raw or average."),
    };
}
