namespace Weft.Text.Reading;

/// <summary>Gathers lines into pieces of bounded length.</summary>
internal sealed class PieceBuilder
{
    /// <summary>Characters that a piece holds unless a single line is longer: with this a piece stays off the large-object heap.</summary>
    public const int Longest = 32_000;

    private char[] _text = new char[Longest];
    private int _length;
    private bool _startsDocument;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line with its line end.</param>
    /// <param name="startsDocument">Whether a document begins with it.</param>
    /// <param name="finished">The piece before, where this line does not go into it.</param>
    /// <returns>Whether there is such a piece.</returns>
    public bool Add(ReadOnlySpan<char> line, bool startsDocument, out TextPiece finished)
    {
        finished = default;
        var hasFinished = _length > 0 && (startsDocument || _length + line.Length > Longest) && TryFinish(out finished);
        if (_length == 0)
            _startsDocument = startsDocument;
        if (_text.Length < _length + line.Length)
            Array.Resize(ref _text, line.Length);
        line.CopyTo(_text.AsSpan(_length));
        _length += line.Length;
        return hasFinished;
    }

    /// <summary>Gives what is left; false where nothing is.</summary>
    public bool TryFinish(out TextPiece piece)
    {
        piece = new TextPiece(new string(_text, 0, _length), _startsDocument);
        var any = _length > 0;
        _length = 0;
        return any;
    }
}
