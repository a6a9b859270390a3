using Weft.Foundation;

namespace Weft.Cli.Arguments;

/// <summary>Reads what <c>--prompt</c> names.</summary>
internal static class PromptArgument
{
    private const string StandardInput = "-";
    private const int MaximumBytes = 1 << 24;

    /// <summary>The text itself, or for <c>-</c> what standard input holds, without the line end that closes it.</summary>
    /// <param name="given">The value of <c>--prompt</c>.</param>
    /// <param name="open">Opens standard input.</param>
    /// <exception cref="InvalidDataException">Standard input is not UTF-8, or is longer than any prompt.</exception>
    public static string Read(string given, Func<Stream> open)
    {
        if (given != StandardInput)
            return given;
        using var input = open();
        using var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        for (int count; (count = input.Read(part)) > 0;)
        {
            bytes.Write(part, 0, count);
            if (bytes.Length > MaximumBytes)
                throw new InvalidDataException($"--prompt - reads at most {MaximumBytes:N0} bytes of standard input, and there are more.");
        }
        return WithoutLineEnd(Decode(bytes.ToArray()));
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.Encoding.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new InvalidDataException($"--prompt -: standard input is not UTF-8 at byte {e.Index + 1:N0}.", e);
        }
    }

    // echo and editors end a text with a line end that nobody means to be a part of it.
    private static string WithoutLineEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
