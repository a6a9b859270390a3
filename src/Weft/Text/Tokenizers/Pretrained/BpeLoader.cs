using Microsoft.ML.Tokenizers;
using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Loads byte-level BPE in the form of GPT-2, its own or what Weft learnt: a folder with <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class BpeLoader
{
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

        TokenizerFiles.CheckSize(vocabularyFile);
        var tokens = WeftJson.ReadFile<Dictionary<string, int>>(vocabularyFile, "table of tokens");
        var vocabulary = TokenTable.ToVocabulary(vocabularyFile, tokens, unknownToken: null, BpeModel.EndOfText, "</s>");
        var merges = MergesFile.Read(mergesFile, tokens);
        var hash = Hashes.Sha256(Hashes.Sha256OfFile(vocabularyFile) + Hashes.Sha256OfFile(mergesFile));
        var identity = $"bpe:{hash[..16]}";
        // The model is told of no special token: the pattern that divides text never makes one of letters and marks.
        return BpeModel.IsLearnt(folder)
            ? new LearntTokenizer(identity, folder, TokenBytes.Of(vocabularyFile, tokens), () => Create(vocabularyFile, tokens, merges))
            : new ByteLevelTokenizer(identity, vocabulary, Create(vocabularyFile, tokens, merges), new TextCutter([], 0), MissingBytes.Of(vocabularyFile, tokens));
    }

    private static BpeTokenizer Create(string file, Dictionary<string, int> tokens, IReadOnlyList<string> merges)
    {
        try
        {
            return BpeTokenizer.Create(new BpeOptions(tokens)
            {
                Merges = merges,
                ByteLevel = true,
                PreTokenizer = RobertaPreTokenizer.Instance,
            });
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"The tokenizer {file} cannot be used: {e.Message}", e);
        }
    }
}
