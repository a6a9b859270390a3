using Microsoft.ML.Tokenizers;
using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Loads OpenAI's encodings, whose tables come in NuGet packages of their own.</summary>
internal static class TiktokenLoader
{
    /// <summary>How long the beginning of a literal special token is that no token of these encodings reaches over: <c>&lt;|</c> is
    /// punctuation and a letter follows, which their patterns never join.</summary>
    private const int Beginning = 2;

    /// <summary>The encodings by their names; GPT-2's is r50k_base under its older name, with the same ids.</summary>
    private static readonly Dictionary<string, string> Encodings = new(StringComparer.Ordinal)
    {
        ["cl100k_base"] = "cl100k_base",
        ["o200k_base"] = "o200k_base",
        ["r50k_base"] = "r50k_base",
        ["gpt2"] = "r50k_base",
    };

    public static ITokenizer Load(string name)
    {
        if (!Encodings.TryGetValue(name, out var encoding))
            throw new ConfigurationException($"data.tokenizer is tiktoken:{name}; it must name one of {string.Join(", ", Encodings.Keys)}.");

        var model = TiktokenTokenizer.CreateForEncoding(encoding);
        var special = model.SpecialTokens ?? throw new InvalidDataException($"The encoding {encoding} lacks its special tokens.");
        var vocabulary = TokenTable.ToVocabulary($"tiktoken:{name}", TokensOf(model, special), unknownToken: null, BpeModel.EndOfText);
        return new ByteLevelTokenizer($"tiktoken:{encoding}", vocabulary, model, new TextCutter(special.Keys, Beginning));
    }

    // The library keeps the table to itself but decodes single ids. Tokens that are not whole characters have no text of their own:
    // they are named by their id, as are the ids that the encoding does not use.
    private static Dictionary<string, int> TokensOf(TiktokenTokenizer model, IReadOnlyDictionary<string, int> special)
    {
        var tokens = special.ToDictionary(StringComparer.Ordinal);
        var last = special.Values.Max();
        for (var id = 0; id <= last; id++)
        {
            var text = model.Decode([id]);
            if (text.Length == 0 || text.Contains('\uFFFD') || !tokens.TryAdd(text, id))
                tokens.TryAdd($"<|{id}|>", id);
        }
        foreach (var id in special.Values)
            tokens.Remove($"<|{id}|>");
        return tokens;
    }
}
