using Weft.Runs.Options;

namespace Weft.Experiments.Comparisons.Planning;

/// <summary>One training of a comparison.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Options">Everything that determines it.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Needs">The variants whose runs with the same seed must have finished before.</param>
internal sealed record ComparisonArm(string Variant, long Seed, RunOptions Options, string Folder, IReadOnlyList<string> Needs)
{
    /// <summary>What messages call it.</summary>
    public string Name => $"{Variant}, seed {Seed}";
}

/// <summary>Everything that a comparison will do.</summary>
/// <param name="Folder">Its folder, a full path.</param>
/// <param name="Baseline">The name of the variant that the others are compared with.</param>
/// <param name="Variants">All variants, in the order given.</param>
/// <param name="Seeds">All seeds, in the order given.</param>
/// <param name="Arms">All trainings, in the order in which they start: the first seed of every variant, then the second.</param>
/// <param name="Jobs">How many run at the same time.</param>
internal sealed record ComparisonPlan(
    string Folder, string Baseline, IReadOnlyList<Variant> Variants, IReadOnlyList<long> Seeds, IReadOnlyList<ComparisonArm> Arms, int Jobs);
