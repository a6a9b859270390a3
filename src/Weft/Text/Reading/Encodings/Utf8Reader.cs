using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Reading.Encodings;

/// <summary>
/// Decodes UTF-8 strictly: the framework's own readers replace bad bytes silently and cannot say where they stand.
/// Takes out byte-order marks, turns <c>\r\n</c> and <c>\r</c> into <c>\n</c>, and refuses NUL, which no text has.
/// </summary>
internal sealed class Utf8Reader : TextReader
{
    private readonly Stream _stream;
    private readonly string _path;
    private readonly InvalidUtf8 _invalid;
    private readonly string _orReplace;
    private readonly ReadingCounts _counts;
    private readonly byte[] _bytes;
    private readonly char[] _chars;
    private int _byteStart;
    private int _byteEnd;
    private int _charStart;
    private int _charEnd;
    private long _offset;
    private bool _begun;
    private bool _streamEnded;
    private char _held;
    private char _before = '\n';

    /// <summary>Reads from a stream, which is closed with the reader.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="options">What to do with bad bytes.</param>
    /// <param name="counts">Takes the number of replaced sequences.</param>
    /// <param name="blockBytes">How much is decoded at a time; at least 8.</param>
    public Utf8Reader(Stream stream, string path, ReadingOptions options, ReadingCounts counts, int blockBytes = 1 << 16)
    {
        _stream = stream;
        _path = path;
        (_invalid, _orReplace) = (options.InvalidUtf8, options.OrReplace);
        _counts = counts;
        _bytes = new byte[blockBytes];
        _chars = new char[blockBytes + 2];
    }

    /// <summary>Decodes into the target; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8, or the file is UTF-16, UTF-32 or a damaged gzip file.</exception>
    public override int Read(Span<char> buffer)
    {
        if (_charStart == _charEnd && !DecodeBlock())
            return 0;
        var count = Math.Min(buffer.Length, _charEnd - _charStart);
        _chars.AsSpan(_charStart, count).CopyTo(buffer);
        _charStart += count;
        return count;
    }

    /// <inheritdoc />
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override int Read() => _charStart < _charEnd || DecodeBlock() ? _chars[_charStart++] : -1;

    /// <inheritdoc />
    public override int Peek() => _charStart < _charEnd || DecodeBlock() ? _chars[_charStart] : -1;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    private bool DecodeBlock()
    {
        do
        {
            if (!Fill() && _held == '\0')
                return false;
            _charStart = 0;
            _charEnd = 0;
            if (_held != '\0')
                _chars[_charEnd++] = _held;
            Decode();
            // What a \r or a mark becomes depends on the character after it.
            var isHeld = !_streamEnded && _charEnd > 0 && _chars[_charEnd - 1] is '\r' or TextNormalizer.ByteOrderMark;
            _held = isHeld ? _chars[--_charEnd] : '\0';
            _charEnd = TextNormalizer.Normalize(_chars.AsSpan(0, _charEnd), _before);
            _before = _charEnd > 0 ? _chars[_charEnd - 1] : _before;
        }
        while (_charEnd == 0);
        return true;
    }

    private bool Fill()
    {
        _bytes.AsSpan(_byteStart, _byteEnd - _byteStart).CopyTo(_bytes);
        _byteEnd -= _byteStart;
        _byteStart = 0;
        if (!_streamEnded)
        {
            var wanted = _bytes.Length - _byteEnd;
            var count = Gzip.ReadBlock(_stream, _bytes.AsSpan(_byteEnd, wanted), _path);
            _streamEnded = count < wanted;
            _byteEnd += count;
            if (!_begun)
                Consume(WideEncodings.RefuseOrSkipMark(_bytes.AsSpan(0, _byteEnd), _path));
            _begun = true;
            RefuseNul(_bytes.AsSpan(_byteEnd - count, count), _offset + _byteEnd - count - _byteStart);
        }
        return _byteEnd > _byteStart;
    }

    private void Decode()
    {
        while (_byteStart < _byteEnd)
        {
            var rest = _bytes.AsSpan(_byteStart, _byteEnd - _byteStart);
            var status = Utf8.ToUtf16(
                rest, _chars.AsSpan(_charEnd), out var read, out var written, replaceInvalidSequences: false, isFinalBlock: _streamEnded);
            _charEnd += written;
            Consume(read);
            if (status != OperationStatus.InvalidData)
                return;
            ReplaceOrFail(rest[read..]);
        }
    }

    private void RefuseNul(Span<byte> bytes, long offset)
    {
        var at = bytes.IndexOf((byte)0);
        if (at < 0)
            return;
        if (_invalid == InvalidUtf8.Fail)
        {
            throw new InvalidDataException(
                $"{_path} has a NUL at byte {offset + at}, which no text has: it is binary, damaged or in another encoding. "
                + $"Repair or convert it{_orReplace}.");
        }
        // No UTF-8 has this byte, so it is replaced and counted with the others.
        bytes.Replace((byte)0, (byte)0xFF);
    }

    private void ReplaceOrFail(ReadOnlySpan<byte> bad)
    {
        if (_invalid == InvalidUtf8.Fail)
        {
            throw new InvalidDataException(
                $"{_path} is not UTF-8 at byte {_offset} (0x{bad[0]:X2}). Convert it{_orReplace}.");
        }
        _ = Rune.DecodeFromUtf8(bad, out _, out var length);
        _chars[_charEnd++] = '\uFFFD';
        _counts.ReplacedSequences++;
        Consume(length);
    }

    private void Consume(int count)
    {
        _byteStart += count;
        _offset += count;
    }
}
