using Weft.Data.Batching;
using Weft.Text.Ngrams;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Tagging;

/// <summary>Finds the n-grams of each word, its beginnings and endings among them, in the text that its tokens stand for: they tell much of words that are rare or new.</summary>
/// <param name="finder">Finds them.</param>
/// <param name="tokenizer">Made the tokens.</param>
/// <param name="vocabulary">The tokens.</param>
internal sealed class WordNgrams(HashedNgrams finder, ITokenizer tokenizer, Vocabulary vocabulary)
{
    /// <summary>Gives a batch the n-grams of its words: those of a word at its first token, and none elsewhere.</summary>
    /// <param name="buffer">The batch, its tokens written.</param>
    /// <param name="firsts">The places of the first tokens of a row's words, rising.</param>
    public void AddTo(BatchBuffer buffer, Func<int, IReadOnlyList<int>> firsts)
    {
        var all = new IReadOnlyList<int>[buffer.Examples.Count * buffer.Time];
        Array.Fill(all, []);
        for (var row = 0; row < buffer.Examples.Count; row++)
        {
            var ids = buffer.IdsOf(row);
            var places = firsts(row);
            var start = row * buffer.Time + (buffer.Starts?[row] ?? 0);
            for (var word = 0; word < places.Count; word++)
                all[start + places[word]] = finder.Of(EncodedText.Decode(ids[places[word]..(word + 1 < places.Count ? places[word + 1] : ids.Length)], tokenizer, vocabulary));
        }
        buffer.Ngrams = NgramBags.Of(all);
    }
}
