using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weft.Training.Verification;

/// <summary>Follows the <c>metrics.jsonl</c> that another process writes.</summary>
internal sealed class MetricsWatch(string path)
{
    private readonly byte[] _block = new byte[1 << 16];
    private readonly List<byte> _line = [];
    private long _position;
    private long _step;

    /// <summary>The last step that is in the file, or 0.</summary>
    public long LastStep()
    {
        if (!File.Exists(path))
            return _step;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A training that goes on cuts off what its checkpoint does not know of.
        if (file.Length < _position)
        {
            (_position, _step) = (0, 0);
            _line.Clear();
        }
        file.Position = _position;
        for (int read; (read = file.Read(_block)) > 0;)
            Take(_block.AsSpan(0, read));
        return _step;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _position += bytes.Length;
        foreach (var value in bytes)
        {
            if (value != '\n')
            {
                _line.Add(value);
                continue;
            }
            _step = StepOf([.. _line]) ?? _step;
            _line.Clear();
        }
    }

    private static long? StepOf(byte[] line)
    {
        try
        {
            var content = JsonNode.Parse(line);
            return content?["kind"]?.GetValue<string>() == "step" ? content["step"]?.GetValue<long>() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
