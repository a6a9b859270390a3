namespace Weft.Text.Vocabularies;

/// <summary>The tokens that every counted vocabulary holds.</summary>
public static class SpecialTokens
{
    /// <summary>Stands for every word outside the vocabulary; the same token when the text itself holds it, as WikiText does.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Ends a line or a document, whichever the tokenizer marks.</summary>
    public const string EndOfText = "<eos>";
}
