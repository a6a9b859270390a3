namespace Weft.Text.Vectors.Reading;

/// <summary>The lines of a file as bytes, without copies where a line lies within a block, and in bounded memory.</summary>
internal sealed class ByteLines(ReadAhead source, string name)
{
    /// <summary>The longest line: 60,000 numbers of 16 letters.</summary>
    public const int MostBytes = 1 << 20;

    private byte[] _joined = [];
    private int _consume;

    /// <summary>The number of the present line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <exception cref="InvalidDataException">The line is too long, or the file is damaged.</exception>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        source.Consume(_consume);
        _consume = 0;
        line = default;
        if (!Refill())
            return false;
        Number++;
        var end = source.Rest.IndexOf((byte)'\n');
        line = end >= 0 ? source.Rest[..end] : Join();
        if (end >= 0)
            _consume = end + 1;
        if (line.Length > MostBytes)
            throw TooLong();
        if (Number == 1 && line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            line = line[3..];
        line = line.TrimEnd((ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r']);
        return true;
    }

    /// <summary>An error at a line.</summary>
    public static InvalidDataException Error(string name, long line, string problem) =>
        new($"{name}, line {line:N0}: {problem}{Environment.NewLine}Repair or remove the line, or fetch the file again.");

    private ReadOnlySpan<byte> Join()
    {
        var length = 0;
        while (true)
        {
            var end = source.Rest.IndexOf((byte)'\n');
            var part = end >= 0 ? source.Rest[..end] : source.Rest;
            if (length + part.Length > MostBytes)
                throw TooLong();
            if (_joined.Length < length + part.Length)
                Array.Resize(ref _joined, Math.Max(length + part.Length, 2 * _joined.Length));
            part.CopyTo(_joined.AsSpan(length));
            length += part.Length;
            source.Consume(part.Length);
            if (end >= 0)
                _consume = 1;
            if (end >= 0 || !Refill())
                return _joined.AsSpan(0, length);
        }
    }

    private bool Refill()
    {
        try
        {
            return source.Refill();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{name}, after line {Number:N0}: the packed file is damaged or was cut off ({e.Message.TrimEnd('.')}).{Environment.NewLine}Fetch or pack it again.", e);
        }
    }

    private InvalidDataException TooLong() => Error(name, Number, $"it is longer than {MostBytes:N0} bytes; a line is a word and its numbers.");
}
