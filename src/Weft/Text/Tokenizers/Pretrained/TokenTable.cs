using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Turns the tables of pretrained models, which may have holes, into a vocabulary.</summary>
internal static class TokenTable
{
    /// <summary>Lists the tokens by id; ids that the model does not use become <c>&lt;|ID|&gt;</c>.</summary>
    /// <param name="tokens">The tokens and their ids.</param>
    /// <param name="unknownToken">The model's unknown token, or null where it can write any text.</param>
    /// <param name="endsOfText">Names of end-of-text tokens, the best first; where none is there, <c>&lt;eos&gt;</c> is added.</param>
    public static Vocabulary ToVocabulary(
        IEnumerable<KeyValuePair<string, int>> tokens, string? unknownToken, params IReadOnlyList<string> endsOfText)
    {
        var entries = tokens.ToArray();
        var byId = new List<string>(Enumerable.Range(0, entries.Max(entry => entry.Value) + 1).Select(id => $"<|{id}|>"));
        foreach (var (token, id) in entries)
            byId[id] = token;

        var known = byId.ToHashSet(StringComparer.Ordinal);
        var endOfText = endsOfText.FirstOrDefault(known.Contains);
        if (endOfText is null)
        {
            endOfText = SpecialTokens.EndOfText;
            byId.Add(endOfText);
        }
        return new Vocabulary(byId, unknownToken, endOfText);
    }
}
