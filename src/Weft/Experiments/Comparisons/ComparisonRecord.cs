using Weft.Experiments.Comparisons.Planning;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Experiments.Comparisons;

/// <summary>What <c>compare.json</c> holds: every arm that the comparison ever had, with everything that determines it.</summary>
/// <param name="Schema">The format's version.</param>
/// <param name="Runtime">What arms run on that leave it open.</param>
/// <param name="Arms">All arms.</param>
internal sealed record ComparisonRecord(int Schema, RuntimeOptions Runtime, IReadOnlyList<RecordedArm> Arms)
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    private const int MostDifferences = 5;

    /// <summary>This, and arms that are new.</summary>
    /// <param name="arms">Resolved.</param>
    /// <param name="folder">The comparison's folder, for the error.</param>
    /// <exception cref="ConfigurationException">An arm of the same variant and seed was another.</exception>
    public ComparisonRecord With(IReadOnlyList<ComparisonArm> arms, string folder)
    {
        var known = Arms.ToDictionary(arm => (arm.Variant, arm.Seed));
        var differences = arms
            .Where(arm => known.ContainsKey((arm.Variant, arm.Seed)))
            .SelectMany(arm => OptionDifference.Between(known[(arm.Variant, arm.Seed)].Options, arm.Options)
                .Select(difference => $"variant {arm.Variant}: {difference.Key} was {difference.Before} and is {difference.Now}."))
            .Distinct().ToList();
        if (differences.Count > 0)
        {
            var more = differences.Count > MostDifferences ? $" And {differences.Count - MostDifferences} more." : "";
            throw new ConfigurationException(
            [
                $"The comparison in {folder} was begun with other settings. Name another folder with --out, or give the variant another name.{more}",
                .. differences.Take(MostDifferences),
            ]);
        }
        return this with { Arms = [.. Arms, .. arms.Where(arm => !known.ContainsKey((arm.Variant, arm.Seed))).Select(RecordedArm.Of)] };
    }
}

/// <summary>An arm of <c>compare.json</c>.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Options">Its resolved options.</param>
internal sealed record RecordedArm(string Variant, long Seed, RunOptions Options)
{
    /// <summary>Of a resolved arm.</summary>
    public static RecordedArm Of(ComparisonArm arm) => new(arm.Variant, arm.Seed, arm.Options);
}
