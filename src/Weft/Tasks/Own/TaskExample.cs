namespace Weft.Tasks.Own;

/// <summary>What a task of a program's own makes of tokens.</summary>
/// <param name="Inputs">The ids that the model reads: as many as it likes up to <c>training.context</c>, and not necessarily the document's.</param>
/// <param name="Targets">The number of the right class of each input, or <see cref="None"/>: as many as inputs.</param>
public sealed record TaskExample(IReadOnlyList<int> Inputs, IReadOnlyList<int> Targets)
{
    /// <summary>The target of an input that is not scored.</summary>
    public const int None = -1;
}
