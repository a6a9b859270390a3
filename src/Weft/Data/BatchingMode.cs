namespace Weft.Data;

/// <summary>How a split becomes rows of batches. But for <see cref="Random"/>, every target is trained on exactly once an epoch.</summary>
public enum BatchingMode
{
    /// <summary>Windows of the context's length over the whole split, which begin at another offset each epoch, in random order.</summary>
    Chunks,

    /// <summary>The split in as many contiguous columns as a batch has rows, read side by side from the beginning, as PyTorch's
    /// <c>word_language_model</c> does; the order never changes.</summary>
    Stream,

    /// <summary>One document a row, cut into pieces where it is longer than the context; rows of like length together, the rest of the
    /// batch's width padding.</summary>
    Padded,

    /// <summary>Windows of the context's length that begin anywhere, drawn with replacement, as nanoGPT does: as many an epoch as
    /// <see cref="Chunks"/> has. Every token is as likely a target as any other.</summary>
    Random,
}
