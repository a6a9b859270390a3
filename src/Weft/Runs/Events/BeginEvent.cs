namespace Weft.Runs.Events;

/// <summary>A session of training begins: a new run, one that is gone on with, or one that goes back.</summary>
/// <param name="Step">The step after which it begins; 0 for a new run.</param>
/// <param name="Phase">The first phase that it trains.</param>
/// <param name="Resumed">Whether the run was begun before. What was said of later steps then counts no more.</param>
public sealed record BeginEvent(long Step, string Phase, bool Resumed) : TrainingEvent(Step, Phase)
{
    private protected override string Describe() => Resumed ? $"resume after step {Step:N0}: phase {Phase}" : $"begin: phase {Phase}";
}
