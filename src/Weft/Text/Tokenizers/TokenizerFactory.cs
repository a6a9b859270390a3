using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Tokenizers.Pretrained;

namespace Weft.Text.Tokenizers;

/// <summary>Makes tokenizers from their names in <c>data.tokenizer</c>.</summary>
internal static class TokenizerFactory
{
    /// <summary>The names, as the errors and the help show them.</summary>
    public const string Choices = "auto, bpe, bpe:SIZE, words, blanks, characters, bytes, tiktoken:NAME, bpe:FOLDER or sentencepiece:FILE";

    /// <summary>Whether a name is one of <see cref="Choices"/>, or stands for a program's own; what it names need not be there.</summary>
    public static bool Knows(string name) =>
        name is "auto" or "bpe" or "words" or "blanks" or "characters" or "bytes"
        || name.Split(':', 2) is ["tiktoken" or "bpe" or "sentencepiece" or "own", not ""];

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="name"><c>words</c>, <c>blanks</c>, <c>characters</c>, <c>bytes</c>, <c>tiktoken:cl100k_base</c>, <c>bpe:FOLDER</c> (with
    /// <c>vocab.json</c> and <c>merges.txt</c>) or <c>sentencepiece:FILE</c>.
    /// <c>auto</c>, <c>bpe</c> and <c>bpe:SIZE</c> need a text: see <see cref="TokenizerGuess"/> and <see cref="BpeLearner"/>.</param>
    /// <exception cref="ConfigurationException">There is no such tokenizer.</exception>
    /// <exception cref="InvalidDataException">A model file is missing or damaged.</exception>
    public static ITokenizer Create(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (kind, argument) = colon < 0 ? (name, "") : (name[..colon], name[(colon + 1)..]);
        return (kind, argument) switch
        {
            ("words", "") => new WordTokenizer(),
            ("blanks", "") => new BlankTokenizer(),
            ("characters", "") => new CharacterTokenizer(),
            ("bytes", "") => new ByteTokenizer(),
            ("tiktoken", not "") => TiktokenLoader.Load(argument),
            ("bpe", not "") when !BpeSize.TryParse(name, out _) => BpeLoader.Load(argument),
            ("sentencepiece", not "") => SentencePieceLoader.Load(argument),
            ("own", not "") => throw new ConfigurationException(
                $"The tokenizer {argument} is a program's own. Use the run in C#, with TrainingBuilder.UseTokenizer or OpenOptions.Tokenizer."),
            _ => throw new ConfigurationException($"data.tokenizer is {name}; it must be {Choices}."),
        };
    }

    /// <summary>The same name with a full path where it holds one, so that it means the same in any folder.</summary>
    public static string Resolve(string name) =>
        IsOfFiles(name) && name.Split(':', 2) is [var kind, var path] ? $"{kind}:{Path.GetFullPath(path)}" : name;

    /// <summary>Whether the tokenizer of a name has a vocabulary that no text teaches it.</summary>
    public static bool HasVocabulary(string name) => name == "bytes" || name.StartsWith("tiktoken:", StringComparison.Ordinal) || IsOfFiles(name);

    /// <summary>Whether a name holds the path of the tokenizer's files: <c>bpe:FOLDER</c> or <c>sentencepiece:FILE</c>.</summary>
    public static bool IsOfFiles(string name) => name.Split(':', 2) is ["bpe" or "sentencepiece", _] && !BpeSize.TryParse(name, out _);
}
