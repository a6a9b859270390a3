using System.Text.Json.Nodes;
using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Experiments.Comparisons;

/// <summary>What a comparison came to: <c>results.json</c>.</summary>
internal sealed record ComparisonResult
{
    /// <summary>The comparison's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The variant that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>All seeds, in the order given.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>How many trainings ran at the same time in this session: more than one share the machine.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Arms that failed.</summary>
    public int Failed => Variants.Sum(variant => variant.Arms.Count(arm => arm.State == ArmState.Failed));

    /// <summary>Arms that are done.</summary>
    public int Done => Variants.Sum(variant => variant.Arms.Count(arm => arm.State == ArmState.Done));

    /// <summary>All variants, in the order given.</summary>
    public required IReadOnlyList<VariantResult> Variants { get; init; }
}

/// <summary>What a variant came to.</summary>
internal sealed record VariantResult
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it changes of the base run.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Its trainings, one a seed.</summary>
    public required IReadOnlyList<ArmResult> Arms { get; init; }

    /// <summary>The validation loss at the budget's end, over the seeds that are done.</summary>
    public Spread? Loss { get; init; }

    /// <summary>The lowest validation loss of each training.</summary>
    public Spread? BestLoss { get; init; }

    /// <summary>exp of the mean loss, where the task has it.</summary>
    public double? Perplexity { get; init; }

    /// <summary>The mean accuracy at the budget's end, where the task has no perplexity.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean loss in bits for a byte of the text, which compares across tokenizers; null where that is not known.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>Mean of the trainings' speeds.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Its loss less the baseline's, each at the end of its own budget; null for the baseline, and where no seed has both.</summary>
    public PairedDifference? AtEnd { get; init; }

    /// <summary>The same after equal time: the shorter one of the two trainings.</summary>
    public PairedDifference? AtEqualTime { get; init; }

    /// <summary>The same after equally many tokens: those of the training that saw fewer.</summary>
    public PairedDifference? AtEqualTokens { get; init; }

    /// <summary>How soon it had the loss that the baseline ends with, by the baseline's whole time; null where no seed has both.</summary>
    public TimeToLoss? TimeToFinalLoss { get; init; }

    /// <summary>How soon it had the lowest loss that the baseline ever had, by the time that the baseline took to it; null where no seed has both.</summary>
    public TimeToLoss? TimeToBestLoss { get; init; }

    /// <summary>What the weights that its trainings kept are worth; null where nothing was measured at their end.</summary>
    public KeptSpread? Kept { get; init; }

    /// <summary>Why it cannot be compared with the baseline, though it has trained; else null.</summary>
    public string? Incomparable { get; init; }
}

/// <summary>What the weights that a variant's trainings kept are worth, over the seeds that are done.</summary>
/// <param name="Figure">The figure, as <see cref="KeptFigure.Name"/>.</param>
/// <param name="IsHigherBetter">Whether more of it is better.</param>
/// <param name="Validation">On the validation split.</param>
/// <param name="Test">On the test split; null where there is none.</param>
/// <param name="Difference">The variant's less the baseline's, on the test split where there is one; null for the baseline, and where no seed has both.</param>
internal sealed record KeptSpread(string Figure, bool IsHigherBetter, Spread? Validation, Spread? Test, PairedDifference? Difference);

/// <summary>A variant's figures less the baseline's of the same seeds; of losses: below 0 the variant is better.</summary>
/// <param name="Seeds">What was compared.</param>
/// <param name="Test">The paired t-test of the differences.</param>
/// <param name="HolmPValue">Its p-value, corrected for the number of variants (Holm 1979); null for fewer than two seeds.</param>
internal sealed record PairedDifference(IReadOnlyList<SeedValue> Seeds, PairedTTest Test, double? HolmPValue);

/// <summary>When a variant first had a loss of the baseline's.</summary>
/// <param name="Seeds">For each seed the share of the baseline's time; null where it never had it.</param>
/// <param name="Reached">In how many it had it.</param>
/// <param name="MeanShare">The mean over these; null where there are none.</param>
internal sealed record TimeToLoss(IReadOnlyList<SeedValue> Seeds, int Reached, double? MeanShare);

/// <summary>A figure of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Value">The figure, or null where there is none.</param>
internal sealed record SeedValue(long Seed, double? Value);
