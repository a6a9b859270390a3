using CsCheck;
using Weft.Data;
using Weft.Data.Preparing.Encoding;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Data.Preparing.Encoding;

public class WordCountingTests
{
    [Fact]
    public void Many_batches_on_many_threads_count_like_one() =>
        Gen.Select(Gen.Char["abc \n"].Array[0, 8].Select(letters => new string(letters)).Array[0, 60], Gen.Int[1, 5]).Sample((texts, workers) =>
        {
            var batches = texts.Select(text => new List<PlannedPiece> { Piece(text, Split.Train), Piece("other", Split.Test) });
            var counted = new WordCounting(new BlankTokenizer().Count, new BoundedWordCounts(), new DataOptions()).Count(batches, workers, CancellationToken.None).Counts.Words;
            var expected = texts.SelectMany(text => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).CountBy(word => word);
            return counted.Where(entry => entry.Key != "<eos>").OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => (entry.Key, (int)entry.Value))
                .SequenceEqual(expected.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value)));
        }, iter: 50);

    private static PlannedPiece Piece(string text, Split split) => new(text, split, StartsDocument: true, EndsDocument: true, default);
}
