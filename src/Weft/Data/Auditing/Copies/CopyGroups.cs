namespace Weft.Data.Auditing.Copies;

/// <summary>Which documents are copies of one another, however it was found: disjoint sets whose first document, in the order of the corpus, stands for all.</summary>
/// <param name="count">How many documents there are.</param>
internal sealed class CopyGroups(int count)
{
    private readonly int[] _before = [.. Enumerable.Range(0, count)];

    /// <summary>The first document of a document's group.</summary>
    public int FirstOf(int document)
    {
        while (_before[document] != document)
            document = _before[document] = _before[_before[document]];
        return document;
    }

    /// <summary>Makes two documents one group.</summary>
    public void Join(int one, int other)
    {
        (one, other) = (FirstOf(one), FirstOf(other));
        _before[Math.Max(one, other)] = Math.Min(one, other);
    }
}
