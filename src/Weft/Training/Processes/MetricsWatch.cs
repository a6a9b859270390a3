using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Training.Processes;

/// <summary>Follows the <c>metrics.jsonl</c> that another process writes.</summary>
internal sealed class MetricsWatch(string path)
{
    private readonly byte[] _block = new byte[1 << 16];
    private readonly List<byte> _line = [];
    private long _position;
    private long _step;

    /// <summary>The share of the budget that was used up after the step that <see cref="LastStep"/> found last.</summary>
    public double Progress { get; private set; }

    /// <summary>The plain loss of that step, nats a token.</summary>
    public double Loss { get; private set; }

    /// <summary>The last step that is in the file, or 0.</summary>
    public long LastStep()
    {
        if (FileStatus.Of(path).Kind != FileKind.Regular)
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
            TakeLine([.. _line]);
            _line.Clear();
        }
    }

    private void TakeLine(byte[] line)
    {
        try
        {
            var content = JsonNode.Parse(line);
            if (content?["kind"]?.GetValue<string>() == "step")
            {
                (_step, Progress) = (content["step"]?.GetValue<long>() ?? _step, content["progress"]?.GetValue<double>() ?? Progress);
                Loss = content["negativeLogLikelihood"]?.GetValue<double>() ?? Loss;
            }
        }
        catch (JsonException)
        {
            // A line that was cut off when its process was killed.
        }
    }
}
