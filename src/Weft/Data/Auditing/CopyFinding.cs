using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing;

/// <summary>Gathers documents that are copies of others of their split.</summary>
/// <param name="text">The text.</param>
/// <param name="kind">Which copies.</param>
/// <param name="examples">How many examples are kept.</param>
internal sealed class CopyFinding(AuditedText text, FindingKind kind, int examples)
{
    private readonly List<ExamplePlace> _places = [];
    private long _count;

    /// <summary>The words of the copies.</summary>
    public WordMarks Marks { get; } = new(text.WordCount);

    /// <summary>Adds a document, where it is a copy of one of its split and not known yet.</summary>
    /// <param name="number">The document.</param>
    /// <param name="first">What it is a copy of.</param>
    /// <param name="note">What is to be said of it.</param>
    public void Add(int number, int first, string? note)
    {
        var (document, other) = (text.Documents[number], text.Documents[first]);
        if (document.Split != other.Split || document.Words == 0 || Marks[document.FirstWord])
            return;
        Marks.Mark(document.FirstWord, document.Words);
        _count++;
        if (_places.Count < examples)
            _places.Add(new ExamplePlace(document.FirstWord, other.FirstWord, note));
    }

    /// <summary>The finding.</summary>
    public FindingDraft Draft() => new(kind, _count, "documents", Marks, _places);
}
