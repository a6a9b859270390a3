namespace Weft.Text.Reading.Encodings;

/// <summary>Cuts text into lines without allocating; memory is bounded by the longest line.</summary>
/// <param name="text">The text.</param>
/// <param name="path">The file's name, for errors.</param>
/// <param name="longestLine">Characters above which a line is refused.</param>
internal sealed class LineReader(TextReader text, string path, int longestLine = LineReader.LongestLine)
{
    /// <summary>A file with a longer line is hardly text: most often it is binary, or its line ends are missing.</summary>
    public const int LongestLine = 64 << 20;

    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>The number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads the next line with its <c>\n</c>, which only the last line may lack.</summary>
    /// <param name="line">The line; valid until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf('\n');
            if (length >= 0)
                return Take(_scanned + length + 1, out line);
            _scanned = _end;
            if (!ReadMore())
                return Take(_end, out line);
        }
    }

    private bool Take(int end, out ReadOnlySpan<char> line)
    {
        line = _buffer.AsSpan(_start, end - _start);
        _start = end;
        _scanned = end;
        if (line.IsEmpty)
            return false;
        LineNumber++;
        return true;
    }

    private bool ReadMore()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }
        if (_end > longestLine)
        {
            throw new InvalidDataException(
                $"{path}, line {LineNumber + 1} is longer than {longestLine:N0} characters. Is it text? Break it into lines.");
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var count = text.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }
}
