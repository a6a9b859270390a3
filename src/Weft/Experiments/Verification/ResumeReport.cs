namespace Weft.Experiments.Verification;

/// <summary>Whether a training that was killed and resumed is the same as one that was not interrupted.</summary>
internal sealed record ResumeReport
{
    /// <summary>The folder that holds both runs, <c>whole</c> and <c>killed</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Updates of either training.</summary>
    public required long Steps { get; init; }

    /// <summary>Chose the step at which to kill, where it was not given.</summary>
    public required long KillSeed { get; init; }

    /// <summary>The step after which the process was killed, at some moment of the next one.</summary>
    public required long KillAt { get; init; }

    /// <summary>The last step that it had logged when it died.</summary>
    public required long KilledAfter { get; init; }

    /// <summary>The step of the checkpoint that training went on from; 0 where there was none and it began anew, which shows nothing.</summary>
    public required long ResumedFrom { get; init; }

    /// <summary>What was compared.</summary>
    public required IReadOnlyList<ComparedPart> Parts { get; init; }

    /// <summary>What differs first, in the order of training, or null.</summary>
    public string? FirstDifference { get; init; }

    /// <summary>Whether it is shown that a resumed training ends with the same bits.</summary>
    public bool Verified => Identical && ResumedFrom > 0;

    /// <summary>Whether everything is the same.</summary>
    public bool Identical => Parts.All(part => part.Identical);
}

/// <summary>A part of two trainings' results.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Whole">SHA-256 of it in the uninterrupted training.</param>
/// <param name="Resumed">SHA-256 of it in the resumed training.</param>
internal sealed record ComparedPart(string Name, string Whole, string Resumed)
{
    /// <summary>Whether it is the same in both.</summary>
    public bool Identical => Whole == Resumed;
}
