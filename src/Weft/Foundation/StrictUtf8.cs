using System.Text;

namespace Weft.Foundation;

/// <summary>UTF-8 without a byte-order mark that refuses bad bytes: the framework's own replaces them silently.</summary>
internal static class StrictUtf8
{
    /// <summary>The encoding; decoding bad bytes throws <see cref="DecoderFallbackException"/>.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
