using Weft.Data.Store;
using Weft.Foundation;

namespace Weft.Data.Preparing;

/// <summary>What a preparation gives.</summary>
/// <param name="Key">SHA-256 of everything that the store depends on: sources, options, tokenizer, format version.</param>
/// <param name="Folder">The folder of the token store.</param>
/// <param name="Tokenizer">The tokenizer's name, never <c>auto</c>; <c>bpe:SIZE</c> with the size that was learnt.</param>
/// <param name="WasReused">Whether the store was there already.</param>
internal sealed record PreparedCorpus(string Key, string Folder, string Tokenizer, bool WasReused)
{
    /// <summary>Opens the token store, as <see cref="TokenStore.Open"/> does.</summary>
    public TokenStore Open(IProgress<WorkProgress>? progress = null, CancellationToken stop = default) => TokenStore.Open(Folder, progress, stop);
}
