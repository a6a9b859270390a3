using System.Reflection;
using Microsoft.ML.Tokenizers;
using Weft.Foundation;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Loads OpenAI's encodings, whose tables come in NuGet packages of their own.</summary>
internal static class TiktokenLoader
{
    private const string EndOfText = "<|endoftext|>";

    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["cl100k_base"] = "Microsoft.ML.Tokenizers.Data.Cl100kBase",
        ["o200k_base"] = "Microsoft.ML.Tokenizers.Data.O200kBase",
        ["p50k_base"] = "Microsoft.ML.Tokenizers.Data.P50kBase",
        ["p50k_edit"] = "Microsoft.ML.Tokenizers.Data.P50kBase",
        ["r50k_base"] = "Microsoft.ML.Tokenizers.Data.R50kBase",
    };

    public static ITokenizer Load(string encoding)
    {
        if (!Packages.TryGetValue(encoding, out var package))
        {
            throw new ConfigurationException(
                $"data.tokenizer is tiktoken:{encoding}; it must name one of {string.Join(", ", Packages.Keys)}.");
        }
        if (!IsInstalled(package))
        {
            throw new ConfigurationException(
                $"data.tokenizer is tiktoken:{encoding}, but its table is not installed; add the NuGet package {package} to the project.");
        }

        var model = TiktokenTokenizer.CreateForEncoding(encoding);
        var vocabulary = TokenTable.ToVocabulary(TokensOf(model), unknownToken: null, EndOfText);
        return new ByteLevelTokenizer($"tiktoken:{encoding}", vocabulary, model);
    }

    // The library keeps the table to itself but decodes single ids. Tokens that are not whole characters have no text of their own:
    // they are named by their id, as are the ids that the encoding does not use.
    private static Dictionary<string, int> TokensOf(TiktokenTokenizer model)
    {
        var special = model.SpecialTokens ?? throw new InvalidDataException("The encoding lacks its special tokens.");
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

    private static bool IsInstalled(string package)
    {
        try
        {
            return Assembly.Load(new AssemblyName(package)) is not null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
