
namespace Weft.Runs.Logging;

/// <summary>Cuts the bytes of a log into lines; of the last one, what has come so far is kept until its end comes.</summary>
internal sealed class LogLines
{
    private readonly List<byte> _rest = [];

    /// <summary>The line that has no end yet.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.ToArray();

    /// <summary>Takes more bytes.</summary>
    /// <returns>The lines that end in them, without their ends.</returns>
    public List<ReadOnlyMemory<byte>> Take(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _rest.AddRange(bytes[..end]);
            lines.Add(_rest.ToArray());
            _rest.Clear();
        }
        _rest.AddRange(bytes);
        return lines;
    }

    /// <summary>Forgets the line that has no end yet.</summary>
    public void Clear() => _rest.Clear();
}
