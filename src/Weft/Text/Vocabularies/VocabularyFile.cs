using Weft.Foundation;

namespace Weft.Text.Vocabularies;

/// <summary>Writes and reads <c>vocabulary.json</c>: the tokens in the order of their ids, with the hash that proves them.</summary>
internal static class VocabularyFile
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int Schema = 1;

    /// <summary>Writes the file atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="tokenizerIdentity">The identity of the tokenizer that the vocabulary belongs to.</param>
    public static void Save(string path, Vocabulary vocabulary, string tokenizerIdentity)
    {
        var tokens = new string[vocabulary.Count];
        for (var id = 0; id < tokens.Length; id++)
            tokens[id] = vocabulary[id];
        var unknown = vocabulary.UnknownId is { } unknownId ? vocabulary[unknownId] : null;
        WeftJson.WriteFile(path, new Content
        {
            Schema = Schema,
            Tokenizer = tokenizerIdentity,
            Hash = vocabulary.Hash,
            UnknownToken = unknown,
            EndOfTextToken = vocabulary[vocabulary.EndOfTextId],
            Tokens = tokens,
        });
    }

    /// <summary>Reads and checks the file.</summary>
    /// <returns>The vocabulary and the identity of its tokenizer.</returns>
    /// <exception cref="InvalidDataException">The file is missing or not JSON, has another schema, a duplicate, a hole or another
    /// hash than it says; names the file and the problem.</exception>
    public static (Vocabulary Vocabulary, string TokenizerIdentity) Load(string path)
    {
        var content = WeftJson.ReadFile<Content>(path, "vocabulary");
        if (content.Schema != Schema)
        {
            throw new InvalidDataException(
                $"The vocabulary {path} has schema {content.Schema}; this version of Weft reads {Schema}. Prepare the data again.");
        }
        var hole = Array.FindIndex(content.Tokens, string.IsNullOrEmpty);
        if (hole >= 0)
            throw new InvalidDataException($"The vocabulary {path} has a hole: there is no token with id {hole}.");

        var vocabulary = Create(path, content);
        if (vocabulary.Hash != content.Hash)
        {
            throw new InvalidDataException(
                $"The vocabulary {path} was changed: its tokens have the hash {vocabulary.Hash}, not {content.Hash}.");
        }
        return (vocabulary, content.Tokenizer);
    }

    private static Vocabulary Create(string path, Content content)
    {
        try
        {
            return new Vocabulary(content.Tokens, content.UnknownToken, content.EndOfTextToken);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The vocabulary {path} is damaged. {e.Message}", e);
        }
    }

    private sealed record Content
    {
        public required int Schema { get; init; }

        public required string Tokenizer { get; init; }

        public required string Hash { get; init; }

        public required string? UnknownToken { get; init; }

        public required string EndOfTextToken { get; init; }

        public required string[] Tokens { get; init; }
    }
}
