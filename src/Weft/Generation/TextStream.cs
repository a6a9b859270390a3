using System.Text;

namespace Weft.Generation;

/// <summary>
/// Gives out a growing text piece by piece: holds back what a stop text may begin with and characters whose bytes are not
/// all there, and ends before a stop text.
/// </summary>
internal sealed class TextStream(IReadOnlyList<string> stops, Action<string> write)
{
    private readonly StringBuilder _written = new();
    private int _promptLength;

    /// <summary>What was given out.</summary>
    public string Written => _written.ToString();

    /// <summary>Writes the prompt; stop texts are looked for behind it alone.</summary>
    public void Begin(string prompt)
    {
        // Characters whose bytes are not all there may change when the rest comes.
        var complete = prompt.TrimEnd('\uFFFD');
        _promptLength = complete.Length;
        Write(complete);
    }

    /// <summary>Takes the text so far, of which what was given out is the beginning.</summary>
    /// <param name="text">The whole text, not only what is new.</param>
    /// <param name="isLast">Whether nothing follows, so that nothing need be held back.</param>
    /// <returns>Whether a stop text was met; writing then ends.</returns>
    public bool Update(string text, bool isLast)
    {
        var end = stops.Select(stop => text.IndexOf(stop, _promptLength, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        var isStopped = end >= 0;
        if (!isStopped)
            end = isLast ? text.Length : text.Length - HeldBack(text);
        if (end > _written.Length)
            Write(text[_written.Length..end]);
        return isStopped;
    }

    private void Write(string piece)
    {
        _written.Append(piece);
        if (piece.Length > 0)
            write(piece);
    }

    private int HeldBack(string text)
    {
        var incomplete = text.Length - text.TrimEnd('\uFFFD').Length;
        var longest = stops
            .SelectMany(stop => Enumerable.Range(1, stop.Length - 1).Where(length => EndsWithStartOf(stop, length)))
            .DefaultIfEmpty(0)
            .Max();
        return Math.Max(incomplete, longest);

        bool EndsWithStartOf(string stop, int length) =>
            text.Length - length >= _promptLength && text.EndsWith(stop[..length], StringComparison.Ordinal);
    }
}
