namespace Weft.Cli.Arguments;

/// <summary>How much a verb says on the way to its results.</summary>
internal enum Verbosity
{
    /// <summary>Results and errors alone.</summary>
    Quiet,

    /// <summary>How the work goes as well.</summary>
    Normal,

    /// <summary>The time that each piece of work took, checkpoints, and settings that are not the defaults as well.</summary>
    Detailed,
}
