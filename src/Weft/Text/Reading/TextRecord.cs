namespace Weft.Text.Reading;

/// <summary>A document that a program gives.</summary>
/// <param name="Text">All of its text; documents without text are passed over.</param>
/// <param name="Split">The split that it belongs to. Null is: Weft divides the records, or, where others name a split, it is trained on.</param>
public sealed record TextRecord(string Text, Split? Split = null)
{
    /// <summary>Its label: what a training with <c>task=classification</c> learns to tell.</summary>
    public string? Label { get; init; }

    /// <summary>The text that belongs to it: the second one of a pair (<c>task=matching</c>), its translation, or the question on it (<c>task=answering</c>).</summary>
    public string? Second { get; init; }

    /// <summary>The right answers to the question, each a part of <see cref="Text"/>; the first is learnt. An empty list says that the text has none.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>Where in <see cref="Text"/> the first answer begins, in characters; null is where it first occurs.</summary>
    public int? Start { get; init; }
}
