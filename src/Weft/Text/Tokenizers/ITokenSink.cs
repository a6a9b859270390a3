using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>Takes the tokens of a text one by one, without a string for each.</summary>
internal interface ITokenSink
{
    void Add(ReadOnlySpan<char> token);

    void EndLine();
}

/// <summary>Counts the tokens.</summary>
internal readonly struct CountingSink(WordCounts counts) : ITokenSink
{
    public void Add(ReadOnlySpan<char> token) => counts.Add(LiteralTokens.ToToken(token));

    public void EndLine() => counts.Add(SpecialTokens.EndOfText);
}

/// <summary>Turns the tokens into ids.</summary>
internal readonly struct EncodingSink(Vocabulary vocabulary, List<int> ids) : ITokenSink
{
    private readonly int _unknownId = vocabulary.UnknownId
        ?? throw new InvalidDataException($"The vocabulary lacks the token {SpecialTokens.Unknown}, which words outside it need.");

    public void Add(ReadOnlySpan<char> token) => ids.Add(vocabulary.TryGetId(LiteralTokens.ToToken(token), out var id) ? id : _unknownId);

    public void EndLine() => ids.Add(vocabulary.EndOfTextId);
}
