using System.Text.Json;
using Weft.Foundation.Files;
using Weft.Runs.Events;

namespace Weft.Runs.Logging;

/// <summary>Gives the events of a log that another process writes, as they come. It never waits: whoever follows asks as often as he wants news.</summary>
/// <param name="path">The log; it need not be there yet.</param>
internal sealed class LogFollower(string path)
{
    private readonly byte[] _block = new byte[1 << 16];
    private readonly LogLines _lines = new();
    private ReadOnlyMemory<byte> _last;
    private long _lastEnd;
    private long _position;

    /// <summary>
    /// What was written since this was last asked, in its order; of a line that is being written, nothing. A training that goes on cuts off
    /// what its checkpoint does not know of: all events then come again from the beginning.
    /// </summary>
    public IReadOnlyList<TrainingEvent> Next()
    {
        // A look at the length costs less than opening the file, and most often there is no news.
        if (FileStatus.Of(path).Kind != FileKind.Regular || new FileInfo(path) is not { Exists: true } info || info.Length == _position)
            return [];
        var events = new List<TrainingEvent>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (!Continues(file))
        {
            (_position, _lastEnd, _last) = (0, 0, default);
            _lines.Clear();
        }
        file.Position = _position;
        for (int read; (read = file.Read(_block)) > 0;)
        {
            foreach (var line in _lines.Take(_block.AsSpan(0, read)))
            {
                (_last, _lastEnd) = (line, _lastEnd + line.Length + 1);
                if (EventOf(line) is { } happened)
                    events.Add(happened);
            }
            _position += read;
        }
        return events;
    }

    /// <summary>Whether the last line still stands where it was read, and nothing behind it was taken away.</summary>
    private bool Continues(FileStream file)
    {
        if (file.Length < _position)
            return false;
        var line = new byte[_last.Length];
        file.Position = Math.Max(0, _lastEnd - line.Length - 1);
        return file.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) == line.Length && line.AsSpan().SequenceEqual(_last.Span);
    }

    private static TrainingEvent? EventOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            return EventJson.Read(line) is var happened and not OtherEvent ? happened : null;
        }
        catch (JsonException)
        {
            // Of a process that was killed while it wrote; whoever reads the log later is told.
            return null;
        }
    }
}
