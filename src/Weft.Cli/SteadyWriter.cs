using System.Text;

namespace Weft.Cli;

/// <summary>
/// Writes on as long as somebody listens. A terminal that was closed, or a pipe whose reader has gone, ends what is shown and not the
/// training.
/// </summary>
internal sealed class SteadyWriter(TextWriter inner) : TextWriter
{
    private volatile bool _isClosed;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_isClosed)
            return;
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _isClosed = true;
        }
    }
}
