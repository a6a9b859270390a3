using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Shows what a tokenizer makes of a text, with a vocabulary counted from that same text.</summary>
internal static class Tokens
{
    public static string Of(ITokenizer tokenizer, string text)
    {
        var (ids, vocabulary) = Encode(tokenizer, text);
        return string.Join(' ', ids.Select(id => vocabulary[id]));
    }

    public static string RoundTrip(ITokenizer tokenizer, string text)
    {
        var (ids, vocabulary) = Encode(tokenizer, text);
        return tokenizer.Decode(ids.ToArray(), vocabulary);
    }

    public static (List<int> Ids, Vocabulary Vocabulary) Encode(ITokenizer tokenizer, string text)
    {
        var vocabulary = tokenizer.FixedVocabulary;
        if (vocabulary is null)
        {
            var counts = new WordCounts();
            tokenizer.Count(text, counts);
            vocabulary = VocabularyBuilder.Build(counts, new VocabularyOptions());
        }
        var ids = new List<int>();
        tokenizer.Encode(text, vocabulary, endsDocument: true, ids);
        return (ids, vocabulary);
    }
}
