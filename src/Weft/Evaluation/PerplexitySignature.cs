using Weft.Data;
using Weft.Data.Store;
using Weft.Runtime;
using Weft.Text;

namespace Weft.Evaluation;

/// <summary>Names all that a perplexity depends on besides the model: two figures may be compared when their signatures are the same.</summary>
internal static class PerplexitySignature
{
    /// <summary>
    /// For example <c>blanks|vocabulary:33278:1f0c93ab|eos:scored|context:32|stride:32|tail:scored|float32|validation:9d1e22c0</c>.
    /// </summary>
    /// <param name="store">The corpus.</param>
    /// <param name="split">The split.</param>
    /// <param name="context">Tokens in a window.</param>
    /// <param name="stride">Targets scored in a window.</param>
    /// <param name="batching">How the model was trained: after <see cref="BatchingMode.Padded"/> each document is measured by itself, and
    /// <c>batching:padded</c> says so, with the hash of where documents begin; otherwise windows go over the whole split. Of a text that is
    /// measured as a whole the hash is there in any case, as <c>documents:</c>.</param>
    /// <param name="precision">The format of matrix products: another gives another figure from the fifth digit on.</param>
    public static string Of(TokenStore store, Split split, int context, int stride, BatchingMode batching, Precision precision) => string.Join('|',
    [
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        "eos:scored",
        $"context:{context}",
        $"stride:{stride}",
        "tail:scored",
        .. DocumentsOf(store, split, batching),
        NameOf(precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{store[split].Hash[..8]}",
    ]);

    // A split of a corpus is always divided alike; a text that is measured as a whole as its files and the options say.
    private static string[] DocumentsOf(TokenStore store, Split split, BatchingMode batching)
    {
        var hash = store.Manifest[split].HashOf(TokenStoreFiles.DocumentColumn)![..8];
        return batching == BatchingMode.Padded ? [$"batching:padded:{hash}"] : store.Manifest.IsWhole ? [$"documents:{hash}"] : [];
    }

    /// <summary>
    /// Whether two figures were measured alike but perhaps for the format of matrix products: enough where that is what is compared, and
    /// for figures of before signatures named it.
    /// </summary>
    public static bool AreAlikeButForPrecision(string? one, string? other) => WithoutPrecision(one).SequenceEqual(WithoutPrecision(other));

    private static IEnumerable<string> WithoutPrecision(string? signature) =>
        (signature ?? "").Split('|').Where(part => !Enum.GetValues<Precision>().Any(precision => part == NameOf(precision)));

    /// <summary>How a signature names the format of matrix products.</summary>
    internal static string NameOf(Precision precision) => precision.ToString().ToLowerInvariant();
}
