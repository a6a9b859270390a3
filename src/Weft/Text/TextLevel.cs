namespace Weft.Text;

/// <summary>How finely text is divided before training.</summary>
public enum TextLevel
{
    /// <summary>Text as it is, through the chosen tokenizer.</summary>
    Raw,

    /// <summary>What stands between blanks is one token; words may carry part-of-speech tags.</summary>
    Word,

    /// <summary>As <see cref="Raw"/>, with every sentence a document of its own; the tokens are the same.</summary>
    Sentence,
}
