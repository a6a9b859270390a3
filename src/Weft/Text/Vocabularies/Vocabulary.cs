using Weft.Foundation;

namespace Weft.Text.Vocabularies;

/// <summary>The tokens that a model knows, numbered from 0.</summary>
public sealed class Vocabulary
{
    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <summary>Creates a vocabulary from its tokens in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">Two tokens are the same, or a special token is not among them or is both.</exception>
    public Vocabulary(IReadOnlyList<string> tokens, string? unknownToken, string endOfTextToken)
    {
        _tokens = [.. tokens];
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < _tokens.Length; id++)
        {
            if (!_ids.TryAdd(_tokens[id], id))
                throw new InvalidDataException($"The vocabulary holds '{_tokens[id]}' twice: as {_ids[_tokens[id]]} and as {id}.");
        }
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Hash = Hashes.Sha256(string.Join('\n', _tokens));
        UnknownId = unknownToken is null ? null : IdOf(unknownToken);
        EndOfTextId = IdOf(endOfTextToken);
        if (UnknownId == EndOfTextId)
            throw new InvalidDataException($"The vocabulary has one token, {endOfTextToken}, for unknown words and for ends of text.");
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _tokens.Length;

    /// <summary>SHA-256 over the tokens in order: two vocabularies with the same hash give the same ids.</summary>
    public string Hash { get; }

    /// <summary>The id that stands for every unknown word, or null where the tokenizer can write any text (bytes, byte-level BPE).</summary>
    public int? UnknownId { get; }

    /// <summary>The id that ends a line or document.</summary>
    public int EndOfTextId { get; }

    /// <summary>The token with an id.</summary>
    public string this[int id] => _tokens[id];

    /// <summary>Finds a token's id without allocating.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _bySpan.TryGetValue(token, out id);

    private int IdOf(string special) => _ids.TryGetValue(special, out var id)
        ? id
        : throw new InvalidDataException($"The vocabulary lacks the token {special}.");
}
