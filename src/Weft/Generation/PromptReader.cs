using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Generation;

/// <summary>Turns a prompt into tokens, and names the words that the model does not know. A special token that is written out is a text.</summary>
internal sealed class PromptReader(ITokenizer tokenizer, Vocabulary vocabulary)
{
    /// <summary>The prompt's tokens; a line that it leaves open stays open.</summary>
    public IReadOnlyList<int> Ids(string prompt)
    {
        var ids = new List<int>();
        tokenizer.Encode(prompt, vocabulary, endsDocument: false, ids);
        if (!prompt.EndsWith('\n') && ids.Count > 0 && ids[^1] == vocabulary.EndOfTextId)
            ids.RemoveAt(ids.Count - 1);
        return ids;
    }

    /// <summary>The words that the model does not know, in ordinal order.</summary>
    public IReadOnlyList<string> UnknownWords(string prompt)
    {
        if (tokenizer.FixedVocabulary is not null)
            return [];
        var counts = new WordCounts();
        tokenizer.Count(prompt, counts);
        return [.. counts.Words.Keys.Where(word => !vocabulary.TryGetId(word, out _)).Select(LiteralTokens.ToWord).Order(StringComparer.Ordinal)];
    }
}
