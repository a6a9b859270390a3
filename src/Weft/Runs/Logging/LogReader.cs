using System.Text.Json;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs.Events;

namespace Weft.Runs.Logging;

/// <summary>Reads a log from its beginning to its end.</summary>
/// <param name="path">The log.</param>
/// <param name="damaged">Hears of each line that is damaged, with file and line.</param>
internal sealed class LogReader(string path, Action<string> damaged)
{
    /// <summary>The events, in their order. The log is opened at once, and read as they are asked for.</summary>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    public IEnumerable<TrainingEvent> Read()
    {
        RegularFile.Require(path);
        return RegularFile.Exists(path) ? Events() : [];
    }

    private IEnumerable<TrainingEvent> Events()
    {
        // Its training may be writing to it.
        using var file = RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete);
        var lines = new LogLines();
        var number = 0L;
        var block = new byte[1 << 16];
        for (int read; (read = file.Read(block)) > 0;)
        {
            foreach (var line in lines.Take(block.AsSpan(0, read)))
            {
                if (EventOf(line, ++number, isTorn: false) is { } happened)
                    yield return happened;
            }
        }
        if (lines.Rest.Length > 0 && EventOf(lines.Rest, number + 1, isTorn: true) is { } last)
            yield return last;
    }

    private TrainingEvent? EventOf(ReadOnlyMemory<byte> line, long number, bool isTorn)
    {
        try
        {
            return EventJson.Read(line) is var happened and not OtherEvent ? happened : null;
        }
        catch (JsonException e)
        {
            if (!isTorn)
                damaged($"{path}, line {number}, cannot be read: {(e.Path is { Length: > 1 } key ? $"{key}: " : "")}{WeftJson.ReasonOf(e)}");
            return null;
        }
    }
}
