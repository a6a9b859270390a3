using Weft.Data.Batching;
using Weft.Data.Store;

namespace Weft.Tasks.Translation;

/// <summary>A text that a decoder learns to write: it reads an end and then the text, and each of its tokens has the next one as target, the last the end.</summary>
internal static class TargetRow
{
    /// <summary>Reads a row.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="begin">Where the text begins in it.</param>
    /// <param name="into">Takes the row, which is as long as what is seen of the text.</param>
    /// <param name="row">Its number.</param>
    /// <param name="end">The end-of-text token.</param>
    /// <param name="dropout">Takes words out of what is read; null takes none.</param>
    public static void Read(TokenSequence tokens, long begin, BatchBuffer into, int row, int end, WordDropout? dropout)
    {
        var ids = into.IdsOf(row);
        var targets = into.TargetsOf(row);
        tokens.CopyTo(begin, targets);
        ids[0] = end;
        targets[..^1].CopyTo(ids[1..]);
        dropout?.Apply(ids, row);
    }
}
