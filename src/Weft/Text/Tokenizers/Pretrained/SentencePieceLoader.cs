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
        var bytes = TokenizerFiles.Read(file);
        try
        {
            var checkedFile = SentencePieceFile.Parse(bytes);
            using var stream = new MemoryStream([.. bytes, .. SentencePieceSpaces.LeftToWeft]);
            var model = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
            var unknown = model.ByteFallback ? null : model.UnknownToken;
            var vocabulary = TokenTable.ToVocabulary(file, model.Vocabulary, unknown, model.EndOfSentenceToken, "</s>");
            // Even a model in which the end of text is a piece like others does not read it from a text.
            var cutter = new TextCutter(checkedFile.Reserved.Append(vocabulary[vocabulary.EndOfTextId]), beginning: 1);
            return new SentencePieceAdapter($"sentencepiece:{Hashes.Sha256OfFile(file)[..16]}", file, vocabulary, model, checkedFile.Spaces, cutter);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or InvalidDataException
            or NullReferenceException or NotSupportedException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw e.Message.Contains(file, StringComparison.Ordinal)
                ? e
                : new InvalidDataException($"The tokenizer {file} is not a SentencePiece model that can be used: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
