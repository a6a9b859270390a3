using Weft.Foundation;

namespace Weft.Text.Corpora.Named;

/// <summary>A corpus that has a name instead of a path.</summary>
/// <param name="Name">The name, for example <c>wikitext-2</c>.</param>
internal abstract record NamedCorpus(string Name)
{
    /// <summary>Finds its files, fetching them where that is needed.</summary>
    public abstract TextCorpus Locate(CorpusOptions options, IProgress<WorkProgress>? progress, CancellationToken stop);
}
