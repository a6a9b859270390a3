using Weft.Data;
using Weft.Text;

namespace Weft.Evaluation;

/// <summary>Names all that a perplexity depends on besides the model: two figures may be compared when their signatures are the same.</summary>
public static class PerplexitySignature
{
    /// <summary>
    /// For example <c>blanks|vocabulary:33278:1f0c93ab|eos:scored|context:32|stride:32|tail:scored|validation:9d1e22c0</c>.
    /// </summary>
    /// <param name="store">The corpus.</param>
    /// <param name="split">The split.</param>
    /// <param name="context">Tokens in a window.</param>
    /// <param name="stride">Targets scored in a window.</param>
    /// <param name="batching">How the model was trained: after <see cref="BatchingMode.Padded"/> each document is measured by itself, and
    /// <c>batching:padded</c> says so; otherwise windows go over the whole split.</param>
    public static string Of(TokenStore store, Split split, int context, int stride, BatchingMode batching = BatchingMode.Chunks) => string.Join('|',
    [
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        "eos:scored",
        $"context:{context}",
        $"stride:{stride}",
        "tail:scored",
        .. batching == BatchingMode.Padded ? ["batching:padded"] : Array.Empty<string>(),
        $"{split.ToString().ToLowerInvariant()}:{store[split].Hash[..8]}",
    ]);
}
