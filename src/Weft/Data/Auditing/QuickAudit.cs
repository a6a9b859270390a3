using System.Globalization;
using System.Numerics;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;

namespace Weft.Data.Auditing;

/// <summary>What a training looks at by itself before it begins: whole documents that occur again, by their hashes alone. <see cref="CorpusAudit"/> sees more.</summary>
/// <param name="Copied">The share of the training split's tokens in documents that stood in it before.</param>
/// <param name="Leaked">The share of the validation and test splits' tokens in documents that stand in the training split.</param>
internal sealed record QuickAudit(double Copied, double Leaked)
{
    // Shorter documents, headings for instance, are equal without being copies.
    private const int FewestTokens = 10;

    // Of more documents a part is looked at, chosen by hash.
    private const int MostHashes = 1 << 22;

    // Less is not worth a line.
    private const double Least = 0.005;

    /// <summary>Looks at all documents of a store.</summary>
    public static QuickAudit Of(TokenStore store) => Of(store[Split.Train], store[Split.Validation], store[Split.Test]);

    /// <summary>Looks at all documents of three splits.</summary>
    public static QuickAudit Of(TokenSequence train, params ReadOnlySpan<TokenSequence> heldOut)
    {
        var part = BitOperations.RoundUpToPowerOf2((ulong)(train.DocumentCount / MostHashes + 1)) - 1;
        var seen = new HashSet<ulong>();
        var (copied, all, leaked, held) = (0L, 0L, 0L, 0L);
        foreach (var (hash, tokens) in Documents(train, part))
            (copied, all) = (copied + (seen.Add(hash) ? 0 : tokens), all + tokens);
        foreach (var split in heldOut)
        {
            foreach (var (hash, tokens) in Documents(split, part))
                (leaked, held) = (leaked + (seen.Contains(hash) ? tokens : 0), held + tokens);
        }
        return new QuickAudit((double)copied / Math.Max(1, all), (double)leaked / Math.Max(1, held));
    }

    /// <summary>What the user should hear of it; null where that is nothing.</summary>
    public string? Sentence
    {
        get
        {
            string[] found =
            [
                .. Copied >= Least ? [$"{Percent(Copied)} of the training text are copies of other documents in it"] : Array.Empty<string>(),
                .. Leaked >= Least ? [$"{Percent(Leaked)} of the validation and test text stand in the training text, too"] : Array.Empty<string>(),
            ];
            return found.Length == 0 ? null : $"{string.Join(", and ", found)}; weft audit shows where.";
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static IEnumerable<(ulong Hash, int Tokens)> Documents(TokenSequence split, ulong part)
    {
        var tokens = Array.Empty<long>();
        var begin = split.DocumentStart(0);
        for (var document = 0L; document < split.DocumentCount; document++)
        {
            var end = split.DocumentStart(document + 1);
            var length = checked((int)(end - begin));
            if (tokens.Length < length)
                tokens = new long[Math.Max(length, 2 * tokens.Length)];
            split.CopyTo(begin, tokens.AsSpan(0, length));
            begin = end;
            if (length >= FewestTokens && HashOf(tokens.AsSpan(0, length)) is var hash && (hash & part) == 0)
                yield return (hash, length);
        }
    }

    private static ulong HashOf(ReadOnlySpan<long> tokens)
    {
        var hash = 0UL;
        foreach (var token in tokens)
            hash = RandomStream.Mix(hash ^ (ulong)token) + 1;
        return hash;
    }
}
