using System.Text.Json;
using Microsoft.ML.Tokenizers;
using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Loads byte-level BPE in the form of GPT-2, its own or what Weft learnt: a folder with <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class BpeLoader
{
    private const string EndOfText = "<|endoftext|>";

    public static ITokenizer Load(string folder)
    {
        var vocabularyFile = Path.Combine(folder, "vocab.json");
        var mergesFile = Path.Combine(folder, "merges.txt");
        foreach (var file in (string[])[vocabularyFile, mergesFile])
        {
            if (File.Exists(file))
                continue;
            throw new InvalidDataException(
                $"data.tokenizer is bpe:{folder}, but there is no {file}; the folder must hold vocab.json and merges.txt.");
        }

        var tokens = WeftJson.ReadFile<Dictionary<string, int>>(vocabularyFile, "table of tokens");
        var model = Create(vocabularyFile, mergesFile, tokens);
        var hash = Hashes.Sha256(Hashes.Sha256OfFile(vocabularyFile) + Hashes.Sha256OfFile(mergesFile));
        var identity = $"bpe:{hash[..16]}";
        return BpeModel.IsLearnt(folder)
            ? new LearntTokenizer(identity, folder, TokenBytes.Of(vocabularyFile, tokens), model)
            : new ByteLevelTokenizer(identity, TokenTable.ToVocabulary(tokens, unknownToken: null, EndOfText, "</s>"), model);
    }

    private static BpeTokenizer Create(string vocabularyFile, string mergesFile, Dictionary<string, int> tokens)
    {
        try
        {
            return BpeTokenizer.Create(new BpeOptions(vocabularyFile, mergesFile)
            {
                ByteLevel = true,
                PreTokenizer = RobertaPreTokenizer.Instance,
                SpecialTokens = tokens.Where(token => token.Key == EndOfText).ToDictionary(StringComparer.Ordinal),
            });
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException or IOException)
        {
            throw new InvalidDataException($"The tokenizer {vocabularyFile} with {mergesFile} cannot be read: {e.Message}", e);
        }
    }
}
