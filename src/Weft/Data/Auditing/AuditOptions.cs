using Weft.Data.Auditing.Copies;
using Weft.Data.Auditing.Words;
using Weft.Foundation;

namespace Weft.Data.Auditing;

/// <summary>What counts as a finding.</summary>
internal sealed record AuditOptions
{
    /// <summary>The Jaccard index of runs of five words from which documents are nearly the same.</summary>
    public double Similarity { get; init; } = 0.8;

    /// <summary>The fewest words of a passage that occurred before.</summary>
    public int PassageWords { get; init; } = 50;

    /// <summary>In how many documents a line must stand to be boilerplate.</summary>
    public int BoilerplateDocuments { get; init; } = 10;

    /// <summary>The length in words, 8, 13 or 50, of the runs by which held-out text counts as leaked.</summary>
    public int LeakWords { get; init; } = 13;

    /// <summary>How many examples each finding has.</summary>
    public int Examples { get; init; } = 3;

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        problems.Require(Similarity is > 0 and <= 1, "--similarity", Similarity, "be above 0 and at most 1");
        problems.Require(PassageWords >= Winnowing.Certain, "--passage-words", PassageWords, $"be at least {Winnowing.Certain}");
        problems.Require(BoilerplateDocuments >= 2, "--boilerplate-documents", BoilerplateDocuments, "be at least 2");
        problems.Require(HeldOutOverlap.Lengths.Contains(LeakWords), "--leak-words", LeakWords, $"be {string.Join(", ", HeldOutOverlap.Lengths[..^1])} or {HeldOutOverlap.Lengths[^1]}");
        problems.Require(Examples is >= 0 and <= 1_000, "--examples", Examples, "be from 0 to 1,000");
    }
}
