using Weft.Text;

namespace Weft.Data.Preparing.Splitting;

/// <summary>The split of every document that is divided, one byte each.</summary>
/// <param name="splits">The splits, by the documents' order in the corpus.</param>
/// <param name="notes">What the user should hear.</param>
internal sealed class SplitPlan(byte[] splits, IReadOnlyList<string> notes)
{
    /// <summary>Divides nothing.</summary>
    public static readonly SplitPlan None = new([], []);

    /// <summary>The number of documents.</summary>
    public int Count => splits.Length;

    /// <summary>Where the shares could not be met as asked: a sentence with those that came out.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The split of a document, by its order among those that are divided.</summary>
    public Split this[long document] => (Split)splits[document];
}
