namespace Weft.Sampling.Curriculum;

/// <summary>Which chunks are simple enough for now.</summary>
/// <param name="places">The place of each chunk among all by complexity, 0 to 1, from <see cref="ChunkComplexity.Quantiles"/>; null allows all.</param>
/// <param name="options">How fast that grows.</param>
internal sealed class Competence(float[]? places, CurriculumOptions options)
{
    // The simplest chunk is allowed from the start, however few there are.
    private readonly double _least = places?.Min() ?? 0;
    private double _share;

    /// <summary>No curriculum: everything is allowed.</summary>
    public static Competence Full { get; } = new(null, new CurriculumOptions());

    /// <summary>Whether everything is allowed, and will be.</summary>
    public bool IsFull { get; private set; } = places is null;

    /// <summary>Lets it grow to what the share of the budget that is used up allows.</summary>
    public void Grow(double progress)
    {
        _share = Math.Max(_least, options.CompetenceAt(progress));
        IsFull |= _share >= 1;
    }

    /// <summary>Whether a chunk may be trained on.</summary>
    public bool Allows(long chunk) => IsFull || places![chunk] <= _share;
}
