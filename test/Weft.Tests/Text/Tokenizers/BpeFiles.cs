using System.Text.Json;
using Weft.Tests.Support;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Writes byte-level BPE files with all 256 bytes, a few merges, and more tokens.</summary>
internal static class BpeFiles
{
    public const string Merges = "#version: 0.2\nl o\nlo w\nĠ low\n";

    public static void Write(TemporaryFolder folder, params string[] more)
    {
        IEnumerable<string> tokens = [.. Enumerable.Range(0, 256).Select(value => ByteSymbols.Of((byte)value)).Select(symbol => symbol.ToString()), "lo", "low", "Ġlow", .. more];
        folder.Write("vocab.json", JsonSerializer.Serialize(tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id)));
        folder.Write("merges.txt", Merges);
    }
}
