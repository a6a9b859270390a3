using System.Text.Json.Serialization;
using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing.Results;

/// <summary>Something that is wrong with a text.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
/// <param name="Unit">What is counted: documents, passages, lines.</param>
/// <param name="Words">How many words it is of.</param>
/// <param name="Share">Of how many words: of the corpus, for <c>leak</c> of the held-out splits.</param>
/// <param name="Cost">What it costs to train on it, or to measure with it: a sentence.</param>
/// <param name="Examples">Some of it.</param>
/// <param name="Marks">The words to leave out, so that the finding is none any more; those of <see cref="FindingKind.Leak"/> are of training.</param>
internal sealed record Finding(
    FindingKind Kind, long Count, string Unit, long Words, double Share, string Cost, IReadOnlyList<FindingExample> Examples, [property: JsonIgnore] WordMarks Marks)
{
    /// <summary>More figures, by their names; empty where there are none.</summary>
    public IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();
}

/// <summary>A place where something is wrong.</summary>
/// <param name="Place">File and line, as errors name them.</param>
/// <param name="Text">The beginning of the line.</param>
/// <param name="With">The place of what it is a copy of, or what it contradicts; null where there is nothing.</param>
/// <param name="Note">What is to be said of it besides, such as a similarity; null for nothing.</param>
internal sealed record FindingExample(string Place, string Text, string? With, string? Note);

/// <summary>What an audit came to.</summary>
/// <param name="Corpus">What the user called the text.</param>
/// <param name="Documents">How many documents it has.</param>
/// <param name="Words">How many words.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Seconds">How long the audit took.</param>
/// <param name="HeldOutWords">How many words are of validation and test.</param>
/// <param name="Findings">What is wrong, in the order of <see cref="FindingKind"/>.</param>
internal sealed record AuditReport(string Corpus, int Documents, long Words, long Bytes, double Seconds, long HeldOutWords, IReadOnlyList<Finding> Findings);
