namespace Weft.Text.Tokenizers;

/// <summary>A tokenizer whose tokens are words, so that each has a name, known to the vocabulary or not.</summary>
internal interface IWordSplitting
{
    /// <summary>Appends the words of a piece of text, one for each id that <see cref="ITokenizer.Encode"/> appends.</summary>
    void Split(ReadOnlySpan<char> text, List<string> words);
}

/// <summary>Lists the tokens.</summary>
internal readonly struct ListingSink(List<string> words) : ITokenSink
{
    public void Add(ReadOnlySpan<char> token) => words.Add(token.ToString());

    public void EndLine() => words.Add("");
}
