using CsCheck;
using Weft.Foundation;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers.Learning;

public class BpeLearnerTests
{
    [Fact]
    public void Merges_are_those_of_the_definition() =>
        Gen.Select(Gen.OneOf(Texts.OfFew(400), Texts.OfAll(200), Gen.OneOf(Texts.All)), Gen.Int[257, 420]).Sample((text, size) =>
        {
            var pieces = Count(text + "\n" + text);
            var learnt = BpeLearner.Learn(pieces, size);
            return learnt.Merges.Select(merge => (merge.Left, merge.Right)).SequenceEqual(PlainBpe.Learn(pieces.Words, size));
        }, iter: 100);

    [Fact]
    public void The_most_frequent_pair_becomes_a_token_and_of_equal_ones_that_with_the_smaller_ids()
    {
        var model = BpeLearner.Learn(Pieces(("bca", 3), ("ab", 3), ("xyz", 5)), 260);

        Assert.Equal([new("x", "y"), new("xy", "z"), new("a", "b")], model.Merges);
        Assert.Equal(["xy", "xyz", "ab", "<|endoftext|>"], model.Tokens.Skip(256));
    }

    [Fact]
    public void A_pair_overlaps_itself_from_left_to_right()
    {
        var model = BpeLearner.Learn(Pieces(("aaaaa", 2)), 300);

        Assert.Equal([new("a", "a"), new("aa", "a"), new("aa", "aaa")], model.Merges);
    }

    [Fact]
    public void Learning_ends_where_no_pair_occurs_twice()
    {
        var model = BpeLearner.Learn(Pieces(("ab", 2), ("cd", 1)), 1000);

        Assert.Equal([new("a", "b")], model.Merges);
        Assert.Equal(258, model.Tokens.Count);
    }

    [Fact]
    public void Without_text_every_byte_is_a_token()
    {
        var model = BpeLearner.Learn(Pieces(), 1000);

        Assert.Empty(model.Merges);
        Assert.Equal(257, model.Tokens.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Learning_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => BpeLearner.Learn(Count(Texts.Code + Texts.Code), 400, stop: stop.Token));
    }

    [Theory]
    [InlineData(100_000, 1_024)]
    [InlineData(1_000_000, 1_600)]
    [InlineData(6_000_000, 3_904)]
    [InlineData(11_000_000, 5_312)]
    [InlineData(100_000_000, 16_000)]
    [InlineData(1_000_000_000_000, 16_000)]
    [InlineData(0, 1_024)]
    public void Without_a_size_the_text_decides(long bytes, int size) => Assert.Equal(size, new BpeSize(null).For(bytes));

    [Theory]
    [InlineData("bpe", true, null)]
    [InlineData("bpe:4000", true, 4000)]
    [InlineData("bpe:./4000", false, null)]
    [InlineData("bpe:-1", false, null)]
    [InlineData("bpe:", false, null)]
    [InlineData("bytes", false, null)]
    public void A_number_is_a_size_and_everything_else_a_folder(string name, bool isLearnt, int? asked)
    {
        Assert.Equal(isLearnt, BpeSize.TryParse(name, out var size));
        Assert.Equal(asked, size.Asked);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1_000_001)]
    public void An_impossible_size_is_refused(int size)
    {
        var problems = new Problems();
        new BpeSize(size).Validate(problems);
        var error = Assert.Throws<ConfigurationException>(problems.ThrowIfAny);

        Assert.Equal($"data.tokenizer is bpe:{size}; its size must be from 257 (every byte and the end of text) to 1000000.", error.Message);
    }

    [Fact]
    public void Pieces_that_are_forgotten_leave_what_they_are_made_of()
    {
        var counts = new BoundedWordCounts(maximumWords: 100, maximumCharacters: 2_000, halves: true);
        for (var part = 0; part < 40; part++)
        {
            var pieces = new WordCounts();
            // Every piece is another one; all of them hold "theme".
            for (var i = 0; i < 50; i++)
                pieces.Add($"{(char)('a' + part % 26)}{(char)('a' + i % 26)}theme{part:00}{i:00}");
            counts.Add(pieces);
            Assert.InRange(counts.Counts.Count, 0, 100);
            Assert.InRange(counts.Counts.Characters, 0, 2_000);
        }

        Assert.True(counts.Forgotten > 0);
        Assert.Contains("them", string.Join(' ', BpeLearner.Learn(counts.Counts, 270).Tokens), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(256_000_000, 1)]
    [InlineData(256_000_001, 2)]
    [InlineData(1_024_000_000, 4)]
    public void A_large_text_is_counted_in_part(long bytes, int step)
    {
        var parts = BpeSample.Spread(Enumerable.Range(0, 12), bytes).ToList();
        Assert.Equal(12 / step, parts.Count);
        Assert.All(parts, part => Assert.Equal(0, part % step));
    }

    internal static WordCounts Count(string text)
    {
        var counts = new WordCounts();
        BpeSample.Count(text, counts);
        return counts;
    }

    private static WordCounts Pieces(params (string Text, long Count)[] pieces)
    {
        var counts = new WordCounts();
        foreach (var (text, count) in pieces)
            counts.Add(text, count);
        return counts;
    }
}
