using System.CommandLine;

namespace Weft.Cli;

/// <summary>Options that several verbs take.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON object as the last line of standard output; everything else goes to standard error.",
    };

    public static Argument<string> Run() => new("RUN") { Description = "The run folder that weft train made." };

    public static Option<string> Checkpoint() => new("--checkpoint")
    {
        Description = "Which weights: best (on the validation split), last, or a step's number.",
        DefaultValueFactory = _ => "best",
    };
}
