using Weft.Evaluation.Translations;

namespace Weft.Evaluation.Captions;

/// <summary>The words of a caption as ROUGE-L and CIDEr count them. COCO's evaluation takes those of Stanford's PTB tokenizer, in small letters and without marks; these are the words of
/// <see cref="Words13a"/>, likewise. The two differ in contractions, which stay whole here.</summary>
internal static class CaptionWords
{
    /// <summary>The words.</summary>
    public static string[] Of(string text) => [.. Words13a.Of(text.ToLowerInvariant()).Where(word => word.Any(char.IsLetterOrDigit))];
}
