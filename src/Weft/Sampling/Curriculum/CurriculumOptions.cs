using Weft.Foundation;

namespace Weft.Sampling.Curriculum;

/// <summary>What comes first: short pieces, simple chunks. Both are off by default.</summary>
public sealed record CurriculumOptions
{
    /// <summary>The length of the pieces, in tokens, into which chunks are cut at the beginning; 0 cuts none.</summary>
    public int StartLength { get; init; }

    /// <summary>The share of the budget after which chunks are whole; until then the length doubles at equal distances.</summary>
    public double LengthShare { get; init; } = 0.3;

    /// <summary>The share of chunks, the simplest ones, that training begins with; 1 takes all from the start.</summary>
    public double StartCompetence { get; init; } = 1;

    /// <summary>The share of the budget after which all chunks are taken.</summary>
    public double CompetenceShare { get; init; } = 0.3;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(StartLength >= 0, "sampling.curriculum.startLength", StartLength, "be at least 0");
        problems.Require(LengthShare is > 0 and <= 1, "sampling.curriculum.lengthShare", LengthShare, "be above 0 and at most 1");
        problems.Require(StartCompetence is >= 0.05 and <= 1, "sampling.curriculum.startCompetence", StartCompetence, "be from 0.05 to 1");
        problems.Require(CompetenceShare is > 0 and <= 1, "sampling.curriculum.competenceShare", CompetenceShare, "be above 0 and at most 1");
    }

    /// <summary>How long rows are when a share of the budget is used up: the start length, doubled again and again, to the context's.</summary>
    /// <param name="progress">The share of the budget that is used up.</param>
    /// <param name="context">The length of a whole chunk, in tokens.</param>
    internal int LengthAt(double progress, int context)
    {
        if (StartLength == 0 || StartLength >= context || progress >= LengthShare)
            return context;
        var doublings = (int)Math.Ceiling(Math.Log2((double)context / StartLength));
        return Math.Min(context, StartLength << (int)(doublings * progress / LengthShare));
    }

    /// <summary>The share of chunks, by rising complexity, that may be trained on: the root of a line, because each new chunk is then trained
    /// on as long as the others were (Platanios et al. 2019, "Competence-based curriculum learning", equation 7).</summary>
    /// <param name="progress">The share of the budget that is used up.</param>
    internal double CompetenceAt(double progress)
    {
        var share = Math.Clamp(progress / CompetenceShare, 0, 1);
        return Math.Min(1, Math.Sqrt(share * (1 - StartCompetence * StartCompetence) + StartCompetence * StartCompetence));
    }
}
