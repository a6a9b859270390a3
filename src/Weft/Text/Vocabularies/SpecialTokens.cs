namespace Weft.Text.Vocabularies;

/// <summary>The tokens that every counted vocabulary holds.</summary>
public static class SpecialTokens
{
    /// <summary>Stands for every word outside the vocabulary; with the tokenizer <c>blanks</c> also for the word of this form that
    /// WikiText writes in its place.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Ends a line or a document, whichever the tokenizer marks. No text makes this token by writing its name.</summary>
    public const string EndOfText = "<eos>";
}
