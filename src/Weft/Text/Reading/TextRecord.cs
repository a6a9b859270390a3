namespace Weft.Text.Reading;

/// <summary>A document that a program gives.</summary>
/// <param name="Text">All of its text; documents without text are passed over.</param>
/// <param name="Split">The split that it belongs to. Null is: Weft divides the records, or, where others name a split, it is trained on.</param>
public sealed record TextRecord(string Text, Split? Split = null)
{
    /// <summary>Its label: what a training with <c>task=classification</c> learns to tell.</summary>
    public string? Label { get; init; }
}
