using Weft.Text.Vocabularies;

namespace Weft.Tasks.Own;

/// <summary>A document as tokens, or a piece of one that is longer than <c>training.context</c>.</summary>
/// <param name="Ids">The tokens' ids, at least one and at most <c>training.context</c>. The last of a document may be the vocabulary's end-of-text token.</param>
/// <param name="Vocabulary">What they stand for. Its <see cref="Vocabulary.EndOfTextId"/> does well in place of a token that is to be hidden.</param>
/// <param name="Key">
/// A random number that these tokens have in this epoch, with this seed of the run: whatever is random about an example, such as which
/// tokens are hidden, must follow from it. Where a split is measured, it is the same in all runs.
/// </param>
public sealed record DocumentTokens(IReadOnlyList<int> Ids, Vocabulary Vocabulary, long Key)
{
    /// <summary>The text of a token.</summary>
    /// <param name="place">Its place, from 0.</param>
    public string this[int place] => Vocabulary[Ids[place]];
}
