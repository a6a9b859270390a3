namespace Weft.Data.Store;

/// <summary>
/// How a token store keeps questions. A document is the question, its context and each right answer, with an end-of-text token behind each of them. In the column of tags the
/// tokens of the context that hold the first answer have tags, the first of them another than the rest; where none has, the context has no answer.
/// </summary>
internal static class AnswerTags
{
    /// <summary>The id of the tag of an answer's first token.</summary>
    public const int BeginId = TagTable.Reserved;

    /// <summary>The id of the tag of its other tokens.</summary>
    public const int InsideId = BeginId + 1;

    /// <summary>The tags.</summary>
    public static TagTable Table { get; } = new([.. TagTable.Of(new()).Names, "begin", "inside"]);
}
