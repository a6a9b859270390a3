namespace Weft.Data.Store;

/// <summary>The tokens of one split, one document after the other. Safe to read from several threads.</summary>
internal abstract class TokenSequence
{
    /// <summary>The number of tokens.</summary>
    public abstract long Count { get; }

    /// <summary>The number of documents; with <see cref="Weft.Text.TextLevel.Sentence"/>, of sentences.</summary>
    public abstract long DocumentCount { get; }

    /// <summary>SHA-256 of the tokens as they are on disk: the split's part of the perplexity signature.</summary>
    public abstract string Hash { get; }

    /// <summary>The id at a position from 0 to <see cref="Count"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public int this[long position]
    {
        get
        {
            Span<long> id = stackalloc long[1];
            CopyTo(position, id);
            return (int)id[0];
        }
    }

    /// <summary>Copies ids.</summary>
    /// <param name="start">The position of the first.</param>
    /// <param name="ids">Where they go; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the sequence.</exception>
    public abstract void CopyTo(long start, Span<long> ids);

    /// <summary>Whether every token has a part-of-speech tag.</summary>
    public virtual bool HasTags => false;

    /// <summary>Copies the ids of tags; <see cref="TokenStore.TagNames"/> names them.</summary>
    /// <param name="start">The position of the first token.</param>
    /// <param name="tags">Where they go; its length says how many.</param>
    /// <exception cref="InvalidOperationException">The tokens have no tags: <see cref="HasTags"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the sequence.</exception>
    public virtual void CopyTags(long start, Span<int> tags) => throw new InvalidOperationException("These tokens have no tags.");

    /// <summary>Whether every document has a label.</summary>
    public virtual bool HasLabels => false;

    /// <summary>Copies the ids of documents' labels; <see cref="TokenStore.LabelNames"/> names them.</summary>
    /// <param name="first">The number of the first document.</param>
    /// <param name="labels">Where they go; its length says how many.</param>
    /// <exception cref="InvalidOperationException">The documents have no labels: <see cref="HasLabels"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer documents.</exception>
    public virtual void CopyLabels(long first, Span<int> labels) => throw new InvalidOperationException("These documents have no labels.");

    /// <summary>The pictures that documents are captions of; null where there are none.</summary>
    public virtual StorePictures? Pictures => null;

    /// <summary>Where a document (with <see cref="Weft.Text.TextLevel.Sentence"/> a sentence) begins, in tokens; the number
    /// <see cref="DocumentCount"/> gives the end of the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such document.</exception>
    public abstract long DocumentStart(long document);

    /// <summary>Copies where documents begin, as <see cref="DocumentStart"/> gives it.</summary>
    /// <param name="first">The number of the first document.</param>
    /// <param name="starts">Where they go; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer documents.</exception>
    public virtual void CopyDocumentStarts(long first, Span<long> starts)
    {
        for (var i = 0; i < starts.Length; i++)
            starts[i] = DocumentStart(first + i);
    }

    /// <summary>Checks a range of positions.</summary>
    protected void RequireRange(long start, int length)
    {
        if (start < 0 || start > Count - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"The tokens {start} to {start + length} are not in a split of {Count}.");
    }

    /// <summary>Checks the number of a document.</summary>
    protected void RequireDocument(long document)
    {
        if (document < 0 || document > DocumentCount)
            throw new ArgumentOutOfRangeException(nameof(document), $"There is no document {document} in a split of {DocumentCount}.");
    }
}
