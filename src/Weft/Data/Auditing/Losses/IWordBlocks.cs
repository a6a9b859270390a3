namespace Weft.Data.Auditing.Losses;

/// <summary>A text in blocks of words, or of any numbers, that models are learnt from and used on by turns.</summary>
internal interface IWordBlocks
{
    /// <summary>How many blocks there are.</summary>
    long Count { get; }

    /// <summary>The words of a block; any thread may ask.</summary>
    ReadOnlySpan<uint> WordsOf(long block);

    /// <summary>Says which words of a block are known as copies: nothing is learnt from them, so that garbage which stands there twice is not taken for language.</summary>
    void MarkCopies(long block, Span<bool> copies);
}
