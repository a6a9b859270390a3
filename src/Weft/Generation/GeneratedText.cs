namespace Weft.Generation;

/// <summary>What was written.</summary>
/// <param name="Text">The prompt, as the model reads it, and its continuation.</param>
/// <param name="Tokens">The tokens of the continuation.</param>
/// <param name="UnknownWords">Words of the prompt that are not in the vocabulary: the model reads each as unknown.</param>
public sealed record GeneratedText(string Text, IReadOnlyList<int> Tokens, IReadOnlyList<string> UnknownWords)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
