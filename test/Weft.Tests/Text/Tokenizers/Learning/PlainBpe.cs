using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Tests.Text.Tokenizers.Learning;

/// <summary>Byte pair encoding as the definition reads, without any index: every merge counts all pairs anew.</summary>
internal static class PlainBpe
{
    public static List<(string Left, string Right)> Learn(IReadOnlyDictionary<string, long> pieces, int size)
    {
        var ids = Enumerable.Range(0, 256).ToDictionary(place => SymbolOf(GptOrder[place]), place => place, StringComparer.Ordinal);
        var words = pieces.Select(entry => (Tokens: Symbols(entry.Key), Count: entry.Value)).ToList();
        var merges = new List<(string Left, string Right)>();
        while (ids.Count < size - 1)
        {
            var counts = new Dictionary<(string Left, string Right), long>();
            foreach (var (tokens, count) in words)
            {
                for (var i = 1; i < tokens.Count; i++)
                    counts[(tokens[i - 1], tokens[i])] = counts.GetValueOrDefault((tokens[i - 1], tokens[i])) + count;
            }
            var best = counts.Where(entry => entry.Value >= 2 && !ids.ContainsKey(entry.Key.Left + entry.Key.Right))
                .OrderByDescending(entry => entry.Value).ThenBy(entry => ids[entry.Key.Left]).ThenBy(entry => ids[entry.Key.Right])
                .Select(entry => entry.Key).FirstOrDefault();
            if (best == default)
                return merges;
            merges.Add(best);
            ids.Add(best.Left + best.Right, ids.Count);
            words.ForEach(word => Merge(word.Tokens, best));
        }
        return merges;
    }

    /// <summary>The tokens of a piece: always the merge that was learnt first, everywhere it applies.</summary>
    public static List<string> Encode(string piece, IReadOnlyList<BpeMerge> merges)
    {
        var tokens = Symbols(piece);
        foreach (var merge in merges)
            Merge(tokens, (merge.Left, merge.Right));
        return tokens;
    }

    private static void Merge(List<string> tokens, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i] != pair.Left || tokens[i + 1] != pair.Right)
                continue;
            tokens[i] += tokens[i + 1];
            tokens.RemoveAt(i + 1);
        }
    }

    private static List<string> Symbols(string text) => [.. StrictUtf8.Encoding.GetBytes(text).Select(SymbolOf)];

    // GPT-2's published rule, spelt out: three ranges of bytes stand for themselves and come first, the rest are U+0100 and on.
    private static readonly byte[] GptOrder =
    [
        .. Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82))
            .Concat(Enumerable.Range(0, 33)).Concat(Enumerable.Range(127, 34)).Append(173).Select(value => (byte)value),
    ];

    private static string SymbolOf(byte value)
    {
        var place = Array.IndexOf(GptOrder, value);
        return $"{(char)(place < 188 ? value : 256 + place - 188)}";
    }
}
