using Weft.Foundation;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// A SentencePiece model as its file has it, checked before the library sees it: the library's trie is recursive and ends the process on a
/// piece of a million letters, and its reader trusts ids. Fields are numbered as in sentencepiece_model.proto.
/// </summary>
internal sealed class SentencePieceFile
{
    /// <summary>The most UTF-8 bytes of a piece; trainers stop at 16 characters by default.</summary>
    public const int LongestPiece = 1_024;

    private const int Unigram = 1, Bpe = 2;
    private const int Unknown = 2, Control = 3, Byte = 6;

    private readonly List<(string Text, int Kind)> _pieces = [];
    private long _modelType = Unigram;
    private long _unknownId;
    private long _beginId = 1;
    private long _endId = 2;
    private long _padId = -1;
    private string _unknownPiece = Vocabularies.SpecialTokens.Unknown;
    private bool _hasByteFallback;

    private SentencePieceFile(ReadOnlySpan<byte> model)
    {
        var reader = new ProtobufReader(model);
        while (reader.Read())
        {
            if (reader.Field == 1)
                ReadPiece(reader.Bytes);
            else if (reader.Field == 2)
                ReadTrainer(reader.Bytes);
            else if (reader.Field == 3)
                ReadNormalizer(reader.Bytes);
        }
        Check();
    }

    /// <summary>What the model wants done with blanks.</summary>
    public SentencePieceSpaces Spaces { get; private set; } = new();

    /// <summary>Pieces that no text makes: control tokens, the unknown one, single bytes.</summary>
    public IEnumerable<string> Reserved => _pieces.Where(piece => piece.Kind is Unknown or Control or Byte).Select(piece => piece.Text);

    /// <summary>Reads and checks a model.</summary>
    /// <exception cref="InvalidDataException">It is no such model, or beyond the bounds; the message has no file.</exception>
    public static SentencePieceFile Parse(ReadOnlySpan<byte> model) => new(model);

    private void ReadPiece(ReadOnlySpan<byte> message)
    {
        var (text, score, kind) = ("", 0f, 1L);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
                text = TextOf(reader.Bytes, $"piece {_pieces.Count}");
            else if (reader.Field == 2)
                score = BitConverter.Int32BitsToSingle((int)reader.Number);
            else if (reader.Field == 3)
                kind = reader.Number;
        }
        Require(text.Length > 0, $"piece {_pieces.Count} is empty");
        Require(!text.Contains('\0'), $"piece {_pieces.Count} has the character U+0000");
        Require(float.IsFinite(score), $"piece {_pieces.Count}, {TokenTable.Shown(text)}, has the score {score}");
        Require(kind is >= 1 and <= Byte, $"piece {_pieces.Count}, {TokenTable.Shown(text)}, has the type {kind}");
        _pieces.Add((text, (int)kind));
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3: _modelType = reader.Number; break;
                case 24: Spaces = Spaces with { AsSuffix = reader.Number != 0 }; break;
                case 35: _hasByteFallback = reader.Number != 0; break;
                case 40: _unknownId = (int)reader.Number; break;
                case 41: _beginId = (int)reader.Number; break;
                case 42: _endId = (int)reader.Number; break;
                case 43: _padId = (int)reader.Number; break;
                case 45: _unknownPiece = TextOf(reader.Bytes, "unk_piece"); break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2: Spaces = Spaces with { Map = reader.Bytes.IsEmpty ? null : CharacterMap.Parse(reader.Bytes) }; break;
                case 3: Spaces = Spaces with { AddsPrefix = reader.Number != 0 }; break;
                case 4: Spaces = Spaces with { RemovesExtra = reader.Number != 0 }; break;
            }
        }
    }

    private void Check()
    {
        Require(_pieces.Count > 0, "it has no pieces");
        Require(_modelType is Unigram or Bpe, $"its model_type is {_modelType}; it must be 1 (unigram) or 2 (BPE)");
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < _pieces.Count; id++)
            Require(first.TryAdd(_pieces[id].Text, id), $"piece {id} is {TokenTable.Shown(_pieces[id].Text)}, as is piece {first[_pieces[id].Text]}");

        Require(IsPiece(_unknownId) && _pieces[(int)_unknownId] == (_unknownPiece, Unknown), $"its unk_id is {_unknownId}, which is no unknown piece {TokenTable.Shown(_unknownPiece)}");
        foreach (var (name, id, mayLack) in new[] { ("bos_id", _beginId, _modelType == Bpe), ("eos_id", _endId, _modelType == Bpe), ("pad_id", _padId, true) })
            Require(IsPiece(id) || (mayLack && id == -1), $"its {name} is {id}, which is no piece");
        foreach (var piece in Reserved)
            Require(piece.EnumerateRunes().Take(2).Count() == 2, $"its special piece {TokenTable.Shown(piece)} is a single character");
        if (_hasByteFallback)
            CheckBytes(first);
    }

    private void CheckBytes(Dictionary<string, int> ids)
    {
        Require(ids.TryGetValue("<0x00>", out var zero), "it has byte_fallback and no piece <0x00>");
        for (var value = 0; value < 256; value++)
            Require(zero + value < _pieces.Count && _pieces[zero + value].Text == $"<0x{value:X2}>", $"piece {zero + value} must be <0x{value:X2}>, since it has byte_fallback");
    }

    private bool IsPiece(long id) => id >= 0 && id < _pieces.Count;

    private static string TextOf(ReadOnlySpan<byte> bytes, string what)
    {
        Require(bytes.Length <= LongestPiece, $"{what} has {bytes.Length:N0} bytes; at most {LongestPiece:N0} are taken");
        try
        {
            return StrictUtf8.Encoding.GetString(bytes);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new InvalidDataException($"{what} is not UTF-8", e);
        }
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new InvalidDataException(problem);
    }
}
