namespace Weft.Experiments.Comparisons.Planning;

/// <summary>What a comparison is made of, as the user gives it.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>The folder of the comparison.</summary>
    public required string Folder { get; init; }

    /// <summary>A JSON file of variants, which come before those of <see cref="Variants"/>; or null.</summary>
    public string? VariantFile { get; init; }

    /// <summary>Variants as they are written on the command line: <c>NAME: key=value key=value</c>.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>How many seeds, from the base run's <c>seed</c> on; or a list: <c>1,2,5</c>.</summary>
    public string Seeds { get; init; } = "3";

    /// <summary>The variant that the others are compared with; null is the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>How many trainings run at the same time.</summary>
    public int Jobs { get; init; } = 1;
}
