using Microsoft.ML.Tokenizers;
using Weft.Foundation;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Loads SentencePiece models (BPE or unigram).</summary>
internal static class SentencePieceLoader
{
    public static ITokenizer Load(string file)
    {
        if (!File.Exists(file))
            throw new InvalidDataException($"data.tokenizer is sentencepiece:{file}, but there is no such file; name a .model file.");
        var model = Create(file);
        var unknown = model.ByteFallback ? null : model.UnknownToken;
        var vocabulary = TokenTable.ToVocabulary(model.Vocabulary, unknown, model.EndOfSentenceToken, "</s>");
        return new SentencePieceAdapter($"sentencepiece:{Hashes.Sha256OfFile(file)[..16]}", vocabulary, model);
    }

    private static SentencePieceTokenizer Create(string file)
    {
        // A file of another kind shows as an error of the parser, or as parts that are not there.
        try
        {
            using var stream = File.OpenRead(file);
            return SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException
            or NullReferenceException or NotSupportedException)
        {
            throw new InvalidDataException($"The tokenizer {file} is not a SentencePiece model: {e.Message}", e);
        }
    }
}
