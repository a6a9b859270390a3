using Weft.Data.Store;

namespace Weft.Tests.Support;

/// <summary>Documents of given lengths. The token at position p is p, so that a token tells where it stands.</summary>
internal sealed class NumberedDocuments(params IReadOnlyList<int> lengths) : TokenSequence
{
    public override long Count => lengths.Sum();

    public override long DocumentCount => lengths.Count;

    public override string Hash => "";

    /// <summary>Where documents begin that have a token.</summary>
    public IEnumerable<long> Beginnings => Enumerable.Range(0, lengths.Count).Where(i => lengths[i] > 0).Select(i => DocumentStart(i));

    public override void CopyTo(long start, Span<long> ids)
    {
        RequireRange(start, ids.Length);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = start + i;
    }

    public override long DocumentStart(long document)
    {
        RequireDocument(document);
        return lengths.Take((int)document).Sum();
    }
}
