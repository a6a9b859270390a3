using Weft.Text;

namespace Weft.Data;

/// <summary>The split of every document of a corpus, one byte each.</summary>
internal sealed class SplitPlan(byte[] splits)
{
    /// <summary>The number of documents.</summary>
    public int Count => splits.Length;

    /// <summary>The split of a document, by its order in the corpus.</summary>
    public Split this[long document] => (Split)splits[document];
}
