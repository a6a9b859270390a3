using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Captioning;

/// <summary>A caption as people read it.</summary>
internal static class CaptionText
{
    /// <summary>The text of tokens, on one line.</summary>
    public static string Of(long[] tokens, ITokenizer tokenizer, Vocabulary vocabulary) => EncodedText.Decode(tokens, tokenizer, vocabulary).Trim().ReplaceLineEndings(" ");
}
