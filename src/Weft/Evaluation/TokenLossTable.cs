using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Weft.Data.Store;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Vocabularies;

namespace Weft.Evaluation;

/// <summary>
/// The loss of every token of a split as a table of text: tab-separated, a line a token, in the order of the text. Targets may come in any
/// order; until all have come they are kept on disk beside the table, 8 bytes each, so that memory does not grow with the split.
/// </summary>
internal sealed class TokenLossTable : IDisposable
{
    // Targets come window by window, and those of a window in a row.
    private const int RunLength = 1 << 12;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly Entry[] _run = new Entry[RunLength];
    private long _runStart;
    private int _runLength;

    /// <summary>Begins a table; what stands at its path stays until it is complete.</summary>
    /// <exception cref="ConfigurationException">There is a folder of that name.</exception>
    /// <exception cref="IOException">The place cannot be written, or there is a pipe or a device of that name.</exception>
    public TokenLossTable(string path)
    {
        if (Directory.Exists(path))
            throw new ConfigurationException($"{Path.GetFullPath(path)} is a folder. Name a file for the losses of the tokens.");
        _path = AtomicFile.TargetOf(path);
        Durable.CreateFolder(Path.GetDirectoryName(_path)!);
        _file = File.OpenHandle(TemporaryNames.Beside(_path), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    }

    /// <summary>Takes a target.</summary>
    public void Take(ScoredToken token)
    {
        if (_runLength == RunLength || token.Place != _runStart + _runLength)
            Flush();
        if (_runLength == 0)
            _runStart = token.Place;
        _run[_runLength++] = new Entry((float)token.Loss, token.Rank + 1);
    }

    /// <summary>Writes the table, all of it or nothing.</summary>
    /// <param name="tokens">The split whose targets came, each of them once.</param>
    /// <param name="vocabulary">The tokens' texts.</param>
    /// <exception cref="IOException">The disk is full or the place cannot be written.</exception>
    public void Write(TokenSequence tokens, Vocabulary vocabulary)
    {
        Flush();
        AtomicFile.Write(_path, stream =>
        {
            using var text = new StreamWriter(stream, StrictUtf8.Encoding, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
            text.WriteLine("position\tdocument\tid\ttoken\tloss\trank");
            var document = new DocumentCursor(tokens);
            var ids = new long[RunLength];
            for (long start = 0; start < tokens.Count; start += RunLength)
            {
                var some = ids.AsSpan(0, (int)Math.Min(RunLength, tokens.Count - start));
                tokens.CopyTo(start, some);
                Read(start, _run.AsSpan(0, some.Length));
                for (var i = 0; i < some.Length; i++)
                {
                    text.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{start + i}\t{document.At(start + i)}\t{some[i]}\t{Escape(vocabulary[(int)some[i]])}\t{_run[i].Loss:R}\t{_run[i].Rank}"));
                }
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>A token on one line and in one column: backslash, tab, line ends and other control characters as in C.</summary>
    internal static string Escape(string token)
    {
        if (!token.Any(letter => char.IsControl(letter) || letter == '\\'))
            return token;
        var escaped = new StringBuilder();
        foreach (var letter in token)
        {
            escaped.Append(letter switch
            {
                '\\' => @"\\",
                '\t' => @"\t",
                '\n' => @"\n",
                '\r' => @"\r",
                _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }
        return escaped.ToString();
    }

    private void Flush()
    {
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(_run.AsSpan(0, _runLength)), _runStart * Marshal.SizeOf<Entry>());
        _runLength = 0;
    }

    private void Read(long start, Span<Entry> entries)
    {
        var bytes = MemoryMarshal.AsBytes(entries);
        bytes.Clear();
        for (var offset = start * Marshal.SizeOf<Entry>(); !bytes.IsEmpty;)
        {
            var count = RandomAccess.Read(_file, bytes, offset);
            if (count == 0)
                break;
            bytes = bytes[count..];
            offset += count;
        }
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Rank == 0)
                throw new InvalidOperationException($"The target {start + i} was not measured.");
        }
    }

    /// <param name="Loss">Nats.</param>
    /// <param name="Rank">From 1; 0 where the target did not come.</param>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Entry(float Loss, int Rank);

    /// <summary>Finds the documents of positions that rise.</summary>
    private sealed class DocumentCursor(TokenSequence tokens)
    {
        private long _document;
        private long _end = tokens.DocumentStart(1);

        public long At(long position)
        {
            while (position >= _end)
                _end = tokens.DocumentStart(++_document + 1);
            return _document;
        }
    }
}
