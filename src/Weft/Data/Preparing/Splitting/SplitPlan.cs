using Weft.Text;

namespace Weft.Data.Preparing.Splitting;

/// <summary>The split of every document that is divided, a quarter of a byte each.</summary>
internal sealed class SplitPlan
{
    private const int InByte = 4;
    private const int Bits = 2;

    /// <summary>Divides nothing.</summary>
    public static readonly SplitPlan None = new();

    private readonly byte[] _splits = [];

    private SplitPlan()
    {
    }

    /// <summary>Notes the split of each document.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="splits">Their splits.</param>
    /// <param name="notes">What the user should hear.</param>
    public SplitPlan(DocumentTable documents, HashSplits splits, IReadOnlyList<string> notes)
    {
        (Count, Notes) = (documents.Count, notes);
        _splits = new byte[(Count + InByte - 1) / InByte];
        if (splits.Last is not { } last)
            return;
        foreach (var (hash, number) in documents.Numbers().TakeWhile(document => document.Hash <= last))
            _splits[number / InByte] |= (byte)((int)splits.Of(hash) << PlaceOf(number));
    }

    /// <summary>The number of documents.</summary>
    public long Count { get; }

    /// <summary>Where the shares could not be met as asked: a sentence with those that came out.</summary>
    public IReadOnlyList<string> Notes { get; } = [];

    /// <summary>The split of a document, by its order among those that are divided.</summary>
    public Split this[long document] => (Split)((_splits[document / InByte] >> PlaceOf(document)) & ((1 << Bits) - 1));

    private static int PlaceOf(long document) => Bits * (int)(document % InByte);
}
