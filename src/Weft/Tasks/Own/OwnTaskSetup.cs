using Weft.Evaluation.Measures;

namespace Weft.Tasks.Own;

/// <summary>How documents become the examples of a program's own task.</summary>
internal sealed record OwnTaskSetup : TaskSetup
{
    /// <summary>The task.</summary>
    public required CheckedTask Task { get; init; }

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];
}
