namespace Weft.Runs.Events;

/// <summary>A line of a log whose kind this version does not know. It stays in the file, and readers pass it over.</summary>
internal sealed record OtherEvent(long Step, string Phase) : TrainingEvent(Step, Phase)
{
    private protected override string Describe() => $"step {Step:N0}";
}
